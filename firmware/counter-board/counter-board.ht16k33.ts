/**
 * Four 7-segment digits on an HT16K33. The chip is written only when the face changes or after it lost its
 * memory; every few seconds its RAM is read back, so that a board which was unplugged or lost power for a
 * moment is found and redrawn although nobody was called meanwhile.
 *
 * Commands from the HT16K33 datasheet v1.10, "Command Summary".
 */
import type { Clock } from '../../hardware/clock.ts'
import { boardPlaces, segmentsOf } from '../../hardware/seven-segment.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import { lastWins } from '../last-wins.ts'
import type { BoardFace, DeviceHealth } from '../messages.ts'
import type { Wires } from '../wire/wires.ts'
import type { CounterBoard } from './counter-board.ts'

const oscillatorOn = 0x21
const displayOn = 0x81
const blinkAtOneHz = 0x04
const dimming = 0xe0
const ramStart = 0x00
const ramBytes = 16
/** Where the digits stand on the usual backpack; 4 is the colon, which a ticket number never lights. */
const digitAt = [0, 2, 6, 8]
const lookEveryMs = 5000

/** The chip's RAM for a text, right aligned. A character without a shape is a low dash, never a gap. */
export function ramOf(text: string): Uint8Array {
  const ram = new Uint8Array(ramBytes)
  const places = text.slice(-boardPlaces).padStart(boardPlaces, ' ')
  digitAt.forEach((offset, i) => {
    ram[offset] = segmentsOf(places[i] ?? ' ') ?? segmentsOf('_') ?? 0
  })
  return ram
}

const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i])

export async function openHt16k33Board({
  config,
  wires,
  clock,
  onHealth,
}: {
  config: DeviceOf<'counter-board'>
  wires: Pick<Wires, 'i2c'>
  clock: Clock
  onHealth: (health: DeviceHealth) => void
}): Promise<CounterBoard> {
  const address = Number(config.address)
  const bus = await wires.i2c.open(config.bus, config.mux)
  const blank: BoardFace = { text: '', blink: false }
  let face = blank
  /** What the chip is known to show; undefined when it must be set up from the start. */
  let shown: { ram: Uint8Array; blink: boolean } | undefined

  const send = (...bytes: number[]) => bus.write(address, Uint8Array.from(bytes))

  async function forgotten(known: { ram: Uint8Array }): Promise<boolean> {
    await send(ramStart)
    return !same(await bus.read(address, ramBytes), known.ram)
  }

  async function apply(next: BoardFace) {
    const ram = ramOf(next.text)
    const known = shown
    const changed = !known || !same(known.ram, ram) || known.blink !== next.blink
    // Until the last byte is through, nobody knows what the chip shows.
    shown = undefined
    if (known && !changed && !(await forgotten(known))) {
      shown = known
      return
    }
    // Dark RAM looks the same after a loss of power, so set up again before the first number on it.
    const setUp = !known || !changed || known.ram.every((byte) => byte === 0)
    if (setUp) await send(oscillatorOn)
    if (setUp || !same(known.ram, ram)) await send(ramStart, ...ram)
    if (setUp) await send(dimming | ((config.brightness ?? 12) - 1))
    if (setUp || known.blink !== next.blink) await send(displayOn | (next.blink ? blinkAtOneHz : 0))
    shown = { ram, blink: next.blink }
  }

  const keeper = lastWins({ initial: face, apply, clock, onHealth })
  keeper.again()

  let cancelLook = clock.after(lookEveryMs, look)
  function look() {
    keeper.again()
    cancelLook = clock.after(lookEveryMs, look)
  }

  return {
    show(next) {
      if (next.text === face.text && next.blink === face.blink) return
      face = next
      keeper.set(next)
    },
    async close() {
      cancelLook()
      await keeper.close()
      // A number that nobody stands behind any more must not stay lit.
      if (shown) await apply(blank).catch(() => undefined)
      await bus.close()
    },
  }
}
