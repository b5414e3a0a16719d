import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../../hardware/clock.sim.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import { expanderRig } from '../expander/expander.test-kit.ts'
import { simulatedGpio } from '../wire/gpio.sim.ts'
import type { Wires } from '../wire/wires.ts'
import { openPadOn, ratingPadContract } from './rating-pad.contract.ts'

const test = suite('rating pad')

const config: DeviceOf<'rating-pad'> = {
  id: 'pad',
  kind: 'rating-pad',
  driver: 'expander',
  counter: 'c',
  buttons: [0, 1, 2, 3, 4].map((n) => ({ pin: `mr-1:A${n}`, lightPin: `mr-1:B${n}` })),
}

async function onExpander() {
  const rig = expanderRig()
  return {
    ...rig,
    pass: rig.clock.advance,
    config,
    contact: (place: number, closed: boolean) => rig.drive(`mr-1:A${place}`, closed ? 0 : 1),
    lights: () => config.buttons.map(({ lightPin }) => rig.level(String(lightPin))).join(''),
    close: rig.wires.closeExpanders,
  }
}
ratingPadContract(test, onExpander)

for (const driver of ['onoff', 'gpiochip'] as const)
  ratingPadContract(test, async () => {
    const clock = manualClock()
    const lines = {
      onoff: simulatedGpio({ devices: [], clock }),
      gpiochip: simulatedGpio({ devices: [], clock }),
    }
    const buttons = [4, 5, 6, 7, 8].map((pin) => ({ pin, lightPin: pin + 10 }))
    for (const { pin } of buttons) lines[driver].drive(pin, 1)
    return {
      wires: { gpio: lines.onoff.wire, gpiochip: lines.gpiochip.wire } as Wires,
      clock,
      pass: clock.advance,
      config: { driver, buttons },
      contact: (place, closed) => lines[driver].drive(4 + place, closed ? 0 : 1),
      lights: () => buttons.map(({ lightPin }) => lines[driver].level(lightPin)).join(''),
    }
  })

test('a jammed button is told by its place, and the others go on', async () => {
  const rig = await onExpander()
  const { drive, clock } = rig
  const { press, rated, health, close } = await openPadOn(rig)
  drive('mr-1:A2', 0)
  await clock.advance(10_100)
  const down = health()
  assert.ok(down?.state === 'down' && down.reason === 'stuck')
  assert.match(down.detail, /button 3: pin mr-1:A2 reads pressed/)
  await press(1)
  assert.is(rated.at(-1), 1)
  drive('mr-1:A2', 1)
  await clock.advance(100)
  assert.is(health()?.state, 'ready')
  await close()
})

test('a pad whose chip is away is down and comes back lit as it should be', async () => {
  const rig = await onExpander()
  const { fault, lights, clock } = rig
  const { pad, health, close } = await openPadOn(rig)
  pad.light(true)
  await clock.advance(20)
  fault('unplugged')
  await clock.advance(600)
  assert.is(health()?.state, 'down')
  fault('none')
  await clock.advance(6000)
  assert.is(health()?.state, 'ready')
  assert.is(lights(), '11111')
  await close()
})

test.run()
