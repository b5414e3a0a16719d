/**
 * What a digit keypad must do on any expander whose pins something can join and watch: a simulated one, or a chip
 * behind the kernel's own I2C bus.
 */
import * as assert from 'uvu/assert'
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import type { KeyPress } from '../counter-keypad/counter-keypad.ts'
import type { StationWires } from '../expander/expanders.ts'
import type { DeviceHealth } from '../messages.ts'
import { openDigitKeypad } from './digit-keypad.expander.ts'

export type DigitKeypadRig = {
  config: DeviceOf<'digit-keypad'>
  wires: StationWires
  clock: Clock
  pass(ms: number): Promise<void>
  /** Closes or opens the key at that place, row by row. */
  key(place: number, down: boolean): void
  isLit(): boolean
  close(): Promise<void>
}

export async function openKeypadOn(rig: DigitKeypadRig) {
  const seen: string[] = []
  const health: DeviceHealth[] = []
  const keypad = await openDigitKeypad({
    config: rig.config,
    wires: rig.wires,
    clock: rig.clock,
    onKey: ({ key, long, digits = '' }: KeyPress) =>
      seen.push([key, digits, long ? 'long' : ''].filter(Boolean).join(' ')),
    onHealth: (state) => health.push(state),
  })
  const press = async (place: number, ms = 80) => {
    rig.key(place, true)
    await rig.pass(ms)
    rig.key(place, false)
    await rig.pass(80)
  }
  await rig.pass(40)
  return { keypad, seen, press, health: () => health.at(-1) }
}

/** The usual layout: 1 2 3 next, 4 5 6 recall, 7 8 9 start, clear 0 call officer. */
export const at = {
  one: 0,
  two: 1,
  three: 2,
  next: 3,
  recall: 7,
  start: 11,
  clear: 12,
  zero: 13,
  call: 14,
  officer: 15,
}

export function digitKeypadContract(
  test: (name: string, run: () => Promise<void>) => void,
  makeRig: () => Promise<DigitKeypadRig>,
) {
  test('keys are reported once, when they go down', async () => {
    const rig = await makeRig()
    const { keypad, seen, press } = await openKeypadOn(rig)
    await press(at.next, 600)
    await press(at.recall)
    assert.equal(seen, ['next', 'recall'])
    await keypad.close()
    await rig.close()
  })

  test('digits go with the key that ends them, and "clear" forgets them', async () => {
    const rig = await makeRig()
    const { keypad, seen, press } = await openKeypadOn(rig)
    for (const key of [at.zero, at.one, at.two, at.call, at.three, at.clear, at.two, at.two, at.officer])
      await press(key)
    assert.equal(seen, ['call 012', 'officer 22'])
    await keypad.close()
    await rig.close()
  })

  test('"start" held long is a no-show, and a short one is told when it is let go', async () => {
    const rig = await makeRig()
    const { keypad, seen, press } = await openKeypadOn(rig)
    await press(at.start, 1500)
    await rig.pass(400)
    await press(at.start)
    assert.equal(seen, ['start long', 'start'])
    await keypad.close()
    await rig.close()
  })

  test('an answer is seen: one flash for yes, three for no', async () => {
    const rig = await makeRig()
    const { keypad } = await openKeypadOn(rig)
    const flashes = async () => {
      let count = 0
      let before = false
      for (let ms = 0; ms < 700; ms += 20) {
        await rig.pass(20)
        if (rig.isLit() && !before) count++
        before = rig.isLit()
      }
      return count
    }
    keypad.signal('accepted')
    assert.is(await flashes(), 1)
    keypad.signal('refused')
    assert.is(await flashes(), 3)
    await keypad.close()
    await rig.close()
  })
}
