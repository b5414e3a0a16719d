import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { ExpanderConfig } from '../../hardware/site-description.ts'
import { openLineLamp } from '../call-lamp/call-lamp.line.ts'
import type { DeviceHealth } from '../messages.ts'
import { openButtonOn, serviceButtonContract } from '../service-button/service-button.contract.ts'
import type { GpioWire, Level } from '../wire/wires.ts'
import { chip1, expanderRig } from './expander.test-kit.ts'
import { withExpanders } from './expanders.ts'

const test = suite('expander')

const onExpander = (expanders?: ExpanderConfig[], pins = { pin: 'mr-1:A0', ringPin: 'mr-1:B0' }) => {
  const rig = expanderRig(expanders)
  return { ...rig, pass: rig.clock.advance, config: { driver: 'expander' as const, ...pins } }
}
const p = { pin: 'mr-1:P0', ringPin: 'mr-1:P4' }
const { interruptPin: _, ...polled } = chip1
const pcf: ExpanderConfig = { ...chip1, chip: 'pcf8574' }

for (const [name, make] of [
  ['MCP23017 with interrupt', () => onExpander()],
  ['MCP23017 without interrupt', () => onExpander([polled])],
  ['PCF8574', () => onExpander([pcf], p)],
] as const) {
  const contract = suite(`service button on an ${name}`)
  serviceButtonContract(contract, async () => {
    const rig = make()
    return { ...rig, close: () => rig.wires.closeExpanders() }
  })
  contract.run()
}

/** An input and what came of it. */
async function watched(rig: ReturnType<typeof expanderRig>, pin = 'mr-1:A0') {
  const edges: { level: Level; atMs: number }[] = []
  const health: DeviceHealth[] = []
  const line = await rig.wires.gpio.input(
    pin,
    (level, atMs) => edges.push({ level, atMs: atMs ?? rig.clock.monotonicMs() }),
    { pull: 'up', onHealth: (state) => health.push(state) },
  )
  await rig.clock.advance(5)
  return { line, edges, levels: () => edges.map(({ level }) => level).join(''), health: () => health.at(-1) }
}

test('an edge is told at once by the interrupt, and pins at rest cost two looks a second', async () => {
  const rig = expanderRig()
  const { levels } = await watched(rig)
  rig.drive('mr-1:A0', 0)
  await rig.clock.advance(1)
  assert.is(levels(), '0')
  rig.drive('mr-1:A0', 1)
  await rig.clock.advance(1)
  assert.is(levels(), '01')
  const before = rig.writes()
  await rig.clock.advance(10_000)
  assert.ok(rig.writes() - before <= 21, `${rig.writes() - before}`)
  await rig.wires.closeExpanders()
})

test('a press that was over before the program came to look counts from when the kernel saw it', async () => {
  const rig = expanderRig()
  let fall: (level: Level, atMs?: number) => void = () => {}
  const gpio: GpioWire = {
    ...rig.gpio.wire,
    async input(_pin, onEdge) {
      fall = onEdge
      return { read: async () => 1, close: async () => {} }
    },
  }
  const wires = withExpanders({ wires: { ...rig.wires, gpio }, expanders: [chip1], clock: rig.clock })
  const { edges } = await watched({ ...rig, wires })
  const pressedAt = rig.clock.monotonicMs()
  rig.drive('mr-1:A0', 0)
  await rig.clock.advance(120)
  rig.drive('mr-1:A0', 1)
  fall(0, pressedAt)
  await rig.clock.advance(1)
  assert.equal(edges[0], { level: 0, atMs: pressedAt })
  assert.is(edges[1]?.level, 1)
  assert.ok((edges[1]?.atMs ?? 0) >= pressedAt + 120)
  await wires.closeExpanders()
})

test('a lost interrupt costs half a second, and even a press that was over by then is there', async () => {
  const rig = expanderRig()
  rig.fault('interrupt-lost')
  const { edges } = await watched(rig)
  rig.drive('mr-1:A0', 0)
  await rig.clock.advance(120)
  rig.drive('mr-1:A0', 1)
  await rig.clock.advance(500)
  assert.equal(
    edges.map(({ level }) => level),
    [0, 1],
  )
  await rig.wires.closeExpanders()
})

test('a press of a visitor is a press though its interrupt was lost', async () => {
  const rig = onExpander()
  rig.fault('interrupt-lost')
  const { button, presses } = await openButtonOn(rig)
  for (const expected of [1, 2, 3]) {
    rig.drive('mr-1:A0', 0)
    await rig.pass(100)
    rig.drive('mr-1:A0', 1)
    await rig.pass(2000)
    assert.is(presses(), expected)
  }
  await button.close()
  await rig.wires.closeExpanders()
})

test('a press while the bus is busy with a stuck device is a press once the bus is free', async () => {
  const rig = onExpander()
  const { button, presses } = await openButtonOn(rig)
  await rig.pass(100)
  rig.fault('slow')
  rig.drive('mr-1:A0', 0)
  await rig.pass(90)
  rig.drive('mr-1:A0', 1)
  await rig.pass(3000)
  assert.is(presses(), 1)
  rig.fault('none')
  await rig.pass(2000)
  await button.close()
  await rig.wires.closeExpanders()
})

test('a chip that lost power is found within half a second, set up again, and gives no press of its own', async () => {
  const rig = onExpander()
  const { button, presses, health } = await openButtonOn(rig)
  button.ring('ready')
  await rig.pass(20)
  assert.is(rig.level('mr-1:B0'), 1)
  rig.model().reset()
  assert.is(rig.level('mr-1:B0'), 0)
  await rig.pass(600)
  assert.is(rig.level('mr-1:B0'), 1)
  assert.is(presses(), 0)
  assert.not.ok(health.some(({ state }) => state === 'down'))
  assert.equal(health.at(-1), { state: 'ready', disagreements: 1 }, 'it is told how often that was')
  rig.drive('mr-1:A0', 0)
  await rig.pass(40)
  assert.is(presses(), 1)
  await button.close()
  await rig.wires.closeExpanders()
})

for (const [how, prepare] of [
  ['that has no interrupt line', async () => onExpander([polled])],
  [
    'whose interrupt line another program has',
    async () => {
      const rig = onExpander()
      await rig.gpio.wire.input(4, () => {})
      return rig
    },
  ],
  [
    'that is looked at because its neighbour on the line called',
    async () => {
      const rig = onExpander([chip1, { ...chip1, id: 'mr-2', address: '0x21' }])
      await watched(rig, 'mr-2:A0')
      return { ...rig, call: () => rig.drive('mr-2:A0', 0) }
    },
  ],
] as [string, () => Promise<ReturnType<typeof onExpander> & { call?: () => void }>][])
  test(`a chip ${how} gives no press of its own when it lost power, and the next visitor's`, async () => {
    const rig = await prepare()
    const { button, presses, lastHealth } = await openButtonOn(rig)
    await rig.pass(200)
    rig.model().reset()
    rig.call?.()
    await rig.pass(2000)
    assert.is(presses(), 0)
    assert.equal(lastHealth(), { state: 'ready', disagreements: 1 })
    rig.drive('mr-1:A0', 0)
    await rig.pass(100)
    assert.is(presses(), 1)
    await button.close()
    await rig.wires.closeExpanders()
  })

test('a light that is switched while a press is looked at is no loss of power, and the press counts', async () => {
  for (const interrupt of [chip1, polled]) {
    const rig = expanderRig([interrupt])
    const { levels, health } = await watched(rig)
    const light = await rig.wires.gpio.output('mr-1:B0', 0)
    await rig.clock.advance(600)
    const model = rig.model()
    const { read } = model
    let reads = 0
    model.read = (length) => {
      const bytes = read(length)
      if (reads++ === 0) {
        void light.write(1)
        rig.drive('mr-1:A0', 1)
      }
      return bytes
    }
    rig.drive('mr-1:A0', 0)
    await rig.clock.advance(600)
    assert.is(levels(), '01')
    assert.equal(health(), { state: 'ready' })
    assert.is(rig.level('mr-1:B0'), 1)
    await rig.wires.closeExpanders()
  }
})

test('a PCF8574 that lost power is found by a light that should be dark, and counted', async () => {
  const rig = onExpander([pcf], p)
  const { button, presses, lastHealth } = await openButtonOn(rig)
  await rig.pass(600)
  assert.is(rig.level('mr-1:P4'), 0)
  rig.model().reset()
  assert.is(rig.level('mr-1:P4'), 1)
  await rig.pass(1200)
  assert.is(rig.level('mr-1:P4'), 0)
  assert.is(presses(), 0)
  assert.equal(lastHealth(), { state: 'ready', disagreements: 1 })
  await button.close()
  await rig.wires.closeExpanders()
})

test('a chip that never keeps what it is told is down, and says what that may be', async () => {
  const rig = expanderRig()
  const { health } = await watched(rig)
  const model = rig.model()
  const write = model.write
  model.write = (bytes) => {
    write(bytes)
    model.reset()
  }
  model.reset()
  await rig.clock.advance(600)
  const down = health()
  assert.ok(down?.state === 'down' && down.reason === 'disagrees')
  assert.match(down.detail, /expander mr-1: the chip at 0x20 on I2C bus 1 does not keep what it is told/)
  model.write = write
  await rig.clock.advance(7000)
  assert.equal(health(), { state: 'ready', disagreements: 1 })
  await rig.wires.closeExpanders()
})

test('as long as the chip answers, its devices are seen twice a second', async () => {
  const rig = expanderRig()
  const ready: number[] = []
  await rig.wires.gpio.input('mr-1:A0', () => {}, {
    onHealth: ({ state }) => state === 'ready' && ready.push(rig.clock.monotonicMs()),
  })
  await rig.clock.advance(10_000)
  assert.ok(ready.length >= 18 && ready.length <= 22, `${ready.length}`)
  rig.fault('unplugged')
  await rig.clock.advance(600)
  const before = ready.length
  await rig.clock.advance(10_000)
  assert.is(ready.length, before)
  await rig.wires.closeExpanders()
})

test('a lamp on a chip that is unplugged is down though nobody lights it', async () => {
  const rig = expanderRig()
  const health: DeviceHealth[] = []
  const lamp = await openLineLamp({
    config: { id: 'den', kind: 'call-lamp', driver: 'expander', counter: 'c', pin: 'mr-1:B3' },
    wires: rig.wires,
    clock: rig.clock,
    onHealth: (state) => health.push(state),
  })
  await rig.clock.advance(600)
  assert.is(health.at(-1)?.state, 'ready')
  rig.fault('unplugged')
  await rig.clock.advance(600)
  assert.is(health.at(-1)?.state, 'down')
  rig.fault('none')
  await rig.clock.advance(5100)
  assert.is(health.at(-1)?.state, 'ready')
  await lamp.close()
  await rig.wires.closeExpanders()
})

test('a chip that is unplugged is down with its place, and its buttons and rings come back with it', async () => {
  const rig = onExpander()
  const { button, presses, lastHealth } = await openButtonOn(rig)
  button.ring('ready')
  await rig.pass(20)
  rig.fault('unplugged')
  await rig.pass(600)
  const down = lastHealth()
  assert.ok(down?.state === 'down' && down.reason === 'unplugged')
  assert.match(down.detail, /expander mr-1: nothing answers at 0x20 on I2C bus 1/)
  await rig.pass(60_000)
  rig.fault('none')
  await rig.pass(5100)
  assert.is(lastHealth()?.state, 'ready')
  assert.is(rig.level('mr-1:B0'), 1)
  assert.is(presses(), 0)
  rig.drive('mr-1:A0', 0)
  await rig.pass(40)
  assert.is(presses(), 1)
  await button.close()
  await rig.wires.closeExpanders()
})

test('a bus that is held low is told as stuck, and is tried every five seconds at most', async () => {
  const rig = expanderRig()
  const { health, levels } = await watched(rig)
  rig.fault('stuck')
  await rig.clock.advance(5000)
  const down = health()
  assert.ok(down?.state === 'down' && down.reason === 'stuck')
  assert.match(down.detail, /held low/)
  rig.fault('none')
  await rig.clock.advance(7000)
  assert.is(health()?.state, 'ready')
  rig.drive('mr-1:A0', 0)
  await rig.clock.advance(1)
  assert.is(levels(), '0')
  await rig.wires.closeExpanders()
})

test('a chip that is not there when the station starts is told to whoever opens a pin, and may come later', async () => {
  const rig = onExpander()
  rig.fault('unplugged')
  await openButtonOn(rig).then(
    () => assert.unreachable(),
    (error) => assert.match(error.message, 'expander mr-1: nothing answers at 0x20'),
  )
  rig.fault('none')
  await rig.pass(5000)
  const { button, presses } = await openButtonOn(rig)
  rig.drive('mr-1:A0', 0)
  await rig.pass(40)
  assert.is(presses(), 1)
  await button.close()
  await rig.wires.closeExpanders()
})

test('several chips share a bus and an interrupt line', async () => {
  const two: ExpanderConfig = { ...chip1, id: 'mr-2', address: '0x21' }
  const rig = expanderRig([chip1, two])
  const one = await watched(rig)
  const other = await watched(rig, 'mr-2:B6')
  rig.drive('mr-1:A0', 0)
  rig.drive('mr-2:B6', 0)
  await rig.clock.advance(5)
  assert.is(one.levels(), '0')
  assert.is(other.levels(), '0')
  rig.fault('unplugged', 'mr-1')
  rig.drive('mr-2:B6', 1)
  await rig.clock.advance(5)
  assert.is(other.levels(), '01')
  await rig.wires.closeExpanders()
})

test('a pin has one owner, a chip has the pins it has, and a released pin may be taken again', async () => {
  const rig = expanderRig()
  const said = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: Error) => error.message,
    )
  const line = await rig.wires.gpio.output('mr-1:A1', 1)
  assert.is(await said(rig.wires.gpio.input('mr-1:A1', () => {})), 'pin mr-1:A1 is used twice')
  assert.match(await said(rig.wires.gpio.output('mr-1:P1', 1)), /mr-1 \(mcp23017\) has no pin P1/)
  assert.is(await said(rig.wires.gpio.output('mr-9:A1', 1)), 'this station has no expander "mr-9"')
  await line.close()
  assert.is(await said(rig.wires.gpio.input('mr-1:A1', () => {})), 'done')
  await rig.wires.closeExpanders()
})

test('whatever buttons, lights, power and cable do: in the end lights and levels are as they should be', async () => {
  const pins = ['mr-1:A0', 'mr-1:A1', 'mr-1:B0'] as const
  const step = fc.oneof(
    fc.record({
      do: fc.constant('drive' as const),
      pin: fc.constantFrom(...pins),
      level: fc.constantFrom(0, 1),
    }),
    fc.record({ do: fc.constant('light' as const), level: fc.constantFrom(0, 1) }),
    fc.record({ do: fc.constant('reset' as const) }),
    fc.record({
      do: fc.constant('fault' as const),
      fault: fc.constantFrom('none', 'unplugged', 'stuck', 'slow', 'interrupt-lost'),
    }),
    fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 3000 }) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const rig = expanderRig()
      const inputs = [await watched(rig, pins[0]), await watched(rig, pins[1]), await watched(rig, pins[2])]
      const light = await rig.wires.gpio.output('mr-1:B5', 0)
      let lit: Level = 0
      const closed = new Map<string, Level>()
      for (const one of steps) {
        if (one.do === 'drive') {
          closed.set(one.pin, one.level as Level)
          rig.drive(one.pin, one.level as Level)
        } else if (one.do === 'light') {
          lit = one.level as Level
          light.write(lit).catch(() => {})
        } else if (one.do === 'reset') rig.model().reset()
        else if (one.do === 'fault') rig.fault(one.fault as 'none')
        else await rig.clock.advance(one.ms)
      }
      rig.fault('none')
      await rig.clock.advance(12_000)
      assert.is(rig.level('mr-1:B5'), lit)
      for (const [n, pin] of pins.entries()) {
        const levels = inputs[n]?.levels() ?? ''
        assert.is(levels.at(-1) ?? '1', String(closed.get(pin) ?? 1), pin)
        assert.not.ok(/00|11/.test(`1${levels}`), `edges alternate: ${levels}`)
        assert.is(inputs[n]?.health()?.state ?? 'ready', 'ready')
      }
      await rig.wires.closeExpanders()
    }),
    { numRuns: 60 },
  )
})

test.run()
