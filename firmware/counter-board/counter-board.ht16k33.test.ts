import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { manualClock } from '../../hardware/clock.sim.ts'
import type { DeviceOf } from '../../hardware/site-description.ts'
import type { DeviceHealth } from '../messages.ts'
import type { WireFault } from '../wire/bench.ts'
import { simulatedI2c } from '../wire/i2c.sim.ts'
import { type BoardUnderTest, counterBoardContract } from './counter-board.contract.ts'
import { openHt16k33Board, ramOf } from './counter-board.ht16k33.ts'

const board = (id: string, address: string, bus = 1): DeviceOf<'counter-board'> => ({
  id,
  kind: 'counter-board',
  driver: 'ht16k33',
  counter: 'c',
  bus,
  address,
  brightness: 5,
})
function rig(...configs: DeviceOf<'counter-board'>[]) {
  const clock = manualClock()
  const i2c = simulatedI2c({ boards: configs, clock })
  const fault = (device: string, what: WireFault) => {
    assert.is(i2c.act({ action: 'fault', device, fault: what }), null)
  }
  async function open(config: DeviceOf<'counter-board'>) {
    const health: DeviceHealth[] = []
    const driver = await openHt16k33Board({
      config,
      wires: { i2c: i2c.wire },
      clock,
      onHealth: (state) => health.push(state),
    })
    await clock.advance(0)
    return { ...driver, health: () => health.at(-1), trouble: () => health.filter((h) => h.state === 'down') }
  }
  const ram = (device: string) => i2c.view(device)?.ram
  return { clock, i2c, fault, open, ram }
}
const a = board('a', '0x70')
const digits = (d: [number, number, number, number]) => {
  const ram = Array<number>(16).fill(0)
  ram[0] = d[0]
  ram[2] = d[1]
  ram[6] = d[2]
  ram[8] = d[3]
  return ram
}
const A012 = digits([0x77, 0x3f, 0x06, 0x5b])
const A013 = digits([0x77, 0x3f, 0x06, 0x4f])

const test = suite('counter board on an HT16K33')

counterBoardContract(test, async () => {
  const far = (id: string, channel: number) => ({ ...board(id, '0x70'), mux: { address: '0x77', channel } })
  const configs = [board('near', '0x71'), far('far-0', 0), far('far-7', 7)] as const
  const { i2c, clock, fault, ram } = rig(...configs)
  const part = (config: DeviceOf<'counter-board'>): BoardUnderTest => ({
    config,
    digits: () => [0, 2, 6, 8].map((at) => ram(config.id)?.[at] ?? -1),
    on: () => i2c.view(config.id)?.on ?? false,
    disturb: () => i2c.chip(config.id)?.write(Uint8Array.of(0x02, 0x7f)),
    losePower: () => i2c.chip(config.id)?.reset(),
    unplug: () => fault(config.id, 'unplugged'),
    plug: () => fault(config.id, 'none'),
  })
  return {
    wires: { i2c: i2c.wire },
    clock,
    pass: (ms) => clock.advance(ms),
    near: part(configs[0]),
    far: [part(configs[1]), part(configs[2])],
    muxLosesPower() {
      i2c.faultOfMux(1, '0x77', 'unplugged')
      i2c.faultOfMux(1, '0x77', 'none')
    },
  }
})

test('after opening it is on, blank and as bright as the site says', async () => {
  const { open, i2c, ram } = rig(a)
  const driver = await open(a)
  const view = i2c.view('a')
  assert.ok(view?.on)
  assert.is(view.brightness, 5)
  assert.equal(ram('a'), Array(16).fill(0))
  assert.is(driver.health()?.state, 'ready')
  await driver.close()
})

test('a number stands on the digits segment by segment, right aligned, colon dark', async () => {
  const { open, clock, ram } = rig(a)
  const driver = await open(a)
  driver.show({ text: 'A012', blink: false })
  await clock.advance(0)
  assert.equal(ram('a'), A012)
  driver.show({ text: '7', blink: false })
  await clock.advance(0)
  assert.equal(ram('a'), digits([0, 0, 0, 0x07]))
  await driver.close()
})

test('a character without a shape is a low dash and a long number keeps its last four places', () => {
  assert.equal([...ramOf('W1')], digits([0, 0, 0x08, 0x06]))
  assert.equal([...ramOf('A1234')], digits([0x06, 0x5b, 0x4f, 0x66]))
})

test('a blinking face blinks once a second and a steady one stops', async () => {
  const { open, clock, i2c } = rig(a)
  const driver = await open(a)
  driver.show({ text: '1', blink: true })
  await clock.advance(0)
  assert.is(i2c.view('a')?.blinkHz, 1)
  driver.show({ text: '1', blink: false })
  await clock.advance(0)
  assert.is(i2c.view('a')?.blinkHz, 0)
  await driver.close()
})

test('the same face shown again sends nothing', async () => {
  const { open, clock, i2c } = rig(a)
  const driver = await open(a)
  driver.show({ text: 'A012', blink: false })
  await clock.advance(0)
  const before = i2c.writes('a')
  for (let i = 0; i < 20; i++) driver.show({ text: 'A012', blink: false })
  await clock.advance(100)
  assert.is(i2c.writes('a'), before)
  await driver.close()
})

test('an unplugged board is down with a reason, and shows the last number when it is back', async () => {
  const { open, clock, fault, ram, i2c } = rig(a)
  const driver = await open(a)
  driver.show({ text: 'A011', blink: false })
  await clock.advance(0)
  fault('a', 'unplugged')
  driver.show({ text: 'A012', blink: false })
  await clock.advance(500)
  const down = driver.health()
  assert.ok(down?.state === 'down' && down.reason === 'unplugged')
  assert.match(down.detail, 'nothing answers at 0x70 on I2C bus 1')
  driver.show({ text: 'A013', blink: false })
  await clock.advance(20_000)
  fault('a', 'none')
  await clock.advance(31_000)
  assert.is(driver.health()?.state, 'ready')
  assert.equal(ram('a'), A013)
  assert.ok(i2c.view('a')?.on)
  assert.is(i2c.view('a')?.brightness, 5)
  await driver.close()
})

test('tries again after one second, then twice as long each time, at most thirty', async () => {
  const { open, clock, fault } = rig(a)
  fault('a', 'unplugged')
  const driver = await open(a)
  const tries = () => driver.trouble().length
  assert.is(tries(), 1)
  for (const [ms, expected] of [
    [999, 1],
    [1, 2],
    [1999, 2],
    [1, 3],
    [4000, 4],
    [8000, 5],
    [16_000, 6],
    [29_999, 6],
    [1, 7],
    [30_000, 8],
  ] as const) {
    await clock.advance(ms)
    assert.is(tries(), expected, `after ${ms} more ms`)
  }
  const down = driver.health()
  assert.ok(down?.state === 'down' && down.retries === 7)
  await driver.close()
})

test('a board that lost power for a moment is redrawn although nobody was called', async () => {
  const { open, clock, fault, ram, i2c } = rig(a)
  const driver = await open(a)
  driver.show({ text: 'A012', blink: true })
  await clock.advance(0)
  fault('a', 'unplugged')
  fault('a', 'none')
  assert.not.ok(i2c.view('a')?.on)
  await clock.advance(5000)
  assert.equal(ram('a'), A012)
  assert.ok(i2c.view('a')?.on)
  assert.is(i2c.view('a')?.blinkHz, 1)
  await driver.close()
})

test('a board that lost power and is called to before anybody looked is lit, and counted', async () => {
  const { open, clock, fault, ram, i2c } = rig(a)
  const driver = await open(a)
  driver.show({ text: 'A012', blink: false })
  await clock.advance(0)
  fault('a', 'unplugged')
  fault('a', 'none')
  driver.show({ text: 'A013', blink: false })
  await clock.advance(0)
  assert.ok(i2c.view('a')?.on)
  assert.equal(ram('a'), A013)
  assert.equal(driver.health(), { state: 'ready', disagreements: 1 })
  await driver.close()
})

test('a board whose memory says something else is counted and redrawn within five seconds', async () => {
  const { open, clock, ram, i2c } = rig(a)
  const driver = await open(a)
  driver.show({ text: 'A012', blink: false })
  await clock.advance(4900)
  assert.equal(driver.health(), { state: 'ready' })
  i2c.chip('a')?.write(Uint8Array.of(0x02, 0x7f))
  await clock.advance(5000)
  assert.equal(ram('a'), A012)
  assert.equal(driver.health(), { state: 'ready', disagreements: 1 })
  await clock.advance(60_000)
  assert.equal(driver.health(), { state: 'ready', disagreements: 1 })
  await driver.close()
})

test('a board that does not keep what it is told is down as disagreeing, and tried with growing pauses', async () => {
  const { open, clock, i2c } = rig(a)
  const driver = await open(a)
  driver.show({ text: 'A012', blink: false })
  await clock.advance(0)
  i2c.chip('a')?.breakSegments(0x40)
  await clock.advance(5000)
  const down = driver.health()
  assert.ok(down?.state === 'down' && down.reason === 'disagrees')
  assert.match(down.detail, 'two with one address')
  i2c.chip('a')?.breakSegments(0)
  await clock.advance(31_000)
  assert.is(driver.health()?.state, 'ready')
  await driver.close()
})

test('what cannot be read back is written again within a minute', async () => {
  const { open, clock, i2c } = rig(a)
  const driver = await open(a)
  driver.show({ text: 'A012', blink: true })
  await clock.advance(0)
  for (const command of [0x20, 0x80, 0xef]) i2c.chip('a')?.write(Uint8Array.of(command))
  assert.not.ok(i2c.view('a')?.on)
  await clock.advance(65_000)
  const view = i2c.view('a')
  assert.ok(view?.on)
  assert.is(view.brightness, 5)
  assert.is(view.blinkHz, 1)
  await driver.close()
})

test('looking costs two transfers in five seconds, no more', async () => {
  const { open, clock, i2c } = rig(a)
  const driver = await open(a)
  driver.show({ text: 'A012', blink: false })
  await clock.advance(0)
  const before = i2c.writes('a')
  await clock.advance(50_000)
  assert.is(i2c.writes('a') - before, 10)
  await driver.close()
})

test('light is a share of the brightness in the site file, never dark', async () => {
  const { open, clock, i2c } = rig(a)
  const driver = await open({ ...a, brightness: 10 })
  driver.show({ text: 'A012', blink: false, light: 40 })
  await clock.advance(0)
  assert.is(i2c.view('a')?.brightness, 4)
  driver.show({ text: 'A012', blink: false, light: 1 })
  await clock.advance(0)
  assert.is(i2c.view('a')?.brightness, 1)
  driver.show({ text: 'A012', blink: false })
  await clock.advance(0)
  assert.is(i2c.view('a')?.brightness, 10)
  await driver.close()
})

test('a blank board that lost power shows the next number all the same', async () => {
  const { open, clock, fault, ram, i2c } = rig(a)
  const driver = await open(a)
  fault('a', 'unplugged')
  fault('a', 'none')
  driver.show({ text: 'A012', blink: false })
  await clock.advance(0)
  assert.ok(i2c.view('a')?.on)
  assert.equal(ram('a'), A012)
  await driver.close()
})

test('faces that arrive while one is written are not queued: the last one wins', async () => {
  const { open, clock, fault, ram, i2c } = rig(a)
  const driver = await open(a)
  driver.show({ text: 'A001', blink: false })
  await clock.advance(0)
  fault('a', 'slow')
  const before = i2c.writes('a')
  for (let n = 2; n < 13; n++) driver.show({ text: `A${String(n).padStart(3, '0')}`, blink: false })
  await clock.advance(2000)
  assert.equal(ram('a'), A012)
  // Two faces, each after a look at what the board shows.
  assert.is(i2c.writes('a') - before, 4)
  assert.is(driver.health()?.state, 'ready')
  fault('a', 'none')
  await driver.close()
})

test('a stuck chip is down as stuck; boards on another bus do not wait, boards on its own still get through', async () => {
  const b = board('b', '0x71')
  const other = board('other', '0x70', 3)
  const { open, clock, fault, ram } = rig(a, b, other)
  const drivers = { a: await open(a), b: await open(b), other: await open(other) }
  await clock.advance(0)
  fault('a', 'stuck')
  for (const driver of Object.values(drivers)) driver.show({ text: 'A012', blink: false })
  await clock.advance(5)
  assert.equal(ram('other'), A012)
  await clock.advance(1500)
  const down = drivers.a.health()
  assert.ok(down?.state === 'down' && down.reason === 'stuck')
  assert.equal(ram('b'), A012)
  assert.is(drivers.b.trouble().length, 0)
  for (const driver of Object.values(drivers)) {
    const closing = driver.close()
    await clock.advance(5000)
    await closing
  }
})

test('twenty boards behind two multiplexers each show their own number, though addresses repeat', async () => {
  const configs = Array.from({ length: 20 }, (_, n) => ({
    ...board(`b${n}`, n % 2 === 0 ? '0x70' : '0x71'),
    mux: { address: n < 10 ? '0x76' : '0x77', channel: Math.floor((n % 10) / 2) },
  }))
  const { open, clock, ram } = rig(...configs)
  const drivers = await Promise.all(configs.map(open))
  const number = (n: number) => `A${String(n).padStart(3, '0')}`
  for (const [n, driver] of drivers.entries()) driver.show({ text: number(n), blink: false })
  await clock.advance(1000)
  for (const [n, { id }] of configs.entries()) assert.equal(ram(id), [...ramOf(number(n))], id)
  for (const driver of drivers) await driver.close()
})

test('a multiplexer that lost power for a moment is not noticed on the boards behind it', async () => {
  const far = { ...a, mux: { address: '0x74', channel: 5 } }
  const { open, clock, i2c, ram } = rig(far)
  const driver = await open(far)
  i2c.faultOfMux(1, '0x74', 'unplugged')
  i2c.faultOfMux(1, '0x74', 'none')
  driver.show({ text: 'A012', blink: false })
  await clock.advance(0)
  assert.equal(ram('a'), A012)
  assert.is(driver.trouble().length, 0)
  await driver.close()
})

test('a multiplexer without power takes its boards down, named in the message, and brings them back', async () => {
  const far = { ...a, mux: { address: '0x74', channel: 5 } }
  const near = board('near', '0x71')
  const { open, clock, i2c, ram } = rig(far, near)
  const driver = await open(far)
  const other = await open(near)
  i2c.faultOfMux(1, '0x74', 'unplugged')
  driver.show({ text: 'A012', blink: false })
  other.show({ text: 'A012', blink: false })
  await clock.advance(2000)
  const down = driver.health()
  assert.ok(down?.state === 'down' && down.reason === 'unplugged')
  assert.match(down.detail, /0x74/)
  assert.equal(ram('near'), A012)
  i2c.faultOfMux(1, '0x74', 'none')
  await clock.advance(31_000)
  assert.equal(ram('a'), A012)
  assert.is(driver.health()?.state, 'ready')
  await driver.close()
  await other.close()
})

test('no number stays lit after closing', async () => {
  const { open, clock, ram } = rig(a)
  const driver = await open(a)
  driver.show({ text: 'A012', blink: false })
  await clock.advance(0)
  await driver.close()
  assert.equal(ram('a'), Array(16).fill(0))
})

test.run()
