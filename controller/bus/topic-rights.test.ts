import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type BusUser, covers, mayPublish, maySubscribe } from './topic-rights.ts'

const test = suite('topic rights')
const anonymous: BusUser = { kind: 'anonymous' }
const outbox: BusUser = { kind: 'outbox' }
const station: BusUser = { kind: 'station', station: 'counter-1' }
const root = 'den-luot/v1/demo'

test('an anonymous listener may ask for events and status, and parts of them', () => {
  for (const filter of ['events/#', 'events', 'events/TicketCalled', 'events/+', 'events/+/#', 'status'])
    assert.ok(maySubscribe('demo', anonymous, `${root}/${filter}`), filter)
})

test('an anonymous listener may ask for nothing that could match more', () => {
  for (const filter of [
    '#',
    '+/#',
    '+/+/+/events/#',
    'den-luot/#',
    'den-luot/v1/#',
    `${root}/#`,
    `${root}/+`,
    `${root}/+/#`,
    `${root}/status/#`,
    `${root}/stations/#`,
    `${root}/stations/counter-1/up`,
    'den-luot/v1/+/events/#',
    'den-luot/v1/other/events/#',
    '$SYS/#',
    `$share/group/${root}/events/#`,
    `/${root}/events/#`,
    '',
  ])
    assert.not.ok(maySubscribe('demo', anonymous, filter), filter)
})

test('an anonymous client may say nothing at all', () => {
  for (const topic of [`${root}/events/TicketCalled`, `${root}/status`, 'chat', '$SYS/x'])
    assert.not.ok(mayPublish('demo', anonymous, topic), topic)
})

test('a station speaks and hears only for itself', () => {
  assert.ok(mayPublish('demo', station, `${root}/stations/counter-1/up`))
  assert.ok(mayPublish('demo', station, `${root}/stations/counter-1/presence`))
  assert.ok(maySubscribe('demo', station, `${root}/stations/counter-1/down`))
  assert.ok(maySubscribe('demo', station, `${root}/stations/counter-1/show`))
  for (const other of ['counter-2/up', 'counter-1/down', 'counter-1/show', 'counter-1', 'counter-1/up/more'])
    assert.not.ok(mayPublish('demo', station, `${root}/stations/${other}`), other)
  assert.not.ok(mayPublish('demo', station, `${root}/events/TicketCalled`))
  for (const other of ['stations/counter-2/down', 'stations/+/down', 'stations/counter-1/#', 'events/#', '#'])
    assert.not.ok(maySubscribe('demo', station, `${root}/${other}`), other)
})

test('a dossier server at this broker hears what goes out and asks, and says nothing else', () => {
  const server: BusUser = { kind: 'dossier-server' }
  for (const filter of ['events/#', 'status', 'services/+', 'answers', 'visitors/Called', 'replay/#'])
    assert.ok(maySubscribe('demo', server, `${root}/${filter}`), filter)
  for (const filter of ['#', 'stations/#', 'stations/counter-1/down', 'commands/#', '+/+'])
    assert.not.ok(maySubscribe('demo', server, `${root}/${filter}`), filter)
  assert.ok(mayPublish('demo', server, `${root}/commands/CheckIn`))
  for (const topic of ['events/TicketCalled', 'status', 'answers', 'stations/counter-1/down'])
    assert.not.ok(mayPublish('demo', server, `${root}/${topic}`), topic)
  assert.not.ok(mayPublish('demo', server, 'den-luot/v1/other/commands/CheckIn'))
  for (const user of [anonymous, outbox, station])
    assert.not.ok(mayPublish('demo', user, `${root}/commands/CheckIn`))
})

test('the outbox says what goes out, and hears commands alone', () => {
  assert.ok(mayPublish('demo', outbox, `${root}/events/TicketCalled`))
  assert.ok(mayPublish('demo', outbox, `${root}/status`))
  assert.not.ok(mayPublish('demo', outbox, `${root}/stations/counter-1/down`))
  assert.not.ok(mayPublish('demo', outbox, 'den-luot/v1/other/events/TicketCalled'))
  assert.ok(maySubscribe('demo', outbox, `${root}/status`))
  assert.ok(mayPublish('demo', outbox, `${root}/services/land`))
  assert.ok(maySubscribe('demo', outbox, `${root}/commands/+`))
  assert.not.ok(maySubscribe('demo', outbox, `${root}/events/#`))
})

const level = fc.constantFrom('a', 'b', '')
const topic = fc.array(level, { minLength: 1, maxLength: 4 })
const filter = fc
  .tuple(fc.array(fc.oneof(level, fc.constant('+')), { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([levels, open]) => [...levels, ...(open ? ['#'] : [])])

/** MQTT 3.1.1, 4.7, straight from its words. */
function matches(wanted: string[], given: string[]): boolean {
  const [first, ...rest] = wanted
  if (first === '#') return true
  if (first === undefined) return given.length === 0
  const [here, ...below] = given
  return here !== undefined && (first === '+' || first === here) && matches(rest, below)
}

test('a filter that is covered never matches a topic outside the covering one', () => {
  fc.assert(
    fc.property(filter, filter, topic, (allowed, asked, given) => {
      if (covers(allowed.join('/'), asked.join('/')) && matches(asked, given))
        assert.ok(matches(allowed, given))
    }),
    { numRuns: 5000 },
  )
})

test('every filter covers itself, and "#" covers all', () => {
  fc.assert(
    fc.property(filter, (one) => {
      assert.ok(covers(one.join('/'), one.join('/')))
      assert.ok(covers('#', one.join('/')))
    }),
  )
})

test.run()
