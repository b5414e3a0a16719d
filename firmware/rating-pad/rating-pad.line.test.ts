import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../../hardware/clock.sim.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import { expanderRig } from '../expander/expander.test-kit.ts'
import type { DeviceHealth } from '../messages.ts'
import { simulatedGpio } from '../wire/gpio.sim.ts'
import type { Wires } from '../wire/wires.ts'
import { openLineRatingPad } from './rating-pad.line.ts'

const test = suite('rating pad')

const config: DeviceOf<'rating-pad'> = {
  id: 'pad',
  kind: 'rating-pad',
  driver: 'expander',
  counter: 'c',
  buttons: [0, 1, 2, 3, 4].map((n) => ({ pin: `mr-1:A${n}`, lightPin: `mr-1:B${n}` })),
}

async function open() {
  const rig = expanderRig()
  const rated: number[] = []
  const health: DeviceHealth[] = []
  const pad = await openLineRatingPad({
    config,
    wires: rig.wires,
    clock: rig.clock,
    onRate: (value) => rated.push(value),
    onHealth: (state) => health.push(state),
  })
  const press = async (n: number, ms = 100) => {
    rig.drive(`mr-1:A${n - 1}`, 0)
    await rig.clock.advance(ms)
    rig.drive(`mr-1:A${n - 1}`, 1)
    await rig.clock.advance(100)
  }
  const lights = () => config.buttons.map(({ lightPin }) => rig.level(String(lightPin))).join('')
  await rig.clock.advance(10)
  const end = async () => {
    await pad.close()
    await rig.wires.closeExpanders()
  }
  return { ...rig, pad, rated, press, lights, health: () => health.at(-1), end }
}

test('a press is the word of its button, once', async () => {
  const { press, rated, end } = await open()
  await press(1)
  await press(5)
  await press(5)
  assert.equal(rated, [1, 5])
  await end()
})

test('it is lit while a visit can be rated, and dark after closing', async () => {
  const { pad, lights, clock, end } = await open()
  assert.is(lights(), '00000')
  pad.light(true)
  await clock.advance(20)
  assert.is(lights(), '11111')
  await end()
  assert.is(lights(), '00000')
})

test('an accepted word stays lit alone for two seconds, then the pad is as it should be by then', async () => {
  const { pad, press, lights, clock, end } = await open()
  pad.light(true)
  await press(2)
  pad.signal('accepted')
  pad.light(false)
  await clock.advance(50)
  assert.is(lights(), '01000')
  await clock.advance(2000)
  assert.is(lights(), '00000')
  await end()
})

test('a refused word blinks all lights three times', async () => {
  const { pad, lights, clock, end } = await open()
  pad.signal('refused')
  let seen = ''
  for (let n = 0; n < 8; n++) {
    await clock.advance(50)
    seen += lights()[0]
    await clock.advance(50)
  }
  assert.is(seen, '10101000')
  await end()
})

test('a jammed button is told by its place, and the others go on', async () => {
  const { drive, clock, press, rated, health, end } = await open()
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
  await end()
})

test('a pad whose chip is away is down and comes back lit as it should be', async () => {
  const { pad, fault, lights, clock, health, end } = await open()
  pad.light(true)
  await clock.advance(20)
  fault('unplugged')
  await clock.advance(600)
  assert.is(health()?.state, 'down')
  fault('none')
  await clock.advance(6000)
  assert.is(health()?.state, 'ready')
  assert.is(lights(), '11111')
  await end()
})

for (const driver of ['onoff', 'gpiochip'] as const)
  test(`on GPIO lines through ${driver} it rates and is lit as on an expander`, async () => {
    const clock = manualClock()
    const lines = {
      onoff: simulatedGpio({ devices: [], clock }),
      gpiochip: simulatedGpio({ devices: [], clock }),
    }
    const buttons = [4, 5, 6].map((pin) => ({ pin, lightPin: pin + 10 }))
    for (const { pin } of buttons) lines[driver].drive(pin, 1)
    const rated: number[] = []
    const pad = await openLineRatingPad({
      config: { ...config, driver, buttons },
      wires: { gpio: lines.onoff.wire, gpiochip: lines.gpiochip.wire } as Wires,
      clock,
      onRate: (value) => rated.push(value),
      onHealth: () => {},
    })
    const press = async (pin: number) => {
      lines[driver].drive(pin, 0)
      await clock.advance(100)
      lines[driver].drive(pin, 1)
      await clock.advance(100)
    }
    const lights = () => buttons.map(({ lightPin }) => lines[driver].level(lightPin)).join('')
    await press(5)
    assert.equal(rated, [2])
    pad.light(true)
    await clock.advance(20)
    assert.is(lights(), '111')
    await pad.close()
    assert.is(lights(), '000')
  })

test.run()
