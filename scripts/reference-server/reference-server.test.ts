/** The reference dossier server on a real Mosquitto, with a real hall's journal, outbox and commands behind it. */

import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { closeAll, later, listener } from '../../controller/bus/bus.test-kit.ts'
import { linkHall } from '../../controller/dossier/hall-side.test-kit.ts'
import { issue, type TestHall, testHall } from '../../controller/hall.test-kit.ts'
import { openDatabase } from '../../controller/journal/sqlite.ts'
import {
  assertSame,
  caughtUp,
  type Server,
  startBroker,
  startHall,
  startServer,
} from './reference-server.test-kit.ts'
import { screenOf } from './screen.ts'

const test = suite('reference dossier server')
test.after.each(closeAll)

const stored = (server: Server, journalId: string) =>
  [...server.store.between(journalId, { from: 1, to: 1e9 })].map(({ seq }) => seq)

test('every event is stored once, and the hall is told up to where', async () => {
  const broker = await startBroker()
  const server = startServer(broker.url)
  const hall = await startHall()
  const { outbox } = linkHall(hall, broker)
  for (let one = 0; one < 20; one++) await hall.ask(issue())
  await caughtUp(server, hall)
  assertSame(server, hall)
  assert.is(outbox.state().atServer, hall.journal.lastSeq())
  const { stored, conflicts, malformed } = server.state().counts
  assert.equal([stored, conflicts, malformed], [hall.journal.lastSeq(), 0, 0])
})

test('what happened before the server was there is asked for from the beginning', async () => {
  const broker = await startBroker()
  const hall = await startHall()
  const { outbox } = linkHall(hall, broker)
  for (let one = 0; one < 30; one++) await hall.ask(issue())
  await new Promise<void>((resolve) => {
    outbox.onChange(() => outbox.state().pending === 0 && resolve())
    outbox.wake()
  })
  const server = startServer(broker.url)
  await caughtUp(server, hall)
  assertSame(server, hall)
})

test('rows that were lost here are missed and asked for again', async () => {
  const broker = await startBroker()
  const server = startServer(broker.url)
  const hall = await startHall()
  linkHall(hall, broker)
  for (let one = 0; one < 20; one++) await hall.ask(issue())
  await caughtUp(server, hall)
  await server.close()
  const database = openDatabase(join(server.directory, 'test.sqlite'))
  database.exec('DELETE FROM events WHERE seq IN (1, 5, 6, 12) OR seq > 18')
  database.close()
  const again = startServer(broker.url, server.directory)
  await caughtUp(again, hall)
  assertSame(again, hall)
})

test('a broker that was wiped loses nothing for good', async () => {
  const broker = await startBroker()
  const server = startServer(broker.url)
  const hall = await startHall()
  linkHall(hall, broker)
  for (let one = 0; one < 10; one++) await hall.ask(issue())
  await caughtUp(server, hall)
  const away = server.directory
  await server.close()
  const heard = new Promise<void>((resolve) => hall.hall.onCommit(() => resolve()))
  for (let one = 0; one < 10; one++) await hall.ask(issue())
  await heard
  // Killed, it forgets what it kept for the server.
  await broker.stop('SIGKILL')
  await broker.start()
  const again = startServer(broker.url, away)
  await caughtUp(again, hall)
  assertSame(again, hall)
})

/** A hall whose journal was put back to what a copy held. */
async function restoredFrom(hall: TestHall, upTo: number): Promise<TestHall> {
  await hall.hall.close()
  await hall.journal.close()
  const database = openDatabase(join(hall.directory, 'journal.sqlite'))
  database.exec(`DROP TRIGGER IF EXISTS ${triggerNames(database).join('; DROP TRIGGER IF EXISTS ')}`)
  database.prepare('DELETE FROM events WHERE seq > ?').run(upTo)
  database.close()
  const restored = await testHall({ clock: hall.clock, directory: hall.directory })
  later(restored.end)
  assert.is.not(restored.journal.journalId, hall.journal.journalId)
  return restored
}

for (const tellsStart of [true, false]) {
  const asTold = (hall: TestHall): TestHall =>
    tellsStart ? hall : { ...hall, journal: Object.assign({}, hall.journal, { continues: undefined }) }
  const named = tellsStart ? 'that says where it begins' : 'that does not say where it begins'

  test(`a restored journal ${named} goes on beside the old one, and its events are never taken for old ones`, async () => {
    const broker = await startBroker()
    const server = startServer(broker.url)
    const hall = await startHall()
    const first = linkHall(asTold(hall), broker)
    for (let one = 0; one < 12; one++) await hall.ask(issue())
    await caughtUp(server, hall)
    const old = hall.journal.journalId
    const oldLast = hall.journal.lastSeq()
    await first.close()
    const restored = await restoredFrom(hall, 8)
    linkHall(asTold(restored), broker)
    for (let one = 0; one < 3; one++) await restored.ask(issue())
    await server.until(({ hall: { journalId } }) => journalId === restored.journal.journalId)
    await caughtUp(server, restored)
    const [before, now] = server.store.journals()
    assert.equal(
      [before?.journalId, before?.first, before?.head, stored(server, old).length],
      [old, 1, oldLast, oldLast],
    )
    assert.equal([now?.first, now?.parent, now?.head], [9, old, restored.journal.lastSeq()])
  })
}

/** A hall whose twelve tickets the server has. */
async function twelveKnown() {
  const broker = await startBroker()
  const server = startServer(broker.url)
  const hall = await startHall()
  const first = linkHall(hall, broker)
  for (let one = 0; one < 12; one++) await hall.ask(issue())
  await caughtUp(server, hall)
  return { broker, server, hall, first, old: hall.journal.journalId }
}

test('a restored copy that has written nothing yet is known by what it says, and lacks nothing', async () => {
  const { broker, server, hall, first, old } = await twelveKnown()
  await first.close()
  const restored = await restoredFrom(hall, 8)
  assert.equal(restored.journal.continues, { journalId: old, seq: 8 })
  assert.is(restored.journal.lastSeq(), 8)
  linkHall(restored, broker)
  await server.until(({ hall: { journalId } }) => journalId === restored.journal.journalId)
  await server.until(({ caughtUp }) => caughtUp)
  assert.equal(server.state().acknowledged, { journalId: old, upTo: 8 })
  await server.until(({ replay }) => replay.under === null)
  await server.close()
  // A server that begins here has everything too, and knows whose it is.
  const fresh = startServer(broker.url)
  await fresh.until(({ caughtUp }) => caughtUp)
  assert.is(stored(fresh, old).length, 8)
  await restored.ask(issue())
  await caughtUp(fresh, restored)
  const now = fresh.store.journals().find(({ journalId }) => journalId === restored.journal.journalId)
  assert.equal([now?.first, now?.parent, now?.head], [9, old, restored.journal.lastSeq()])
})

test('what only the lost card held is lost and not missing; the rest of the old journal is asked for', async () => {
  const { broker, server, hall, first, old } = await twelveKnown()
  await server.close()
  await first.close()
  const database = openDatabase(join(server.directory, 'test.sqlite'))
  database.exec('DELETE FROM events WHERE seq IN (5, 10, 11)')
  database.close()
  const again = startServer(broker.url, server.directory)
  const [before] = again.state().journals
  assert.equal([before?.missing, before?.lost], [3, 0], 'nobody has said yet that the card is gone')
  const restored = await restoredFrom(hall, 8)
  linkHall(restored, broker)
  await restored.ask(issue())
  await caughtUp(again, restored)
  const of = again.state().journals.find(({ journalId }) => journalId === old)
  assert.equal([of?.missing, of?.gaps, of?.lost, of?.lostGaps], [0, [], 2, [{ from: 10, to: 11 }]])
  assert.is(
    screenOf(again.state(), 0).find((line) => line.startsWith('  lost ')),
    `  lost          2 events of ${old}: 10–11; the hall goes on from a copy without them`,
  )
})

function triggerNames(database: ReturnType<typeof openDatabase>): string[] {
  return (
    database.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all() as { name: string }[]
  ).map(({ name }) => name)
}

const sequencesOf = ({ store }: Server) =>
  store
    .journals()
    .flatMap(({ journalId }) => [...store.between(journalId, { from: 1, to: 1e9 })].map(({ seq }) => seq))

test('killed again and again between storing and acknowledging, it has every event once', async () => {
  const broker = await startBroker()
  const hall = await startHall()
  const { outbox } = linkHall(hall, broker)
  let server = startServer(broker.url)
  for (let round = 0; round < 8; round++) {
    const before = server.state().counts.stored
    await Promise.all(Array.from({ length: 10 }, () => hall.ask(issue())))
    await server.until(({ counts }) => counts.stored > before + round)
    server.drop()
    server = startServer(broker.url, server.directory)
  }
  await caughtUp(server, hall)
  assertSame(server, hall)
  assert.equal(
    sequencesOf(server),
    Array.from({ length: hall.journal.lastSeq() }, (_, index) => index + 1),
  )
  assert.is(outbox.state().atServer, hall.journal.lastSeq())
})

test('while another replay is under way it is refused, and asks again', async () => {
  const broker = await startBroker()
  const hall = await startHall()
  linkHall(hall, broker)
  for (let one = 0; one < 100; one++) await hall.ask(issue())
  const server = startServer(broker.url)
  await caughtUp(server, hall)
  await server.close()
  const database = openDatabase(join(server.directory, 'test.sqlite'))
  database.exec('DELETE FROM events WHERE seq BETWEEN 40 AND 60')
  database.close()
  const { connection } = await listener(broker.url, [])
  const command = {
    ...{ specversion: '1.0', id: 'other', source: '/other', type: 'ReplayEvents' },
    validuntil: new Date(Date.now() + 600_000).toISOString(),
    data: { journalId: hall.journal.journalId, from: 1 },
  }
  connection.publish('den-luot/v1/test/commands/ReplayEvents', JSON.stringify(command))
  const again = startServer(broker.url, server.directory)
  await caughtUp(again, hall)
  assertSame(again, hall)
})

test('MQTT 5 over a kept session brings what was sent while the server was away', async () => {
  const broker = await startBroker()
  const hall = await startHall()
  const { outbox } = linkHall(hall, broker)
  const first = startServer(broker.url, undefined, { version: 5 })
  await hall.ask(issue())
  await caughtUp(first, hall)
  await first.close()
  for (let one = 0; one < 5; one++) await hall.ask(issue())
  await new Promise<void>((resolve) => {
    outbox.onChange(() => outbox.state().pending === 0 && resolve())
    outbox.wake()
  })
  const { heard, until, connection } = await listener(broker.url, ['den-luot/v1/test/replay/+', 'test/end'])
  const server = startServer(broker.url, first.directory, { version: 5 })
  await caughtUp(server, hall)
  assertSame(server, hall)
  // The answer alone said that there is no more; what it asked for may still be on its way.
  await server.until(({ replay }) => replay.under === null)
  connection.publish('test/end', '')
  await until((all) => all.some(({ topic }) => topic === 'test/end'))
  // The newest one alone, by which it asked whether there is more, and what the listener said itself.
  assert.is(heard.length, 2)
})

test.run()
