/** What a dossier server must live through: messages that nobody can read, later versions, a hall with a wrong clock. */

import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { closeAll, listener } from '../../controller/bus/bus.test-kit.ts'
import { linkHall } from '../../controller/dossier/hall-side.test-kit.ts'
import { issue } from '../../controller/hall.test-kit.ts'
import { manualClock } from '../../hardware/clock.sim.ts'
import { caughtUp, startBroker, startHall, startServer } from './reference-server.test-kit.ts'

const test = suite('reference dossier server, told otherwise')
test.after.each(closeAll)

test('what cannot be read is counted and ends nothing; types and fields of a later version are stored as they are', async () => {
  const broker = await startBroker()
  const server = startServer(broker.url)
  const { publish } = (await listener(broker.url, [])).connection
  const topic = 'den-luot/v1/test/events/TicketPainted'
  const event = {
    ...{ specversion: '1.0', id: 'test-j-1', source: '/den-luot/sites/test', type: 'TicketPainted' },
    ...{ time: '2026-11-23T08:00:00+07:00', sequence: '1', journalid: 'j', chainhash: 'a'.repeat(64) },
    ...{ data: { colour: 'blue' }, laterattribute: 'x' },
  }
  const wrong: [string, string | object][] = [
    ['not JSON', '{"id":'],
    ['not one JSON object', '[]'],
    ['/id is missing', { ...event, id: undefined }],
    ['/sequence is not', { ...event, sequence: 2 }],
    ['/sequence is not a whole number', { ...event, sequence: '0' }],
    ['/chainhash is not', { ...event, chainhash: 'A' }],
    ['/source is not', { ...event, source: '/den-luot/sites/another' }],
  ]
  await server.until(({ broker: { connected } }) => connected)
  let count = 0
  for (const [what, payload] of wrong) {
    publish(topic, typeof payload === 'string' ? payload : JSON.stringify(payload))
    count++
    await server.until(({ counts }) => counts.malformed === count)
    assert.ok(server.state().lastMalformed?.includes(what), `${what}: ${server.state().lastMalformed}`)
  }
  publish('den-luot/v1/test/status', '{"state":"asleep"}')
  publish('den-luot/v1/test/reconciliation', '{"data":{}}')
  publish('den-luot/v1/test/answers', 'gone')
  await server.until(({ counts }) => counts.malformed === count + 2)
  publish(topic, JSON.stringify(event))
  await server.until(({ counts }) => counts.stored === 1)
  const [stored] = [...server.store.between('j', { from: 1, to: 1 })]
  assert.equal(JSON.parse(stored?.body ?? ''), event)
  // Whoever can write there could leave an event for ever.
  publish(topic, JSON.stringify({ ...event, id: 'test-j-2', sequence: '2' }), { retain: true })
  await server.until(({ counts }) => counts.stored === 2)
  await server.close()
  const again = startServer(broker.url)
  await again.until(({ counts }) => counts.malformed === 1)
  assert.is(again.state().counts.stored, 0)
})

for (const [days, wording] of [
  [-3, 'behind'],
  [0.9, 'ahead'],
] as const) {
  test(`a hall whose clock is days ${wording} is followed like any other, and told of`, async () => {
    const broker = await startBroker()
    const hall = await startHall({ clock: manualClock(Date.now() + days * 86_400_000) })
    const { outbox } = linkHall(hall, broker)
    const server = startServer(broker.url)
    for (let one = 0; one < 5; one++) await hall.ask(issue())
    await caughtUp(server, hall)
    assert.is(outbox.state().atServer, hall.journal.lastSeq())
    assert.is(Math.round((server.state().commands.clockAheadMs ?? 0) / 8_640_000), days * 10)
  })
}

test.run()
