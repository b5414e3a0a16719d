import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../../hardware/clock.sim.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import { simulatedGpio } from '../wire/gpio.sim.ts'
import type { Level } from '../wire/wires.ts'
import { debounce } from './debounce.ts'
import {
  buttonPin,
  type GpioRig,
  openButtonOn,
  ringPin,
  serviceButtonContract,
} from './service-button.contract.ts'

const config: DeviceOf<'service-button'> = {
  id: 'b',
  kind: 'service-button',
  driver: 'onoff',
  service: 's',
  pin: buttonPin,
  ringPin,
}
function simulatedRig() {
  const clock = manualClock()
  const gpio = simulatedGpio({ devices: [config], clock })
  const rig: GpioRig = {
    wires: { gpio: gpio.wire, gpiochip: gpio.wire },
    clock,
    pass: clock.advance,
    drive: gpio.drive,
    level: gpio.level,
  }
  return { ...rig, gpio }
}

const test = suite('service button on a GPIO line')
serviceButtonContract(test, async () => simulatedRig())
serviceButtonContract(test, async () => {
  const rig = simulatedRig()
  const { wire: unused } = simulatedGpio({ devices: [], clock: rig.clock })
  return { ...rig, wires: { gpio: unused, gpiochip: rig.gpio.wire }, config: { driver: 'gpiochip' as const } }
})

test('a press whose contact bounces is known 20 ms after its first edge, once', async () => {
  const rig = simulatedRig()
  const { button, presses } = await openButtonOn(rig)
  assert.is(rig.gpio.act({ action: 'press', device: 'b' }), null)
  await rig.pass(19)
  assert.is(presses(), 0)
  await rig.pass(1)
  assert.is(presses(), 1)
  await rig.pass(3000)
  assert.is(presses(), 1)
  await button.close()
})

test('a held button is one press, however long', async () => {
  const rig = simulatedRig()
  const { button, presses, lastHealth } = await openButtonOn(rig)
  rig.gpio.act({ action: 'hold', device: 'b', ms: 9000 })
  await rig.pass(12_000)
  assert.is(presses(), 1)
  assert.is(lastHealth()?.state, 'ready')
  await button.close()
})

test('a button that stays pressed for more than ten seconds is stuck, and well again when it is released', async () => {
  const rig = simulatedRig()
  const { button, presses, lastHealth } = await openButtonOn(rig)
  rig.gpio.act({ action: 'fault', device: 'b', fault: 'stuck' })
  await rig.pass(10_100)
  assert.is(presses(), 1)
  const health = lastHealth()
  assert.ok(health?.state === 'down' && health.reason === 'stuck')
  assert.match(health.detail, /GPIO 17 reads pressed/)
  rig.gpio.act({ action: 'fault', device: 'b', fault: 'none' })
  await rig.pass(100)
  assert.is(lastHealth()?.state, 'ready')
  rig.gpio.act({ action: 'press', device: 'b' })
  await rig.pass(100)
  assert.is(presses(), 2)
  await button.close()
})

test('a button that was already held when the station started gives no ticket, but is found stuck', async () => {
  const rig = simulatedRig()
  rig.gpio.act({ action: 'fault', device: 'b', fault: 'stuck' })
  const { button, presses, lastHealth } = await openButtonOn(rig)
  await rig.pass(11_000)
  assert.is(presses(), 0)
  assert.is(lastHealth()?.state, 'down')
  await button.close()
})

test('an unplugged button gives no press', async () => {
  const rig = simulatedRig()
  const { button, presses } = await openButtonOn(rig)
  rig.gpio.act({ action: 'fault', device: 'b', fault: 'unplugged' })
  rig.gpio.act({ action: 'press', device: 'b' })
  await rig.pass(1000)
  assert.is(presses(), 0)
  await button.close()
})

test('a button on a line that another program holds says so', async () => {
  const rig = simulatedRig()
  await rig.wires.gpio.input(buttonPin, () => {})
  await openButtonOn(rig).then(
    () => assert.unreachable(),
    (error) => assert.match(error.message, 'GPIO 17 is held by another program (EBUSY)'),
  )
})

test('a button whose ring line is taken lets go of its own line', async () => {
  const rig = simulatedRig()
  const other = await rig.wires.gpio.output(ringPin, 0)
  await openButtonOn(rig).then(
    () => assert.unreachable(),
    () => undefined,
  )
  await other.close()
  const { button } = await openButtonOn(rig)
  await button.close()
})

/** The ring's level every `stepMs`, from now on. */
async function watch(rig: GpioRig, stepMs: number, steps: number): Promise<string> {
  let seen = ''
  for (let i = 0; i < steps; i++) {
    await rig.pass(stepMs)
    seen += rig.level(ringPin)
  }
  return seen
}

test('an accepted press is one short gap in a lit ring', async () => {
  const rig = simulatedRig()
  const { button } = await openButtonOn(rig)
  button.ring('ready')
  await rig.pass(10)
  button.signal('accepted')
  assert.is(await watch(rig, 50, 8), '00011111')
  await button.close()
})

test('a press is seen in the ring at once, and its answer ends it', async () => {
  const rig = simulatedRig()
  const { button } = await openButtonOn(rig)
  button.ring('ready')
  await rig.pass(10)
  rig.gpio.act({ action: 'press', device: 'b' })
  await rig.pass(30)
  assert.is(rig.level(ringPin), 0)
  button.signal('accepted')
  assert.is(await watch(rig, 50, 8), '00011111')
  await button.close()
})

test('a press that nobody answers leaves the ring as it was after three seconds, also a dark one', async () => {
  const rig = simulatedRig()
  const { button } = await openButtonOn(rig)
  rig.gpio.act({ action: 'press', device: 'b' })
  await rig.pass(30)
  assert.is(rig.level(ringPin), 1)
  button.ring('printer-down')
  await rig.pass(2900)
  assert.is(rig.level(ringPin), 1)
  await rig.pass(1200)
  assert.is(await watch(rig, 500, 4), '0110')
  await button.close()
})

test('a refused press is three fast blinks, also in a dark ring, then the face that is in force by then', async () => {
  const rig = simulatedRig()
  const { button } = await openButtonOn(rig)
  button.signal('refused')
  await rig.pass(50)
  assert.is(rig.level(ringPin), 1)
  assert.is(await watch(rig, 100, 6), '010100')
  button.signal('refused')
  button.ring('ready')
  await rig.pass(50)
  assert.is(await watch(rig, 100, 7), '0101011')
  await button.close()
})

test('a ring whose printer is down blinks slowly and goes on blinking when told again', async () => {
  const rig = simulatedRig()
  const { button } = await openButtonOn(rig)
  button.ring('printer-down')
  await rig.pass(1)
  assert.is(await watch(rig, 500, 3), '100')
  button.ring('printer-down')
  assert.is(await watch(rig, 500, 3), '110')
  await button.close()
})

test('contact bounce never doubles a press: any train of edges within the bounce time is one', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 20 }),
      fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 20 }),
      fc.integer({ min: 60, max: 3000 }),
      async (pressGaps, releaseGaps, heldMs) => {
        const rig = simulatedRig()
        const { button, presses } = await openButtonOn(rig)
        const bounce = async (gaps: number[], end: Level) => {
          let level: Level = end
          rig.drive(buttonPin, end)
          for (const gap of gaps) {
            await rig.pass(gap / 3)
            level = level === 1 ? 0 : 1
            rig.drive(buttonPin, level)
          }
          rig.drive(buttonPin, end)
        }
        await bounce(pressGaps, 0)
        await rig.pass(heldMs)
        assert.is(presses(), 1)
        await bounce(releaseGaps, 1)
        await rig.pass(2000)
        assert.is(presses(), 1)
        await button.close()
      },
    ),
    { numRuns: 60 },
  )
})

test('whatever a line does, presses are at least the guard time apart and a line left pressed is known in 80 ms', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.boolean()), { minLength: 1, maxLength: 60 }),
      async (train) => {
        const clock = manualClock()
        const settled: boolean[] = []
        const contact = debounce<boolean>({
          clock,
          quietMs: 20,
          initial: false,
          onSettled: (down) => settled.push(down),
        })
        const rig = simulatedRig()
        const { button, presses } = await openButtonOn(rig)
        let previous = 0
        let lastAt = Number.NEGATIVE_INFINITY
        for (const [gap, down] of train) {
          for (let left = gap; left > 0; left -= 10) {
            await rig.pass(Math.min(10, left))
            if (presses() === previous) continue
            assert.is(presses(), previous + 1)
            // Seen up to 10 ms late on either side.
            assert.ok(rig.clock.monotonicMs() - lastAt >= 1490)
            lastAt = rig.clock.monotonicMs()
            previous = presses()
          }
          await clock.advance(gap)
          contact.edge(down)
          rig.drive(buttonPin, down ? 0 : 1)
        }
        await clock.advance(80)
        const end = train.at(-1)?.[1] ?? false
        assert.is(settled.at(-1) ?? false, end)
        assert.ok(settled.every((down, i) => down === (i % 2 === 0)))
        await button.close()
      },
    ),
    { numRuns: 25 },
  )
})

test.run()
