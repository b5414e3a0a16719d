/**
 * Closed days as they were counted once, in a SQLite file of their own beside the journal. It holds nothing that
 * the journal does not: a day whose closing has another hash is counted again, and a file that cannot be read or
 * written is done without. Only the figures' thread opens it.
 */
import { rmSync } from 'node:fs'
import type { DayRecord } from '../domain/day-record.ts'
import { openDatabase, type SqliteDatabase } from '../journal/sqlite.ts'

export const cacheFile = 'figures-cache.sqlite'

/** To be raised whenever a day's record would come out otherwise than before, in form or in meaning. */
const cacheVersion = 3

/** The newest are kept: two years and more of days with sessions. */
export const maxKeptDays = 800

export type DayCache = {
  get(opened: number, hash: string): DayRecord | undefined
  put(opened: number, hash: string, record: DayRecord): void
  close(): void
}

/** Null when there cannot be one. A file that is damaged is made anew. */
export function openDayCache(file: string): DayCache | null {
  try {
    return open(file)
  } catch {
    try {
      rmSync(file, { force: true })
      return open(file)
    } catch {
      return null
    }
  }
}

function open(file: string): DayCache {
  const database = openDatabase(file)
  try {
    return over(database)
  } catch (error) {
    database.close()
    throw error
  }
}

function over(database: SqliteDatabase): DayCache {
  // It may be lost: no sync of it holds up the journal's.
  database.pragma('synchronous = OFF')
  database.pragma('cache_size = -4000')
  if (Number(database.pragma('user_version', { simple: true })) !== cacheVersion) {
    database.exec('DROP TABLE IF EXISTS days')
    database.exec('CREATE TABLE days (opened INTEGER PRIMARY KEY, hash TEXT NOT NULL, body TEXT NOT NULL)')
    database.pragma(`user_version = ${cacheVersion}`)
  }
  const read = database.prepare<[number, string], { body: string }>(
    'SELECT body FROM days WHERE opened = ? AND hash = ?',
  )
  const forget = database.prepare(
    `DELETE FROM days WHERE opened <= (SELECT opened FROM days ORDER BY opened DESC LIMIT 1 OFFSET ${maxKeptDays})`,
  )
  const write = database.prepare('INSERT OR REPLACE INTO days (opened, hash, body) VALUES (?, ?, ?)')
  return {
    get(opened, hash) {
      try {
        const row = read.get(opened, hash)
        return row && unpacked(row.body)
      } catch {
        return undefined
      }
    },
    put(opened, hash, record) {
      try {
        write.run(opened, hash, packed(record))
      } catch {
        // A full disk: it is counted again next time.
      }
    },
    close() {
      try {
        forget.run()
      } catch {
        // A full disk: it is tried again next time.
      }
      database.close()
    },
  }
}

/** Legs as a table: their names once, and a line of values for each. */
function packed({ tickets, agencies, ...rest }: DayRecord): string {
  const names = Object.keys(tickets[0]?.legs[0] ?? {})
  const rows = tickets.map(({ source, class: of, returns, legs }) => [
    source,
    of,
    returns,
    legs.map((leg) => names.map((name) => leg[name as keyof typeof leg])),
  ])
  return JSON.stringify({ ...rest, agencies: [...agencies], names, rows })
}

function unpacked(body: string): DayRecord {
  const { names, rows, agencies, ...rest } = JSON.parse(body)
  return {
    ...rest,
    agencies: new Map(agencies),
    tickets: rows.map(([source, of, returns, legs]: [string, string, number, unknown[][]]) => ({
      source,
      class: of,
      returns,
      legs: legs.map((values) => {
        const leg: Record<string, unknown> = {}
        for (let index = 0; index < names.length; index++) leg[names[index]] = values[index]
        return leg
      }),
    })),
  }
}
