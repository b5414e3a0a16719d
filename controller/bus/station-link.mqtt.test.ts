/** A station and its hall over a real broker and a cable that can be cut. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Print, Show, StationDown, StationUp } from '../../firmware/messages.ts'
import { joinHall } from '../../firmware/station-link.mqtt.ts'
import { stationTopics } from '../../firmware/station-topics.ts'
import { manualClock } from '../../hardware/clock.sim.ts'
import { cable, closeAll, later, listener, quick, startBus, watch } from './bus.test-kit.ts'
import type { HallBus } from './hall-bus.ts'
import { linkStation } from './station-link.mqtt.ts'

const test = suite('station link')
test.after.each(closeAll)

function link(bus: HallBus) {
  const ups: StationUp[] = []
  const presence: boolean[] = []
  const { look, until } = watch()
  const clock = manualClock()
  const joined = linkStation({
    bus,
    site: 'demo',
    station: 'counter-1',
    clock,
    onUp(message) {
      ups.push(message)
      look()
    },
    onPresence(present) {
      presence.push(present)
      look()
    },
  })
  later(joined.close)
  return { ...joined, ups, presence, clock, until }
}

function join(bus: HallBus, url = bus.url) {
  const downs: StationDown[] = []
  const joins: boolean[] = []
  const { look, until } = watch()
  const { username, password } = bus.credentials.station('counter-1')
  const hall = joinHall({
    url,
    site: 'demo',
    station: 'counter-1',
    username,
    password,
    pauses: quick,
    onDown(message) {
      downs.push(message)
      look()
    },
    onJoined(joined) {
      joins.push(joined)
      look()
    },
  })
  later(hall.close)
  return { ...hall, downs, joins, until }
}

const show = (text: string): Show => ({
  type: 'show',
  boards: { board: { text, blink: true } },
  rings: { 'button-1': 'ready' },
  lamps: { lamp: false },
})
const print = (job: string): Print => ({
  type: 'print',
  job,
  printer: 'printer',
  raster: { width: 8, height: 1, bits: '/w==' },
})
const printed = (job: string): StationUp => ({ type: 'printed', job, printer: 'printer', outcome: 'printed' })

test('messages pass both ways unchanged, the latest picture also to a station that joins later', async () => {
  const bus = await startBus()
  const hall = link(bus)
  hall.send(show('A001'))
  hall.send(show('A002'))
  const station = join(bus)
  await station.until(() => station.downs.length === 1)
  assert.equal(station.downs, [show('A002')])
  await hall.until(() => hall.isPresent())
  const downs: StationDown[] = [
    print('t1/0'),
    { type: 'speak', job: 'call-1', speaker: 'speaker', pack: 'vi', clips: ['chime', 'xin-moi'] },
    { type: 'hush', job: 'call-1' },
    { type: 'signal', device: 'button-1', signal: 'accepted' },
  ]
  for (const message of downs) hall.send(message)
  await station.until(() => station.downs.length === 5)
  assert.equal(station.downs.slice(1), downs)
  const ups: StationUp[] = [
    { type: 'press', id: 'p1', device: 'button-1' },
    { type: 'rate', id: 'r1', device: 'pad', value: 2 },
    { type: 'scan', id: 's1', device: 'scanner', code: 'HEN-2026-7' },
    { type: 'key', id: 'k1', device: 'keypad', key: 'start', long: true },
    printed('t1/0'),
    { type: 'spoken', job: 'call-1', outcome: 'dropped' },
    { type: 'health', device: 'printer', health: { state: 'ready' } },
  ]
  for (const message of ups) station.report(message)
  await hall.until(() => hall.ups.length === ups.length)
  assert.equal(hall.ups, ups)
})

test('a job printed while the cable was out is printed once and its outcome arrives once', async () => {
  const bus = await startBus()
  const hall = link(bus)
  const wire = await cable(bus.port)
  const station = join(bus, wire.url)
  await hall.until(() => hall.isPresent())
  hall.send(print('t1/0'))
  await station.until(() => station.downs.length === 1)
  wire.cut()
  await station.until(() => station.joins.includes(false))
  await hall.until(() => !hall.isPresent())
  station.report(printed('t1/0'))
  wire.mend()
  await hall.until(() => hall.ups.length > 0 && hall.isPresent())
  hall.send(print('t2/0'))
  await station.until(() => station.downs.length === 2)
  assert.equal(
    station.downs.map((message) => message.type === 'print' && message.job),
    ['t1/0', 't2/0'],
    'asked again, printed once',
  )
  station.report(printed('t2/0'))
  await hall.until(() => hall.ups.length === 2)
  assert.equal(hall.ups, [printed('t1/0'), printed('t2/0')])
})

test('a job that the cable swallowed is asked again and printed', async () => {
  const bus = await startBus()
  const hall = link(bus)
  const wire = await cable(bus.port)
  const station = join(bus, wire.url)
  await hall.until(() => hall.isPresent())
  // Cut and asked in one breath: the hall still believes the station is there.
  wire.cut()
  assert.ok(hall.isPresent())
  hall.send(print('t1/0'))
  await hall.until(() => !hall.isPresent())
  assert.is(station.downs.length, 0)
  wire.mend()
  await station.until(() => station.downs.length === 1)
  assert.equal(station.downs, [print('t1/0')])
})

test('a job that was interrupted too long ago is not asked again: its fate is unknown', async () => {
  const bus = await startBus()
  const hall = link(bus)
  const wire = await cable(bus.port)
  const station = join(bus, wire.url)
  await hall.until(() => hall.isPresent())
  wire.cut()
  hall.send(print('t1/0'))
  await hall.until(() => !hall.isPresent())
  await hall.clock.advance(10_001)
  wire.mend()
  await hall.until(() => hall.ups.length === 1)
  const [answer] = hall.ups
  assert.ok(answer?.type === 'printed')
  assert.is(answer.outcome, 'unknown')
  await hall.until(() => hall.isPresent())
  hall.send(print('t2/0'))
  await station.until(() => station.downs.length > 0)
  assert.equal(station.downs, [print('t2/0')])
})

test('a station whose program started anew is not asked again for what it may have printed', async () => {
  const bus = await startBus()
  const hall = link(bus)
  const first = join(bus)
  await hall.until(() => hall.isPresent())
  hall.send(print('t1/0'))
  await first.until(() => first.downs.length === 1)
  await first.close()
  await hall.until(() => !hall.isPresent())
  const second = join(bus)
  await hall.until(() => hall.ups.length === 1)
  const [answer] = hall.ups
  assert.ok(answer?.type === 'printed' && answer.outcome === 'unknown')
  assert.equal(hall.presence, [true, false, true])
  hall.send({ type: 'hush', job: 'x' })
  await second.until(() => second.downs.length === 1)
  assert.is(second.downs[0]?.type, 'hush')
})

test('jobs for a station that is not there fail at once', async () => {
  const bus = await startBus()
  const hall = link(bus)
  hall.send(print('t1/0'))
  hall.send({ type: 'speak', job: 'call-1', speaker: 'speaker', pack: 'vi', clips: [] })
  assert.equal(
    hall.ups.map((message) => 'outcome' in message && [message.job, message.outcome]),
    [
      ['t1/0', 'failed'],
      ['call-1', 'failed'],
    ],
  )
})

test('a press while the hall is away is refused at the device and never sent late', async () => {
  const bus = await startBus()
  const hall = link(bus)
  const wire = await cable(bus.port)
  const station = join(bus, wire.url)
  await hall.until(() => hall.isPresent())
  wire.cut()
  await station.until(() => station.joins.at(-1) === false)
  station.report({ type: 'press', id: 'p1', device: 'button-1' })
  assert.equal(station.downs, [{ type: 'signal', device: 'button-1', signal: 'refused' }])
  await hall.until(() => !hall.isPresent())
  wire.mend()
  await hall.until(() => hall.isPresent())
  station.report({ type: 'press', id: 'p2', device: 'button-1' })
  await hall.until(() => hall.ups.length > 0)
  assert.equal(hall.ups, [{ type: 'press', id: 'p2', device: 'button-1' }])
})

test('after the hall restarted the station joins it, tells its health and shows what it is told', async () => {
  const bus = await startBus()
  const before = link(bus)
  const station = join(bus)
  await before.until(() => before.isPresent())
  station.report({ type: 'health', device: 'printer', health: { state: 'starting' } })
  station.report({ type: 'health', device: 'printer', health: { state: 'ready' } })
  await before.until(() => before.ups.length === 2)
  await bus.close()
  await station.until(() => station.joins.at(-1) === false)
  const after = link(await startBus(bus.port))
  after.send(show('A003'))
  await after.until(() => after.ups.length === 1)
  assert.equal(after.ups, [{ type: 'health', device: 'printer', health: { state: 'ready' } }])
  await station.until(() => station.downs.length === 1)
  assert.equal(station.downs, [show('A003')])
})

test('what is no message is counted and dropped on both sides', async () => {
  const bus = await startBus()
  const hall = link(bus)
  const topics = stationTopics('demo', 'counter-1')
  const station = join(bus)
  await hall.until(() => hall.isPresent())
  const bad = [
    '',
    '{',
    'null',
    '[]',
    '7',
    '{"type":"explode"}',
    '{"type":"press","id":7,"device":"button-1"}',
    '{"type":"scan","id":"s","device":"q","code":""}',
    `{"type":"scan","id":"s","device":"q","code":"${'a'.repeat(201)}"}`,
    '{"type":"key","id":"k","device":"keypad","key":"dance","long":false}',
    '{"type":"printed","job":"a","printer":"p","outcome":"maybe"}',
    '{"type":"health","device":"p","health":{"state":"down","reason":"bored","detail":"","retries":0}}',
    '{"type":"print","job":"a","printer":"p"}',
    '{"type":"show","boards":{"b":{"text":7,"blink":true}},"rings":{},"lamps":{}}',
    `{"type":"hush","job":"${'x'.repeat(1000)}"}`,
  ]
  for (const text of bad) bus.publish(topics.down, text)
  hall.send({ type: 'hush', job: 'last' })
  await station.until(() => station.downs.length > 0)
  assert.equal(station.downs, [{ type: 'hush', job: 'last' }])
  assert.is(station.malformed(), bad.length)

  await station.close()
  await hall.until(() => !hall.isPresent())
  const odd = await listener(bus.url, [], bus.credentials.station('counter-1'))
  for (const text of bad) odd.connection.publish(topics.up, text)
  odd.connection.publish(topics.presence, '"here"')
  odd.connection.publish(topics.up, '{"type":"press","id":"p","device":"button-1"}')
  await hall.until(() => hall.ups.length > 0)
  assert.equal(hall.ups, [{ type: 'press', id: 'p', device: 'button-1' }])
  assert.is(hall.malformed(), bad.length + 1)
})

test.run()
