/**
 * A range of days out of the journal, in small reads: a long read would keep SQLite from moving its write-ahead
 * log along. It only ever reads, and sees what was durable when it began.
 */
import { type DayRecord, openDayRecord } from '../domain/day-record.ts'
import { type EventType, eventVersions, type TimedEvent } from '../domain/events.ts'
import { dateOf } from '../domain/local-time.ts'
import type { Rules } from '../domain/rules.ts'
import { hashAt, lastSeqOf } from '../journal/schema.ts'
import type { SqliteDatabase } from '../journal/sqlite.ts'
import type { DayCache } from './day-cache.ts'

const eventsPerRead = 2000

/** The days in which `from` and `to` (epoch milliseconds, `to` excluded) lie, and those between, as at `now`. */
export function* daysBetween(
  database: SqliteDatabase,
  { from, to, now, cache }: { from: number; to: number; now: number; cache: DayCache | null },
): Generator<DayRecord> {
  const opened = openedDays(database)
  const { openings } = opened
  const newest = openings.at(-1)
  if (newest === undefined) return
  const { timeZone } = opened.readOpening(newest).rules
  const isBefore = (date: string) => (seq: number) => opened.readOpening(seq).date < date
  const first = partition(openings, isBefore(dateOf(from, timeZone)))
  const after = partition(openings, (seq) => opened.readOpening(seq).date <= dateOf(to - 1, timeZone))
  for (let index = first; index < after; index++) {
    const record = opened.recordAt(index, { now, cache })
    if (record) yield record
  }
}

/** The newest days before the last that was opened, at most `count`, oldest first. */
export function* earlierDays(
  database: SqliteDatabase,
  { count, cache }: { count: number; cache: DayCache | null },
): Generator<DayRecord> {
  const opened = openedDays(database)
  const today = opened.openings.length - 1
  for (let index = Math.max(0, today - count); index < today; index++) {
    const record = opened.recordAt(index, { now: 0, cache })
    if (record) yield record
  }
}

/** The days of the journal as it is now. */
function openedDays(database: SqliteDatabase) {
  const lastSeq = lastSeqOf(database)
  const bodyAt = database.prepare<[number], { body: string }>('SELECT body FROM events WHERE seq = ?')
  // The type stands in the text, because SQLite uses the partial index only where it sees it.
  const openings = database
    .prepare<[number], { seq: number }>(
      "SELECT seq FROM events WHERE type = 'DayOpened' AND seq <= ? ORDER BY seq",
    )
    .all(lastSeq)
    .map(({ seq }) => seq)
  const closing = database.prepare<[number, number], { seq: number }>(
    "SELECT seq FROM events WHERE type = 'DayClosed' AND seq > ? AND seq <= ? ORDER BY seq LIMIT 1",
  )
  return {
    openings,
    readOpening: (seq: number): { date: string; rules: Rules } =>
      JSON.parse(bodyAt.get(seq)?.body ?? '{}').data,
    recordAt(index: number, { now, cache }: { now: number; cache: DayCache | null }): DayRecord | null {
      const opened = openings[index] ?? 1
      const closed = closing.get(opened, (openings[index + 1] ?? lastSeq + 1) - 1)?.seq
      // The hash of a day's last event vouches for all before it: a restored journal may go on differently.
      const hash = closed === undefined ? '' : hashAt(database, closed)
      const known = closed === undefined ? undefined : cache?.get(opened, hash)
      const record = known ?? recordOf(database, opened, closed ?? lastSeq, now)
      if (record && closed !== undefined && !known) cache?.put(opened, hash, record)
      return record
    },
  }
}

function recordOf(database: SqliteDatabase, from: number, upTo: number, now: number): DayRecord | null {
  const day = openDayRecord()
  for (const event of eventsOf(database, from, upTo)) day.take(event)
  return day.record(now)
}

/** How many at the front are so; all that are stand at the front. */
function partition(values: readonly number[], isSo: (value: number) => boolean): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (isSo(values[middle] ?? 0)) low = middle + 1
    else high = middle
  }
  return low
}

/** What a day record has no use for is not even parsed. */
const unread: EventType[] = ['SlipStarted', 'AppointmentBooked', 'AppointmentCancelled']

function* eventsOf(database: SqliteDatabase, from: number, upTo: number): Generator<TimedEvent> {
  const read = database.prepare<[number, number, number], { seq: number; type: EventType; body: string }>(
    'SELECT seq, type, body FROM events WHERE seq >= ? AND seq <= ? ORDER BY seq LIMIT ?',
  )
  let next = from
  while (next <= upTo) {
    const rows = read.all(next, upTo, eventsPerRead)
    if (rows.length === 0) return
    for (const { seq, type, body } of rows) {
      next = seq + 1
      if (unread.includes(type)) continue
      const { v, at, data } = JSON.parse(body)
      if (eventVersions[type] === undefined || v > eventVersions[type])
        throw new Error(
          `event ${seq} is a ${type} of version ${v}: this journal was written by a newer program`,
        )
      yield { type, data, at: Date.parse(at) } as TimedEvent
    }
  }
}
