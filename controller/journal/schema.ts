/**
 * The journal's tables and the triggers that make its history append-only. The triggers stop mistakes and
 * careless tools; who removes them is found out by `verify-chain.ts`.
 */
import { randomBytes } from 'node:crypto'
import type { SqliteDatabase } from './sqlite.ts'

export const journalFile = 'journal.sqlite'
export const schemaVersion = 1

/** Types that a start, a report or a check looks up by name; only these are indexed, the rest costs nothing. */
export const indexedTypes = ['DayOpened', 'DayClosed', 'SiteChanged'] as const

// REPLACE deletes without firing a delete trigger (recursive_triggers is off by default), so every insert that
// is not the next in line is refused before SQLite looks for a row to replace.
export const triggers = {
  events_only_next: `CREATE TRIGGER events_only_next BEFORE INSERT ON events
  WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM events)
  BEGIN SELECT raise(ABORT, 'the journal only takes the next event'); END`,
  events_never_changed: `CREATE TRIGGER events_never_changed BEFORE UPDATE ON events
  BEGIN SELECT raise(ABORT, 'the journal is append-only'); END`,
  events_never_deleted: `CREATE TRIGGER events_never_deleted BEFORE DELETE ON events
  BEGIN SELECT raise(ABORT, 'the journal is append-only'); END`,
  journals_never_changed: `CREATE TRIGGER journals_never_changed BEFORE UPDATE ON journals
  BEGIN SELECT raise(ABORT, 'the journal is append-only'); END`,
  journals_never_deleted: `CREATE TRIGGER journals_never_deleted BEFORE DELETE ON journals
  BEGIN SELECT raise(ABORT, 'the journal is append-only'); END`,
} as const

const tables = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE journals (
  number INTEGER PRIMARY KEY, journalId TEXT NOT NULL UNIQUE, firstSeq INTEGER NOT NULL,
  at TEXT NOT NULL, reason TEXT NOT NULL
);
CREATE TABLE events (seq INTEGER PRIMARY KEY, type TEXT NOT NULL, body TEXT NOT NULL, hash BLOB NOT NULL);
CREATE INDEX events_milestones ON events (type)
  WHERE ${indexedTypes.map((type) => `type = '${type}'`).join(' OR ')};
CREATE TABLE kinds (type TEXT NOT NULL, v INTEGER NOT NULL, PRIMARY KEY (type, v)) WITHOUT ROWID;
CREATE TABLE bookmarks (name TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;`

/** About 59 random bits without look-alikes, since people read it out on the telephone. */
function newJournalId(): string {
  const letters = '23456789abcdefghjkmnpqrstuvwxyz'
  let id = ''
  while (id.length < 12) {
    const byte = randomBytes(1)[0] ?? 255
    if (byte < letters.length * 8) id += letters[byte % letters.length]
  }
  return id
}

export function createTables(database: SqliteDatabase, siteId: string): void {
  database.transaction(() => {
    database.exec(tables)
    for (const sql of Object.values(triggers)) database.exec(sql)
    database.prepare('INSERT INTO meta VALUES (?, ?)').run('siteId', siteId)
    database.pragma(`user_version = ${schemaVersion}`)
  })()
}

export function startJournalId(
  database: SqliteDatabase,
  { firstSeq, at, reason }: { firstSeq: number; at: string; reason: 'created' | 'restored' },
): string {
  const journalId = newJournalId()
  database
    .prepare('INSERT INTO journals (journalId, firstSeq, at, reason) VALUES (?, ?, ?, ?)')
    .run(journalId, firstSeq, at, reason)
  return journalId
}

export function userVersion(database: SqliteDatabase): number {
  return Number(database.pragma('user_version', { simple: true }))
}

export function siteOf(database: SqliteDatabase): string | undefined {
  return database.prepare<[], { value: string }>("SELECT value FROM meta WHERE name = 'siteId'").get()?.value
}

export type JournalRow = { journalId: string; firstSeq: number; at: string; reason: string }
export function journalsOf(database: SqliteDatabase): JournalRow[] {
  return database
    .prepare<[], JournalRow>('SELECT journalId, firstSeq, at, reason FROM journals ORDER BY number')
    .all()
}

export function lastSeqOf(database: SqliteDatabase): number {
  return (
    database.prepare<[], { seq: number }>('SELECT coalesce(max(seq), 0) AS seq FROM events').get()?.seq ?? 0
  )
}

export function hashAt(database: SqliteDatabase, seq: number): string {
  const row = database
    .prepare<[number], { hash: Uint8Array }>('SELECT hash FROM events WHERE seq = ?')
    .get(seq)
  return row ? Buffer.from(row.hash).toString('hex') : ''
}
