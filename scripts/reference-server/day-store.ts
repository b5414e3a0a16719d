/** The sums of days as the hall sent them, each beside what came of checking it. */
import type { SqliteDatabase } from '../../controller/journal/sqlite.ts'
import type { DaySum, Verdict } from './check-day.ts'

export type Day = { sum: DaySum; verdict: Verdict | null }
export type DayStore = {
  /** A sum that is sent again replaces the earlier one and is checked again. */
  saveDay(sum: DaySum): void
  judgeDay(sum: DaySum, verdict: Verdict): void
  /** Newest first. */
  days(most: number): Day[]
  unchecked(): DaySum[]
  /** Days whose end is stored here and whose sum never came, newest first. */
  daysWithoutSum(most: number): string[]
}

export const dayTables = `
  CREATE TABLE days (
    journalId TEXT NOT NULL, lastSeq INTEGER NOT NULL, sum TEXT NOT NULL, verdict TEXT,
    PRIMARY KEY (journalId, lastSeq)
  ) STRICT;
  CREATE INDEX dayEnds ON events (time) WHERE type = 'DayClosed';`

type Row = { sum: string; verdict: string | null }

export function openDayStore(database: SqliteDatabase): DayStore {
  const save = database.prepare('INSERT OR REPLACE INTO days VALUES (?, ?, ?, NULL)')
  const judge = database.prepare('UPDATE days SET verdict = ? WHERE journalId = ? AND lastSeq = ?')
  const newest = database.prepare<[number], Row>(
    "SELECT * FROM days ORDER BY json_extract(sum, '$.date') DESC, rowid DESC LIMIT ?",
  )
  const open = database.prepare<[], Row>('SELECT * FROM days WHERE verdict IS NULL ORDER BY rowid')
  const without = database.prepare<[number], { body: string }>(
    `SELECT body FROM events WHERE type = 'DayClosed' AND NOT EXISTS
       (SELECT 1 FROM days WHERE days.journalId = events.journalId AND days.lastSeq = events.seq)
     ORDER BY time DESC LIMIT ?`,
  )
  return {
    saveDay: (sum) => save.run(sum.journalId, sum.lastSeq, JSON.stringify(sum)),
    judgeDay: ({ journalId, lastSeq }, verdict) => judge.run(JSON.stringify(verdict), journalId, lastSeq),
    days: (most) =>
      newest
        .all(most)
        .map(({ sum, verdict }) => ({ sum: JSON.parse(sum), verdict: verdict && JSON.parse(verdict) })),
    unchecked: () => open.all().map(({ sum }) => JSON.parse(sum)),
    daysWithoutSum: (most) =>
      without.all(most).flatMap(({ body }) => {
        const date = (JSON.parse(body) as { data?: { date?: unknown } }).data?.date
        return typeof date === 'string' ? [date] : []
      }),
  }
}
