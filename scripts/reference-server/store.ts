/**
 * The dossier server's database: one SQLite file for each site. Everything that is said to the broker or to the
 * hall stands here before it is said, so the program may be killed at any moment.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase, type SqliteDatabase } from '../../controller/journal/sqlite.ts'
import { type DayStore, dayTables, openDayStore } from './day-store.ts'
import { type EventStore, eventTables, openEventStore } from './event-store.ts'
import { openSentStore, type SentStore, sentTables } from './sent-store.ts'

export type Store = EventStore & DayStore & SentStore & { close(): void }
const version = 1

export function openStore(directory: string, site: string): Store {
  mkdirSync(directory, { recursive: true })
  const file = join(directory, `${site}.sqlite`)
  const database = openDatabase(file)
  // WAL: the terminal may read while events come in. FULL: a PUBACK and EventsReceived are promises that the hall
  // need not keep an event for us any longer; with NORMAL a power cut could take back what was promised.
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  prepare(database, file)
  return {
    ...openEventStore(database),
    ...openDayStore(database),
    ...openSentStore(database),
    close: () => database.close(),
  }
}

function prepare(database: SqliteDatabase, file: string): void {
  const present = Number(database.pragma('user_version', { simple: true }))
  if (present > version)
    throw new Error(`${file} was written by a newer version of this program (format ${present})`)
  if (present === version) return
  database.transaction(() => {
    for (const tables of [eventTables, dayTables, sentTables]) database.exec(tables)
    database.pragma(`user_version = ${version}`)
  })()
}
