/** What the outbox sends, and what it says of it, with the real journal, a real Mosquitto and the hall's own bus. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { closeAll, listener, startBus, temporaryDirectory } from '../bus/bus.test-kit.ts'
import { someEvent, someEvents } from '../journal/event.sim.ts'
import { count, openAt, openTo, startMosquitto } from './link.test-kit.ts'
import { has, isEvent, reader, says, statuses } from './outbox.test-kit.ts'

const test = suite('outbox')
test.after.each(closeAll)

test('every event is published as a CloudEvent under its type, after a status that says who speaks', async () => {
  const broker = await startMosquitto()
  const far = await reader(broker.url)
  const journal = await openAt(temporaryDirectory())
  const [event] = await journal.append([
    {
      ...someEvent(1),
      actor: { kind: 'officer', id: 'cb-07' },
      clock: { synced: null, bootId: 'b', monotonicMs: 3e9 },
    },
  ])
  openTo(journal, { url: broker.url })
  await far.until(has(1))
  assert.is(far.heard[0]?.topic, 'den-luot/v1/demo/status')
  const { at, instance, connectedAt, ...status } = statuses(far.heard)[0]
  assert.ok(instance && connectedAt)
  assert.equal(status, { state: 'online', journalId: journal.journalId, seq: 1 })
  assert.match(at, /^\d{4}-\d\d-\d\dT.+\+07:00$/)
  assert.is(far.heard[1]?.topic, 'den-luot/v1/demo/events/TicketIssued')
  assert.equal(JSON.parse(far.heard[1]?.text ?? ''), {
    specversion: '1.0',
    id: `demo-${journal.journalId}-1`,
    source: '/den-luot/sites/demo',
    type: 'TicketIssued',
    time: '2026-11-23T08:00:00.000+07:00',
    datacontenttype: 'application/json',
    sequence: '1',
    sequencetype: 'Integer',
    journalid: journal.journalId,
    typeversion: 1,
    actorkind: 'officer',
    actorid: 'cb-07',
    cause: 'press-1',
    bootid: 'b',
    monotonicms: '3000000000',
    chainhash: event?.hash,
    data: someEvent(1).data,
  })
})

test('before the clock was set events go out in their order, and each says that its time cannot be relied on', async () => {
  const broker = await startMosquitto()
  const far = await reader(broker.url)
  const journal = await openAt(temporaryDirectory())
  const at = (time: string, synced: boolean, number: number) => ({
    ...someEvent(number),
    at: time,
    clock: { synced, bootId: 'b', monotonicMs: number * 1000 },
  })
  await journal.append([
    at('1970-01-01T07:00:05.000+07:00', false, 1),
    at('1970-01-01T07:00:09.000+07:00', false, 2),
    at('2026-11-23T08:00:00.000+07:00', true, 3),
  ])
  openTo(journal, { url: broker.url })
  await far.until(has(3))
  assert.equal(
    far.heard
      .filter(isEvent)
      .map(({ text }) => JSON.parse(text))
      .map(({ sequence, clocksynced, time, monotonicms }) => [
        sequence,
        clocksynced,
        time.slice(0, 4),
        monotonicms,
      ]),
    [
      ['1', false, '1970', '1000'],
      ['2', false, '1970', '2000'],
      ['3', true, '2026', '3000'],
    ],
  )
})

test('events committed while others are on their way are never left behind', async () => {
  const bus = await startBus()
  const far = await listener(bus.url, ['den-luot/v1/demo/events/#'])
  const journal = await openAt(temporaryDirectory())
  const outbox = openTo(journal, { url: bus.url, ...bus.credentials.outbox }, 3)
  const writers = [1, 2, 3].map(async (writer) => {
    for (let turn = 0; turn < 40; turn++) {
      await journal.append(someEvents(writer * 1000 + turn, (turn % 3) + 1))
      outbox.wake()
    }
  })
  await Promise.all(writers)
  const last = journal.lastSeq()
  await far.until(has(last))
  assert.equal(
    far.heard.map(({ text }) => Number(JSON.parse(text).sequence)),
    count(last),
  )
  await outbox.until(() => outbox.state().pending === 0)
})

test('on the hall’s own bus an anonymous listener has status and events, whenever it comes', async () => {
  const bus = await startBus()
  const journal = await openAt(temporaryDirectory())
  const outbox = openTo(journal, { url: bus.url, ...bus.credentials.outbox })
  await outbox.until(() => outbox.state().state === 'connected')
  const late = await listener(bus.url, ['den-luot/v1/demo/events/#', 'den-luot/v1/demo/status'])
  await late.until((heard) => heard.length === 1)
  assert.is(statuses(late.heard)[0]?.state, 'online')
  await journal.append([someEvent(1)])
  outbox.wake()
  await late.until(has(1))
  outbox.drop()
  await late.until(says('offline'))
})

test('what the server says it has is kept apart from what the broker took, and only this journal’s counts', async () => {
  const broker = await startMosquitto()
  const directory = temporaryDirectory()
  const journal = await openAt(directory)
  await journal.append(someEvents(1, 10))
  const outbox = openTo(journal, { url: broker.url })
  await outbox.until(() => outbox.state().pending === 0)
  assert.is(outbox.state().atServer, null)
  assert.is(outbox.state().pendingAtServer, null)
  assert.is(outbox.confirm('another-journal', 5), false)
  assert.is(outbox.confirm(journal.journalId, 11), false)
  assert.is(outbox.confirm(journal.journalId, 0), false)
  assert.is(outbox.state().atServer, null)
  assert.is(outbox.confirm(journal.journalId, 6), true)
  assert.is(outbox.confirm(journal.journalId, 4), true)
  assert.is(outbox.state().pendingAtServer, 4)
  await outbox.close()
  await journal.close()
  const again = openTo(await openAt(directory), { url: broker.url })
  assert.is(again.state().atServer, 6)
})

test('a refused login is told, without the password of the address', async () => {
  const bus = await startBus()
  const journal = await openAt(temporaryDirectory())
  const url = bus.url.replace('mqtt://', 'mqtt://outbox:guess@')
  const outbox = openTo(journal, { url })
  await outbox.until(() => outbox.state().trouble !== null)
  assert.match(outbox.state().trouble?.text ?? '', /bad username or password/i)
  assert.is(outbox.state().trouble?.code, 'login-refused')
  assert.is(outbox.state().broker, bus.url)
})

test.run()
