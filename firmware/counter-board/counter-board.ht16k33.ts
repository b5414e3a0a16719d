/**
 * Four 7-segment digits on an HT16K33. The chip is written when the face changes; every few seconds its RAM is
 * read back, so that a board which shows something else is found, counted and redrawn although nobody was called
 * meanwhile. What cannot be read (oscillator, brightness, blinking) is written again once a minute.
 *
 * Commands from the HT16K33 datasheet v1.10, "Command Summary".
 */
import type { Clock } from '../../hardware/clock.ts'
import { boardPlaces, segmentsOf } from '../../hardware/seven-segment.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import { lastWins, readyAfter } from '../last-wins.ts'
import type { BoardFace, DeviceHealth } from '../messages.ts'
import { wireError } from '../wire/wire-error.ts'
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
const setUpEveryMs = 60_000

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
const isDark = (ram: Uint8Array) => ram.every((byte) => byte === 0)

/** What the chip was told. */
type Told = { ram: Uint8Array; blink: boolean; brightness: number }

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
  let shown: Told | undefined
  let setUpAt = Number.NEGATIVE_INFINITY
  let disagreements = 0

  const send = (...bytes: number[]) => bus.write(address, Uint8Array.from(bytes))

  const reads = async (ram: Uint8Array) => same(await bus.readFrom(address, ramStart, ramBytes), ram)

  /** Everything the chip can be told, whatever it knows. */
  async function setUp({ ram, blink, brightness }: Told) {
    await send(oscillatorOn)
    await send(ramStart, ...ram)
    await send(dimming | (brightness - 1))
    await send(displayOn | (blink ? blinkAtOneHz : 0))
    setUpAt = clock.monotonicMs()
  }

  function toldBy({ text, blink, light = 100 }: BoardFace): Told {
    const brightness = Math.round(((config.brightness ?? 12) * light) / 100)
    return { ram: ramOf(text), blink, brightness: Math.min(16, Math.max(1, brightness)) }
  }

  /** Only what differs from what the chip knows already, if it still knows it. */
  async function change(known: Told, next: Told) {
    if (!(await reads(known.ram))) {
      disagreements++
      await setUp(next)
      return
    }
    if (!same(known.ram, next.ram)) await send(ramStart, ...next.ram)
    if (known.brightness !== next.brightness) await send(dimming | (next.brightness - 1))
    if (known.blink !== next.blink) await send(displayOn | (next.blink ? blinkAtOneHz : 0))
  }

  async function look(told: Told) {
    if (!(await reads(told.ram))) {
      disagreements++
      await setUp(told)
      if (!(await reads(told.ram)))
        throw wireError(
          'disagrees',
          `the board at ${config.address} on I2C bus ${config.bus} does not keep what it is told: a broken chip, or two with one address`,
        )
    } else if (clock.monotonicMs() - setUpAt >= setUpEveryMs) await setUp(told)
  }

  async function apply(wanted: BoardFace) {
    const next = toldBy(wanted)
    const known = shown
    // Until the last byte is through, nobody knows what the chip shows.
    shown = undefined
    // Dark RAM looks the same after a loss of power, so set up again before the first number on it.
    if (!known || (isDark(known.ram) && !isDark(next.ram))) await setUp(next)
    else if (same(known.ram, next.ram) && known.blink === next.blink && known.brightness === next.brightness)
      await look(next)
    else await change(known, next)
    shown = next
  }

  const keeper = lastWins({
    initial: face,
    apply,
    clock,
    onHealth: (health) => onHealth(health.state === 'ready' ? readyAfter(disagreements) : health),
  })
  keeper.again()

  let cancelLook = clock.after(lookEveryMs, lookAgain)
  function lookAgain() {
    keeper.again()
    cancelLook = clock.after(lookEveryMs, lookAgain)
  }

  return {
    show(next) {
      if (next.text === face.text && next.blink === face.blink && next.light === face.light) return
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
