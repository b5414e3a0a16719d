/** For tests: a hall's side of the link on a real journal, and the reference server on the far side of a real broker. */
import * as assert from 'uvu/assert'
import { later, quick, temporaryDirectory, watch } from '../../controller/bus/bus.test-kit.ts'
import { isoTime } from '../../controller/domain/local-time.ts'
import { openDossierServer } from '../../controller/dossier/dossier-server.ts'
import { openDossierLink } from '../../controller/dossier/link.ts'
import { openOutbox } from '../../controller/dossier/outbox.ts'
import { type TestHall, testHall } from '../../controller/hall.test-kit.ts'
import { mosquitto } from '../../firmware/wire/mosquitto.test-kit.ts'
import { manualClock } from '../../hardware/clock.sim.ts'
import { type Clock, systemClock } from '../../hardware/clock.ts'
import { openReferenceServer } from './reference-server.ts'

const zone = 'Asia/Ho_Chi_Minh'
const local = (at: number) => isoTime(at, zone)

export async function startBroker() {
  const broker = await mosquitto()
  later(broker.remove)
  await broker.start()
  return broker
}

export async function startHall(more: Parameters<typeof testHall>[0] = {}) {
  const hall = await testHall({ clock: manualClock(Date.now()), ...more })
  later(hall.end)
  return hall
}

/** The hall's side, as the controller puts it together. `tellsStart: false`: it does not say where its journal begins. */
export function linkHall(hall: TestHall, url: string, { tellsStart = true } = {}) {
  const { journal, clock } = hall
  const link = openDossierLink({
    ...{ site: 'test', broker: { url }, journalId: journal.journalId, clock: systemClock },
    ...{
      isoTime: local,
      pauses: quick,
      describe: () => ({ seq: journal.lastSeq(), ...(tellsStart && { continues: journal.continues }) }),
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

export function startServer(
  url: string,
  directory = temporaryDirectory(),
  { version = 4, ...more }: { file?: string; clock?: Clock; version?: 4 | 5 } = {},
) {
  const server = openReferenceServer({
    ...{ site: 'test', broker: { url, version }, directory, clock: systemClock, reconnect: quick },
    ...{ replay: { patienceMs: 100, longestMs: 500 }, acknowledgeEveryMs: 20 },
    ...more,
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
export type Server = ReturnType<typeof startServer>

/** The server's set equals the journal, event for event. */
export function assertSame(server: Server, hall: TestHall): void {
  const here = server.store
    .journals()
    .flatMap(({ journalId }) => [...server.store.between(journalId, { from: 1, to: 1e9 })])
  const hashes = new Map(here.map(({ journalId, seq, chainHash }) => [`${journalId} ${seq}`, chainHash]))
  const there = hall.journal.read(0, 1e6)
  for (const { journalId, seq, hash } of there) assert.is(hashes.get(`${journalId} ${seq}`), hash, `${seq}`)
  assert.is(hashes.size, there.length)
}
export const caughtUp = (server: Server, hall: TestHall) =>
  server.until(({ caughtUp, acknowledged }) => caughtUp && acknowledged?.upTo === hall.journal.lastSeq())
