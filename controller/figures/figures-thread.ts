/** The thread that answers one question about figures: reads, counts, posts the rows, and ends. */
import { parentPort, workerData } from 'node:worker_threads'
import { openRows } from '../domain/figure-rows.ts'
import type { FiguresWork } from './figures.ts'
import { readQuietly } from './quiet-reading.ts'
import { daysBetween } from './read-days.ts'

const port = parentPort
if (!port) throw new Error('figures-thread.ts runs as a worker thread')
const work: FiguresWork = workerData
const rows = openRows(work)
readQuietly(work, (database, cache) => {
  for (const day of daysBetween(database, { ...work, cache })) rows.take(day)
})
port.postMessage(rows.result(work.maxRows))
