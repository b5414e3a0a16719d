/**
 * What a call lamp must do on any line whose level can be read: a simulated GPIO line or expander pin, or a kernel's
 * own where there is one.
 */
import * as assert from 'uvu/assert'
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import type { DeviceHealth } from '../messages.ts'
import type { Level, Wires } from '../wire/wires.ts'
import { openLineLamp } from './call-lamp.line.ts'
import { pulsing } from './pulsing.ts'

export type LampRig = {
  wires: Pick<Wires, 'gpio' | 'gpiochip'>
  clock: Clock
  /** Lets time go by: moved on a manual clock, waited for on a real one. */
  pass(ms: number): Promise<void>
  /** The level of the lamp's line. */
  level(): Level
  /** What the lamp's own resistor pulls a line to that nobody drives, where lines can be let go. */
  rests?(level: Level): void
  /** Which line, and by which driver. */
  config: Pick<DeviceOf<'call-lamp'>, 'driver' | 'pin'>
}

export async function openLampOn(rig: LampRig, more: Partial<DeviceOf<'call-lamp'>> = {}) {
  const health: DeviceHealth[] = []
  const lamp = await openLineLamp({
    config: { id: 'lamp', kind: 'call-lamp', counter: 'c', ...rig.config, ...more },
    wires: rig.wires,
    clock: rig.clock,
    onHealth: (state) => health.push(state),
  })
  return { lamp, health: () => health.at(-1) }
}

/** `test` registers one test: uvu's, or a check's where there is a kernel. */
export function callLampContract(
  test: (name: string, run: () => Promise<void>) => void,
  makeRig: () => Promise<LampRig>,
) {
  for (const activeLow of [false, true]) {
    const lit: Level = activeLow ? 0 : 1
    const dark: Level = activeLow ? 1 : 0
    test(`a lamp that a ${activeLow ? 'low' : 'high'} level lights is dark at first, obeys, and is dark after closing`, async () => {
      const rig = await makeRig()
      rig.rests?.(dark)
      const { lamp, health } = await openLampOn(rig, { activeLow })
      await rig.pass(50)
      assert.is(rig.level(), dark)
      assert.is(health()?.state, 'ready')
      lamp.light(true)
      await rig.pass(50)
      assert.is(rig.level(), lit)
      lamp.light(false)
      await rig.pass(50)
      assert.is(rig.level(), dark)
      lamp.light(true)
      await rig.pass(50)
      await lamp.close()
      assert.is(rig.level(), dark)
    })
  }

  test('of many wishes the last one holds', async () => {
    const rig = await makeRig()
    const { lamp } = await openLampOn(rig)
    for (let i = 0; i < 9; i++) lamp.light(i % 2 === 0)
    await rig.pass(50)
    assert.is(rig.level(), 1)
    await lamp.close()
  })

  test('a chime is silent until a call, sounds for its time, and a state that is told again is no call', async () => {
    const rig = await makeRig()
    const { lamp } = await openLampOn(rig)
    const chime = pulsing(lamp, { pulseMs: 300, clock: rig.clock })
    chime.light(true)
    await rig.pass(50)
    assert.is(rig.level(), 0)
    chime.signal?.()
    await rig.pass(150)
    assert.is(rig.level(), 1)
    await rig.pass(400)
    assert.is(rig.level(), 0)
    await chime.close()
  })

  test('a line that is let go can be taken again', async () => {
    const rig = await makeRig()
    for (let i = 0; i < 2; i++) {
      const { lamp } = await openLampOn(rig)
      lamp.light(true)
      await rig.pass(50)
      assert.is(rig.level(), 1)
      await lamp.close()
    }
  })
}
