/**
 * What the days before today say of it, read from the journal in a thread of its own, so that neither a start nor
 * a press waits for it.
 */
import { extname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type Earlier, nothingEarlier } from '../domain/earlier.ts'
import type { EventType } from '../domain/events.ts'
import type { Journal } from '../journal/envelope.ts'
import { journalFile } from '../journal/schema.ts'
import { cacheFile } from './day-cache.ts'
import type { DayFiles } from './quiet-reading.ts'

/** With weekends some four weeks of work. */
export const daysLearnedFrom = 28

export type EarlierWork = DayFiles & { days: number }

export type EarlierDays = {
  /** The days before the last that was opened. Null: it was closed meanwhile. */
  read(): Promise<Earlier | null>
  close(): Promise<void>
}

export function openEarlierDays({
  directory,
  journal,
}: {
  directory: string
  journal: Pick<Journal, 'lastOfType'>
}): EarlierDays {
  const work: EarlierWork = {
    file: join(directory, journalFile),
    cacheFile: join(directory, cacheFile),
    days: daysLearnedFrom,
  }
  const running = new Set<Worker>()
  let closed = false
  const opened = 'DayOpened' satisfies EventType
  const isFirstDay = () => journal.lastOfType(opened, journal.lastOfType(opened) - 1) === 0
  return {
    read() {
      if (closed) return Promise.resolve(null)
      // A thread is no small part of a start.
      if (isFirstDay()) return Promise.resolve(nothingEarlier)
      // import.meta.url says whether this runs as .js or, under a loader, as .ts.
      const script = new URL(`./earlier-thread${extname(import.meta.url)}`, import.meta.url)
      const worker = new Worker(script, { workerData: work, name: 'earlier-days' })
      running.add(worker)
      return new Promise<Earlier | null>((resolve, reject) => {
        worker.once('message', resolve)
        worker.once('error', reject)
        worker.once('exit', () => {
          running.delete(worker)
          if (closed) resolve(null)
          else reject(new Error('reading earlier days was stopped'))
        })
      })
    },
    async close() {
      closed = true
      await Promise.all([...running].map((worker) => worker.terminate()))
    },
  }
}
