/**
 * What a service button's driver must do on any GPIO wire whose lines something can drive: the simulated one
 * in `service-button.line.test.ts`, or a kernel's own simulated chip where there is one.
 */
import type { Test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceHealth } from '../messages.ts'
import type { Level, Wires } from '../wire/wires.ts'
import { openLineButton } from './service-button.line.ts'

export type GpioRig = {
  wires: Pick<Wires, 'gpio' | 'gpiochip'>
  clock: Clock
  /** Lets time go by: moved on a manual clock, waited for on a real one. */
  pass(ms: number): Promise<void>
  drive(pin: number, level: Level): void
  level(pin: number): Level
}

export const buttonPin = 17
export const ringPin = 27

export async function openButtonOn(rig: GpioRig) {
  let presses = 0
  const health: DeviceHealth[] = []
  const button = await openLineButton({
    config: { id: 'b', kind: 'service-button', driver: 'onoff', service: 's', pin: buttonPin, ringPin },
    wires: rig.wires,
    clock: rig.clock,
    onPress: () => presses++,
    onHealth: (state) => health.push(state),
  })
  return { button, health, presses: () => presses, lastHealth: () => health.at(-1) }
}

export function serviceButtonContract(test: Test, makeRig: () => Promise<GpioRig>) {
  test('one press is reported once, when it begins and not when it ends', async () => {
    const rig = await makeRig()
    const { button, presses } = await openButtonOn(rig)
    rig.drive(buttonPin, 0)
    await rig.pass(40)
    assert.is(presses(), 1)
    rig.drive(buttonPin, 1)
    await rig.pass(200)
    assert.is(presses(), 1)
    await button.close()
  })

  test('a glitch shorter than the debounce is nobody’s press', async () => {
    const rig = await makeRig()
    const { button, presses } = await openButtonOn(rig)
    rig.drive(buttonPin, 0)
    await rig.pass(2)
    rig.drive(buttonPin, 1)
    await rig.pass(100)
    assert.is(presses(), 0)
    await button.close()
  })

  test('a second press within the guard time is the same press, a later one is new', async () => {
    const rig = await makeRig()
    const { button, presses } = await openButtonOn(rig)
    const press = async () => {
      rig.drive(buttonPin, 0)
      await rig.pass(100)
      rig.drive(buttonPin, 1)
      await rig.pass(100)
    }
    await press()
    await press()
    assert.is(presses(), 1)
    await rig.pass(1500)
    await press()
    assert.is(presses(), 2)
    await button.close()
  })

  test('the ring shows its face and is dark after closing', async () => {
    const rig = await makeRig()
    const { button } = await openButtonOn(rig)
    await rig.pass(1)
    assert.is(rig.level(ringPin), 0)
    button.ring('ready')
    await rig.pass(20)
    assert.is(rig.level(ringPin), 1)
    button.ring('closed')
    await rig.pass(20)
    assert.is(rig.level(ringPin), 0)
    button.ring('ready')
    await rig.pass(20)
    await button.close()
    assert.is(rig.level(ringPin), 0)
  })
}
