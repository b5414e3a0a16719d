/**
 * What a rating pad must do on any lines whose levels can be set and read: a simulated GPIO's or expander's, or a
 * kernel's own where there is one.
 */
import * as assert from 'uvu/assert'
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import type { DeviceHealth } from '../messages.ts'
import type { Wires } from '../wire/wires.ts'
import { openLineRatingPad } from './rating-pad.line.ts'

export type PadRig = {
  wires: Pick<Wires, 'gpio' | 'gpiochip'>
  clock: Clock
  /** Lets time go by: moved on a manual clock, waited for on a real one. */
  pass(ms: number): Promise<void>
  /** Which lines, and by which driver: five buttons with their lights. */
  config: Pick<DeviceOf<'rating-pad'>, 'driver' | 'buttons'>
  /** Closes or opens the contact of the button at this place, from 0. */
  contact(place: number, closed: boolean): void
  /** The lights from the first, 1 is lit. */
  lights(): string
  close?(): Promise<void>
}

export async function openPadOn(rig: PadRig) {
  const rated: number[] = []
  const health: DeviceHealth[] = []
  const pad = await openLineRatingPad({
    config: { id: 'pad', kind: 'rating-pad', counter: 'c', ...rig.config },
    wires: rig.wires,
    clock: rig.clock,
    onRate: (value) => rated.push(value),
    onHealth: (state) => health.push(state),
  })
  await rig.pass(50)
  return {
    pad,
    rated,
    health: () => health.at(-1),
    async press(value: number, ms = 100) {
      rig.contact(value - 1, true)
      await rig.pass(ms)
      rig.contact(value - 1, false)
      await rig.pass(100)
    },
    async close() {
      await pad.close()
      await rig.close?.()
    },
  }
}

/** `test` registers one test: uvu's, or a check's where there is a kernel. */
export function ratingPadContract(
  test: (name: string, run: () => Promise<void>) => void,
  makeRig: () => Promise<PadRig>,
) {
  test('a press is the word of its button, once', async () => {
    const rig = await makeRig()
    const { press, rated, health, close } = await openPadOn(rig)
    assert.equal(health(), { state: 'ready' })
    for (const value of [1, 5, 5, 3]) await press(value)
    assert.equal(rated, [1, 5, 3])
    await close()
  })

  test('it is lit while a visit can be rated, and dark after closing', async () => {
    const rig = await makeRig()
    const { pad, close } = await openPadOn(rig)
    assert.is(rig.lights(), '00000')
    pad.light(true)
    await rig.pass(50)
    assert.is(rig.lights(), '11111')
    await close()
    assert.is(rig.lights(), '00000')
  })

  test('an accepted word stays lit alone for two seconds, then the pad is as it should be by then', async () => {
    const rig = await makeRig()
    const { pad, press, close } = await openPadOn(rig)
    pad.light(true)
    await press(2)
    pad.signal('accepted')
    pad.light(false)
    await rig.pass(50)
    assert.is(rig.lights(), '01000')
    await rig.pass(2100)
    assert.is(rig.lights(), '00000')
    await close()
  })

  test('a refused word blinks all lights three times', async () => {
    const rig = await makeRig()
    const { pad, close } = await openPadOn(rig)
    pad.signal('refused')
    const seen: string[] = []
    for (let ms = 0; ms < 800; ms += 20) {
      await rig.pass(20)
      if (rig.lights() !== seen.at(-1)) seen.push(rig.lights())
    }
    assert.is(seen.filter((lights) => lights === '11111').length, 3)
    assert.is(seen.at(-1), '00000')
    await close()
  })
}
