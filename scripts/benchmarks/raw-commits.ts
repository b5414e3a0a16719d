/**
 * The least that a durable event can cost on this disk: one row of an event's size, committed and synced by
 * SQLite (WAL, FULL), without a thread, a chain or a check in between.
 */
import { join } from 'node:path'
import { openDatabase } from '../../controller/journal/sqlite.ts'

const body = JSON.stringify({ type: 'TicketIssued', filler: 'x'.repeat(430) })
const sleeper = new Int32Array(new SharedArrayBuffer(4))

export type RawCommits = { commit(): number; close(): void }

/** `commit` answers its milliseconds. */
export function openRawCommits(directory: string, slowedMs: number): RawCommits {
  const database = openDatabase(join(directory, 'raw.sqlite'))
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec('CREATE TABLE events (seq INTEGER PRIMARY KEY, type TEXT, body TEXT, hash BLOB)')
  const insert = database.prepare('INSERT INTO events (type, body, hash) VALUES (?, ?, ?)')
  const hash = Buffer.alloc(32, 7)
  return {
    commit() {
      const start = performance.now()
      insert.run('TicketIssued', body, hash)
      if (slowedMs > 0) Atomics.wait(sleeper, 0, 0, slowedMs)
      return performance.now() - start
    },
    close: () => database.close(),
  }
}
