/** The reference dossier server on a real Mosquitto, with a real hall's journal, outbox and commands behind it. */
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { closeAll, later, quick, temporaryDirectory, watch } from '../../controller/bus/bus.test-kit.ts'
import { isoTime } from '../../controller/domain/local-time.ts'
import { openDossierServer } from '../../controller/dossier/dossier-server.ts'
import { openDossierLink } from '../../controller/dossier/link.ts'
import { mosquitto } from '../../controller/dossier/mosquitto.test-kit.ts'
import { openOutbox } from '../../controller/dossier/outbox.ts'
import { issue, type TestHall, testHall } from '../../controller/hall.test-kit.ts'
import { openDatabase } from '../../controller/journal/sqlite.ts'
import { manualClock } from '../../hardware/clock.sim.ts'
import { systemClock } from '../../hardware/clock.ts'
import { openReferenceServer } from './reference-server.ts'

const test = suite('reference dossier server')
test.after.each(closeAll)
const zone = 'Asia/Ho_Chi_Minh'
const local = (at: number) => isoTime(at, zone)

async function startBroker() {
  const broker = await mosquitto()
  later(broker.remove)
  await broker.start()
  return broker
}

async function startHall(more: Parameters<typeof testHall>[0] = {}) {
  const hall = await testHall({ clock: manualClock(Date.now()), ...more })
  later(hall.end)
  return hall
}

/** The hall's side, as the controller puts it together. */
function linkHall(hall: TestHall, url: string) {
  const { journal, clock } = hall
  const link = openDossierLink({
    ...{ site: 'test', broker: { url }, journalId: journal.journalId, clock: systemClock },
    ...{
      isoTime: local,
      pauses: quick,
      describe: () => ({ journalId: journal.journalId, seq: journal.lastSeq() }),
    },
  })
  const outbox = openOutbox({ journal, site: 'test', link, clock: systemClock, isoTime: local })
  const server = openDossierServer({
    ...{ link, journal, clock: { ...systemClock, now: clock.now }, nearTurnAhead: 1, state: hall.hall.state },
    ...{ site: { id: 'test', timeZone: zone, name: 'Trung tâm' }, devices: () => [], estimate: () => null },
    newTicketId: () => `server-${Math.random().toString(36).slice(2)}`,
    take: (command) =>
      hall.hall.execute(
        { type: 'TakeDossierCommand', ...command },
        { actor: { kind: 'dossier' }, cause: command.id },
      ),
    confirm: outbox.confirm,
    changeServices: () => ({ refused: { pointer: '/data/services', en: 'No.' } }),
  })
  hall.hall.onCommit((committed) => {
    outbox.wake()
    server.react(committed)
  })
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= (async () => {
      server.close()
      await outbox.close()
      await link.close()
    })()
    return closed
  }
  later(close)
  return { link, outbox, close }
}

function startServer(url: string, directory = temporaryDirectory()) {
  const server = openReferenceServer({
    ...{ site: 'test', broker: { url }, directory, clock: systemClock, reconnect: quick },
    ...{ replay: { patienceMs: 100, longestMs: 500 }, acknowledgeEveryMs: 20 },
  })
  const { look, until } = watch()
  server.onChange(look)
  later(server.close)
  return {
    ...server,
    directory,
    until: (is: (state: ReturnType<typeof server.state>) => boolean) => until(() => is(server.state())),
  }
}
type Server = ReturnType<typeof startServer>

const stored = (server: Server, journalId: string) =>
  [...server.store.between(journalId, { from: 1, to: 1e9 })].map(({ seq }) => seq)
const everything = (hall: TestHall) => hall.journal.read(0, 1e6)

/** The server's set equals the journal, event for event. */
function assertSame(server: Server, hall: TestHall): void {
  const here = server.store
    .journals()
    .flatMap(({ journalId }) => [...server.store.between(journalId, { from: 1, to: 1e9 })])
  const hashes = new Map(here.map(({ journalId, seq, chainHash }) => [`${journalId} ${seq}`, chainHash]))
  const there = everything(hall)
  for (const { journalId, seq, hash } of there) assert.is(hashes.get(`${journalId} ${seq}`), hash, `${seq}`)
  assert.is(hashes.size, there.length)
}
const caughtUp = (server: Server, hall: TestHall) =>
  server.until(({ caughtUp, acknowledged }) => caughtUp && acknowledged?.upTo === hall.journal.lastSeq())

test('every event is stored once, and the hall is told up to where', async () => {
  const broker = await startBroker()
  const server = startServer(broker.url)
  const hall = await startHall()
  const { outbox } = linkHall(hall, broker.url)
  for (let one = 0; one < 20; one++) await hall.ask(issue())
  await caughtUp(server, hall)
  assertSame(server, hall)
  assert.is(outbox.state().atServer, hall.journal.lastSeq())
  assert.equal(server.state().counts, {
    ...{ stored: hall.journal.lastSeq(), duplicates: 0, conflicts: 0, malformed: 0 },
  })
})

test('what happened before the server was there is asked for from the beginning', async () => {
  const broker = await startBroker()
  const hall = await startHall()
  const { outbox } = linkHall(hall, broker.url)
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
  linkHall(hall, broker.url)
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
  linkHall(hall, broker.url)
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

test('a restored journal goes on beside the old one, and its events are never taken for old ones', async () => {
  const broker = await startBroker()
  const server = startServer(broker.url)
  const hall = await startHall()
  const first = linkHall(hall, broker.url)
  for (let one = 0; one < 12; one++) await hall.ask(issue())
  await caughtUp(server, hall)
  const old = hall.journal.journalId
  const oldLast = hall.journal.lastSeq()
  await first.close()
  await hall.hall.close()
  await hall.journal.close()
  // A copy from before the last events.
  const database = openDatabase(join(hall.directory, 'journal.sqlite'))
  database.exec(`DROP TRIGGER IF EXISTS ${triggerNames(database).join('; DROP TRIGGER IF EXISTS ')}`)
  database.exec('DELETE FROM events WHERE seq > 8')
  database.close()
  const restored = await testHall({ clock: hall.clock, directory: hall.directory })
  later(restored.end)
  assert.is.not(restored.journal.journalId, old)
  linkHall(restored, broker.url)
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

function triggerNames(database: ReturnType<typeof openDatabase>): string[] {
  return (
    database.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all() as { name: string }[]
  ).map(({ name }) => name)
}

test.run()
