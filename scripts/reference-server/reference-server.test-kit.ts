/** For tests: a real broker, a hall on a real journal, and the reference server on the far side. */
import * as assert from 'uvu/assert'
import { later, quick, temporaryDirectory, watch } from '../../controller/bus/bus.test-kit.ts'
import { type TestHall, testHall } from '../../controller/hall.test-kit.ts'
import { mosquitto } from '../../firmware/wire/mosquitto.test-kit.ts'
import { manualClock } from '../../hardware/clock.sim.ts'
import { type Clock, systemClock } from '../../hardware/clock.ts'
import { openReferenceServer } from './reference-server.ts'

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
