/** What the hall says to a vendor's server, with a real Mosquitto: state, receipts, replays, the day's sum. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { closeAll } from '../bus/bus.test-kit.ts'
import { strictly } from './contract/strictly.test-kit.ts'
import { issue, type Json, last, start } from './vendor.test-kit.ts'

const test = suite('dossier server')
test.after.each(closeAll)

test('everything the hall says is as the contract says, field for field', async () => {
  const { hall, server, breakPrinter } = await start()
  await hall.ask(issue('t1'))
  await hall.ask(issue('t2'))
  await server.until(() => server.of('visitors/NearTurn').length === 2)
  await hall.ask({ type: 'CallNext', counter: 'q1' })
  await hall.ask({ type: 'Recall', counter: 'q1' })
  breakPrinter()
  await server.until(() => server.of('visitors/Called').length === 2)
  await server.until(() => last(server, 'devices/')?.data.health.state === 'down')
  await server.until(() => last(server, 'services/land')?.data.serving === 1)
  await server.until(() => last(server, 'queue-monitor/land')?.ticketServedLabel === 'A001')
  for (const [part, name] of [
    ['services/', 'ServiceState'],
    ['queue-monitor/', 'QueueMonitor'],
    ['visitors/NearTurn', 'NearTurn'],
    ['visitors/Called', 'Called'],
    ['devices/', 'DeviceHealth'],
    ['status', 'Status'],
  ] as const) {
    assert.ok(server.of(part).length > 0, part)
    for (const message of server.of(part)) assert.is(strictly(name, message), null)
  }
  const [called, again] = server.of('visitors/Called')
  assert.equal([called?.data.number, called?.data.spoken, called?.data.calls], ['A001', '1', 1])
  assert.is(again?.data.calls, 2)
  assert.equal(
    server.of('visitors/NearTurn').map(({ data }) => [data.number, data.ahead]),
    [
      ['A001', 0],
      ['A002', 1],
    ],
  )
  assert.is(last(server, 'services/land').data.waiting, 1)
})

test('receipt by the server is one thing, the broker’s another; a wrong journal moves nothing', async () => {
  const { hall, server, outbox } = await start()
  await hall.ask(issue('t1'))
  await server.until(() => server.of('events/').length === hall.journal.lastSeq())
  const { journalId } = hall.journal
  assert.is(
    (await server.ask('EventsReceived', { journalId: 'other', upTo: 1 })).refusal.code,
    'unknown-journal',
  )
  assert.is(outbox.state().atServer, null)
  const upTo = hall.journal.lastSeq()
  assert.is((await server.ask('EventsReceived', { journalId, upTo })).result, 'done')
  assert.is(outbox.state().atServer, upTo)
})

test('a replay brings the same events again, marked, beside the live ones, one replay at a time', async () => {
  const { hall, server, counts } = await start()
  for (let one = 0; one < 120; one++) await hall.ask(issue(`t${one}`))
  const { journalId } = hall.journal
  const to = hall.journal.lastSeq()
  const answer = await server.ask('ReplayEvents', { journalId, from: 3 })
  assert.equal(answer.replay, { from: 3, to })
  const second = await server.ask('ReplayEvents', { journalId, from: 1 })
  assert.is(second.refusal.code, 'replay-under-way')
  await hall.ask(issue('live'))
  await server.until(() => server.of('replay/').length === to - 2)
  const replayed = server.of('replay/')
  assert.equal(
    replayed.map(({ sequence }) => Number(sequence)),
    Array.from({ length: to - 2 }, (_, index) => index + 3),
  )
  const originals = new Map(server.of('events/').map((event) => [event.id, event]))
  for (const { replayof, ...event } of replayed) {
    assert.is(replayof, 'c-1')
    assert.equal(event, originals.get(event.id))
  }
  assert.is(strictly('ReplayedEvent', { ...replayed[0], data: {} }), null)
  // The last event may be here before the broker's word for it is at the hall.
  while (counts().replay) await new Promise((resolve) => setTimeout(resolve, 5))
  assert.is(
    (await server.ask('ReplayEvents', { journalId, from: 100_000 })).refusal.code,
    'nothing-to-replay',
  )
})

test('after each day its sum is sent, once, and again when asked', async () => {
  const { hall, server } = await start()
  await hall.ask(issue('t1'))
  await hall.ask(issue('t2'))
  await hall.ask({ type: 'CallNext', counter: 'q1' })
  await hall.ask({ type: 'Start', counter: 'q1' })
  await server.ask('ReserveNumber', { code: 'portal-1', service: 'land', source: 'greeter' })
  await hall.ask({ type: 'CloseDay' })
  await server.until(() => server.of('reconciliation').length === 1)
  const sum = last(server, 'reconciliation')
  assert.is(strictly('Reconciliation', sum), null)
  const end = hall.journal.read(0, 1000).find(({ type }) => type === 'DayClosed')
  assert.equal(sum.data.tickets, { issued: 2, served: 1, noShow: 0, voided: 1, open: 0 })
  assert.equal([sum.data.lastSeq, sum.data.chainHead, sum.data.reservationsUnused], [end?.seq, end?.hash, 1])
  const counted = Object.values(sum.data.events as Record<string, number>).reduce((a, b) => a + b, 0)
  assert.is(counted, sum.data.lastSeq - sum.data.firstSeq + 1)
  const again = await server.ask('SendReconciliation', { date: '2026-11-23' })
  assert.equal(again.reconciliation, { date: '2026-11-23' })
  const repeated = server.of('reconciliation').at(-1) as Json
  assert.is(repeated.id, sum.id)
  assert.equal(repeated.data.tickets, sum.data.tickets)
  assert.is((await server.ask('SendReconciliation', { date: '2026-11-20' })).refusal.code, 'unknown-day')
})

test.run()
