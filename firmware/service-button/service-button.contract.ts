/**
 * What a service button's driver must do on any line that something can drive: a simulated GPIO line or expander
 * pin, or a kernel's own where there is one.
 */
import * as assert from 'uvu/assert'
import type { Clock } from '../../hardware/clock.ts'
import type { Pin } from '../../hardware/expander-pins.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import type { DeviceHealth } from '../messages.ts'
import type { Level, Wires } from '../wire/wires.ts'
import { openLineButton } from './service-button.line.ts'

export type GpioRig = {
  wires: Pick<Wires, 'gpio' | 'gpiochip'>
  clock: Clock
  /** Lets time go by: moved on a manual clock, waited for on a real one. */
  pass(ms: number): Promise<void>
  drive(pin: Pin, level: Level): void
  level(pin: Pin): Level
  /** Which lines, and by which driver; GPIO lines through sysfs without it. */
  config?: Partial<DeviceOf<'service-button'>>
  close?(): Promise<void>
}

export const buttonPin = 17
export const ringPin = 27

export async function openButtonOn(rig: GpioRig) {
  let presses = 0
  const health: DeviceHealth[] = []
  const button = await openLineButton({
    config: {
      id: 'b',
      kind: 'service-button',
      driver: 'onoff',
      service: 's',
      pin: buttonPin,
      ringPin,
      ...rig.config,
    },
    wires: rig.wires,
    clock: rig.clock,
    onPress: () => presses++,
    onHealth: (state) => health.push(state),
  })
  return { button, health, presses: () => presses, lastHealth: () => health.at(-1) }
}

const pinOf = (rig: GpioRig) => rig.config?.pin ?? buttonPin

/** `test` registers one test: uvu's, or that of a check in the guest of `scripts/hil`. */
export function serviceButtonContract(
  test: (name: string, run: () => Promise<void>) => void,
  makeRig: () => Promise<GpioRig>,
) {
  test('one press is reported once, when it begins and not when it ends', async () => {
    const rig = await makeRig()
    const { button, presses } = await openButtonOn(rig)
    rig.drive(pinOf(rig), 0)
    await rig.pass(40)
    assert.is(presses(), 1)
    rig.drive(pinOf(rig), 1)
    await rig.pass(200)
    assert.is(presses(), 1)
    await button.close()
    await rig.close?.()
  })

  test('a glitch shorter than the debounce is nobody’s press', async () => {
    const rig = await makeRig()
    const { button, presses } = await openButtonOn(rig)
    rig.drive(pinOf(rig), 0)
    await rig.pass(2)
    rig.drive(pinOf(rig), 1)
    await rig.pass(100)
    assert.is(presses(), 0)
    await button.close()
    await rig.close?.()
  })

  test('a second press within the guard time is the same press, a later one is new', async () => {
    const rig = await makeRig()
    const { button, presses } = await openButtonOn(rig)
    const press = async () => {
      rig.drive(pinOf(rig), 0)
      await rig.pass(100)
      rig.drive(pinOf(rig), 1)
      await rig.pass(100)
    }
    await press()
    await press()
    assert.is(presses(), 1)
    await rig.pass(1500)
    await press()
    assert.is(presses(), 2)
    await button.close()
    await rig.close?.()
  })

  test('the ring shows its face and is dark after closing', async () => {
    const rig = await makeRig()
    const { button } = await openButtonOn(rig)
    await rig.pass(20)
    assert.is(rig.level(rig.config?.ringPin ?? ringPin), 0)
    button.ring('ready')
    await rig.pass(20)
    assert.is(rig.level(rig.config?.ringPin ?? ringPin), 1)
    button.ring('closed')
    await rig.pass(20)
    assert.is(rig.level(rig.config?.ringPin ?? ringPin), 0)
    button.ring('ready')
    await rig.pass(20)
    await button.close()
    assert.is(rig.level(rig.config?.ringPin ?? ringPin), 0)
    await rig.close?.()
  })
}
