import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../../hardware/clock.sim.ts'
import { simulatedGpio } from './gpio.sim.ts'

const rig = () => {
  const clock = manualClock()
  let changes = 0
  const gpio = simulatedGpio({
    devices: [
      { id: 'b', kind: 'service-button', driver: 'onoff', service: 's', pin: 17, ringPin: 27 },
      { id: 'l', kind: 'call-lamp', driver: 'onoff', counter: 'c', pin: 5 },
    ],
    clock,
    changed: () => changes++,
  })
  return { clock, gpio, changes: () => changes }
}
const test = suite('simulated GPIO lines')

test('a press bounces on the way down and on the way up, as a contact does', async () => {
  const { clock, gpio, changes } = rig()
  const edges: number[] = []
  await gpio.wire.input(17, (level) => edges.push(level))
  assert.is(gpio.act({ action: 'press', device: 'b' }), null)
  await clock.advance(50)
  assert.equal(edges, [0, 1, 0, 1, 0, 1, 0])
  const held = gpio.view('b')
  assert.ok(held?.kind === 'service-button' && held.pressed)
  await clock.advance(200)
  assert.equal(edges.slice(7), [1, 0, 1, 0, 1, 0, 1])
  assert.ok(changes() > 0)
})

test('a line can be held by one program only', async () => {
  const { gpio } = rig()
  const line = await gpio.wire.output(5, 1)
  const said = await gpio.wire.output(5, 0).then(
    () => '',
    (error: Error) => error.message,
  )
  assert.is(said, 'GPIO 5 is held by another program (EBUSY)')
  await line.close()
  await (await gpio.wire.output(5, 0)).close()
})

test('an unplugged lamp is dark although its line is driven', async () => {
  const { gpio } = rig()
  await gpio.wire.output(5, 1)
  const on = () => {
    const view = gpio.view('l')
    return view?.kind === 'call-lamp' && view.on
  }
  assert.ok(on())
  gpio.act({ action: 'fault', device: 'l', fault: 'unplugged' })
  assert.not.ok(on())
  assert.is(gpio.level(5), 1)
})

test('what cannot be done to a device is said', () => {
  const { gpio } = rig()
  assert.match(gpio.act({ action: 'fault', device: 'b', fault: 'paper-out' }) ?? '', 'no fault "paper-out"')
  assert.match(gpio.act({ action: 'press', device: 'l' }) ?? '', "can't be pressed")
  assert.match(gpio.act({ action: 'press', device: 'x' }) ?? '', 'no button or lamp "x"')
})

test.run()
