/** How a thread reads days beside a hall at work: read-only, with what was counted before, and behind everybody. */
import { setPriority } from 'node:os'
import { openDatabase, type SqliteDatabase } from '../journal/sqlite.ts'
import { type DayCache, openDayCache } from './day-cache.ts'

export type DayFiles = { file: string; cacheFile: string }

export function readQuietly<T>(
  { file, cacheFile }: DayFiles,
  read: (database: SqliteDatabase, cache: DayCache | null) => T,
): T {
  try {
    // Linux takes the caller's thread for "this process": calling goes before counting on a busy machine.
    setPriority(0, 10)
  } catch {
    // Not allowed here: then it reads at the same priority.
  }
  const database = openDatabase(file, { readonly: true })
  database.pragma('cache_size = -4000')
  const cache = openDayCache(cacheFile)
  const answer = read(database, cache)
  cache?.close()
  database.close()
  return answer
}
