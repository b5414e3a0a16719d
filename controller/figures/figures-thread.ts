/** The thread that answers one question about figures: reads, counts, posts the rows, and ends. */
import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { openRows } from '../domain/figure-rows.ts'
import { openDatabase } from '../journal/sqlite.ts'
import { openDayCache } from './day-cache.ts'
import type { FiguresWork } from './figures.ts'
import { daysBetween } from './read-days.ts'

const port = parentPort
if (!port) throw new Error('figures-thread.ts runs as a worker thread')
const work: FiguresWork = workerData
try {
  // Linux takes the caller's thread for "this process": calling goes before counting on a busy machine.
  setPriority(0, 10)
} catch {
  // Not allowed here: then it counts at the same priority.
}
const database = openDatabase(work.file, { readonly: true })
database.pragma('cache_size = -4000')
const cache = openDayCache(work.cacheFile)
const rows = openRows(work)
for (const day of daysBetween(database, { ...work, cache })) rows.take(day)
cache?.close()
database.close()
port.postMessage(rows.result(work.maxRows))
