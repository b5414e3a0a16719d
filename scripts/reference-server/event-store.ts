/**
 * The events of one site, each stored exactly once, and what is known of every journal they came from: where it
 * begins, up to where it has no gap, how far it reaches. It decides nothing about what is asked of the hall.
 */
import type { SqliteDatabase } from '../../controller/journal/sqlite.ts'
import type { Arrival } from './read-event.ts'

export type JournalKnown = {
  journalId: string
  /** Its first event, once that is proven: 1, or the one after what a restored copy held. */
  first: number | null
  /** Whose event stands before the first; null at the very beginning. */
  parent: string | null
  /** Everything from the first to here is stored; null while the first is not known. */
  head: number | null
  lowest: number
  highest: number
  stored: number
}
export type Range = { from: number; to: number }
export type Taken = { stored: number; duplicates: number; conflicts: number }
export type StoredEvent = Pick<Arrival, 'journalId' | 'seq' | 'type' | 'time' | 'chainHash' | 'body'>
export type EventStore = {
  /** All of it durable, or none and an exception. */
  take(arrivals: readonly Arrival[]): Taken
  journals(): JournalKnown[]
  /** The hall says what stands before the first event of its journal; what events have proven stands. */
  beginsAfter(journalId: string, before: { journalId: string; seq: number } | null): void
  /** The first ranges that are missing between two events of a journal, both included. */
  missing(journalId: string, within: Range, most: number): Range[]
  /** How many of these are stored. */
  count(journalId: string, within: Range): number
  /** Of one journal, in order. Nothing else may be asked of the store meanwhile. */
  between(journalId: string, within: Range): IterableIterator<StoredEvent>
  last(journalId: string): StoredEvent | null
}

export const eventTables = `
  CREATE TABLE events (
    id TEXT PRIMARY KEY, journalId TEXT NOT NULL, seq INTEGER NOT NULL, type TEXT NOT NULL, time TEXT NOT NULL,
    chainHash TEXT NOT NULL, body TEXT NOT NULL, UNIQUE (journalId, seq)
  ) STRICT;
  CREATE TABLE journals (
    journalId TEXT PRIMARY KEY, first INTEGER, parent TEXT
  ) STRICT;`
const columns = 'journalId, seq, type, time, chainHash, body'

export function openEventStore(database: SqliteDatabase): EventStore {
  const insert = database.prepare(
    `INSERT INTO events (id, ${columns}) VALUES (@id, @journalId, @seq, @type, @time, @chainHash, @body)
     ON CONFLICT DO NOTHING`,
  )
  const same = database.prepare<[string, string, number, string], { one: 1 }>(
    'SELECT 1 AS one FROM events WHERE id = ? AND journalId = ? AND seq = ? AND chainHash = ?',
  )
  const after = database.prepare<[string, number], { seq: number }>(
    'SELECT seq FROM events WHERE journalId = ? AND seq > ? ORDER BY seq',
  )
  const within = database.prepare<[string, number, number], StoredEvent>(
    `SELECT ${columns} FROM events WHERE journalId = ? AND seq BETWEEN ? AND ? ORDER BY seq`,
  )
  const counted = database.prepare<[string, number, number], { many: number }>(
    'SELECT COUNT(*) AS many FROM events WHERE journalId = ? AND seq BETWEEN ? AND ?',
  )
  const last = database.prepare<[string], StoredEvent>(
    `SELECT ${columns} FROM events WHERE journalId = ? ORDER BY seq DESC LIMIT 1`,
  )
  const save = database.prepare(
    `INSERT INTO journals (journalId, first, parent) VALUES (@journalId, @first, @parent)
     ON CONFLICT DO UPDATE SET first = excluded.first, parent = excluded.parent`,
  )
  const beginnings = database.prepare<[], Pick<JournalKnown, 'journalId' | 'first' | 'parent'>>(
    'SELECT * FROM journals ORDER BY rowid',
  )
  const extent = database.prepare<[string], { lowest: number | null; highest: number; stored: number }>(
    'SELECT MIN(seq) AS lowest, MAX(seq) AS highest, COUNT(*) AS stored FROM events WHERE journalId = ?',
  )

  /** From the events themselves: what somebody took out of the database is missing, and asked for again. */
  function load(): Map<string, JournalKnown> {
    const all = new Map<string, JournalKnown>()
    for (const { journalId, first, parent } of beginnings.all()) {
      const { lowest, highest, stored } = extent.get(journalId) ?? {}
      // Nothing is left of it.
      if (lowest == null || highest === undefined || stored === undefined) continue
      const journal = { journalId, first, parent, head: null, lowest, highest, stored }
      if (first !== null && highest - first + 1 === stored) all.set(journalId, { ...journal, head: highest })
      else all.set(journalId, moveHead(journal))
    }
    return all
  }
  let known = load()
  /** The message of a replay that came last. */
  let replayed: Arrival | undefined

  const store = database.transaction((arrivals: readonly Arrival[]): Taken => {
    const taken = { stored: 0, duplicates: 0, conflicts: 0 }
    const touched = new Set<JournalKnown>()
    for (const arrival of arrivals) {
      const { id, journalId, seq, chainHash } = arrival
      const isNew = insert.run(arrival).changes === 1
      if (isNew) taken.stored++
      else if (same.get(id, journalId, seq, chainHash)) taken.duplicates++
      else {
        taken.conflicts++
        continue
      }
      if (isNew) touched.add(count(arrival))
      const journal = known.get(journalId)
      if (journal && begins(journal, arrival)) touched.add(journal)
    }
    for (const journal of touched) {
      moveHead(journal)
      save.run(journal)
    }
    return taken
  })

  function count({ journalId, seq }: Arrival): JournalKnown {
    const journal = known.get(journalId) ?? {
      ...{ journalId, first: null, parent: null, head: null },
      ...{ lowest: seq, highest: seq, stored: 0 },
    }
    known.set(journalId, journal)
    journal.lowest = Math.min(journal.lowest, seq)
    journal.highest = Math.max(journal.highest, seq)
    journal.stored++
    return journal
  }

  /**
   * A restored copy numbers its events on from what it held, so the lowest event known need not be the first. A
   * replay is one file read in order: where it passes from one journal to the next, the next begins.
   */
  function begins(journal: JournalKnown, arrival: Arrival): boolean {
    const before = replayed
    if (arrival.replayOf !== null) replayed = arrival
    if (journal.first !== null) return false
    if (arrival.seq === 1) {
      journal.first = 1
      return true
    }
    if (arrival.replayOf === null || before?.replayOf !== arrival.replayOf) return false
    if (before.seq !== arrival.seq - 1 || before.journalId === arrival.journalId) return false
    journal.first = arrival.seq
    journal.parent = before.journalId
    return true
  }

  function moveHead(journal: JournalKnown): JournalKnown {
    if (journal.first === null) return journal
    let head = journal.head ?? journal.first - 1
    for (const { seq } of after.iterate(journal.journalId, head)) {
      if (seq !== head + 1) break
      head = seq
    }
    journal.head = head
    return journal
  }

  return {
    take(arrivals) {
      const before = replayed
      try {
        return store(arrivals)
      } catch (error) {
        known = load()
        replayed = before
        throw error
      }
    },
    beginsAfter(journalId, before) {
      const first = (before?.seq ?? 0) + 1
      const found = known.get(journalId)
      // Proven already, or not true: an event of it lies below.
      if (found && (found.first !== null || found.lowest < first)) return
      const journal = found ?? { journalId, head: null, lowest: first, highest: first - 1, stored: 0 }
      known.set(journalId, moveHead({ ...journal, first, parent: before?.journalId ?? null }))
    },
    journals: () => [...known.values()].map((one) => ({ ...one })),
    missing(journalId, { from, to }, most) {
      const ranges: Range[] = []
      let next = from
      for (const { seq } of after.iterate(journalId, from - 1)) {
        if (seq > to || ranges.length === most) break
        if (seq > next) ranges.push({ from: next, to: seq - 1 })
        next = seq + 1
      }
      if (next <= to && ranges.length < most) ranges.push({ from: next, to })
      return ranges
    },
    count: (journalId, { from, to }) => counted.get(journalId, from, to)?.many ?? 0,
    between: (journalId, { from, to }) => within.iterate(journalId, from, to),
    last: (journalId) => last.get(journalId) ?? null,
  }
}
