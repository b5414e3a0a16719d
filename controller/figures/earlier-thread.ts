/** The thread that reads what earlier days say of today: reads, learns, posts it, and ends. */
import { parentPort, workerData } from 'node:worker_threads'
import { earlierOf } from '../domain/earlier.ts'
import type { EarlierWork } from './earlier-days.ts'
import { readQuietly } from './quiet-reading.ts'
import { earlierDays } from './read-days.ts'

const port = parentPort
if (!port) throw new Error('earlier-thread.ts runs as a worker thread')
const work: EarlierWork = workerData
port.postMessage(
  readQuietly(work, (database, cache) => earlierOf(earlierDays(database, { count: work.days, cache }))),
)
