/**
 * Figures of any range of days, asked of the journal. The reading and counting is a thread's of its own, with
 * its own read-only connection, so that a year's range holds up no call; it lives for one question, so that what
 * it took of memory is given back. One question at a time; a few may wait.
 *
 * Counting a year of 250,000 tickets (1.2 million events) anew takes 14 to 20 s of a core; that is why closed days
 * are kept in `figures-cache.sqlite` (52 MB for that year), with which it takes 2.5 s.
 */
import { extname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type Clock, systemClock } from '../../hardware/clock.ts'
import type { FigureKey, FigureRows } from '../domain/figure-rows.ts'
import { populations } from '../domain/figures.ts'
import { ratingFormulas } from '../domain/rating-figures.ts'
import { journalFile } from '../journal/schema.ts'
import { cacheFile } from './day-cache.ts'
import type { DayFiles } from './quiet-reading.ts'

export const maxDays = 400
export const maxRows = 1000
export const maxWaiting = 8
export const defaultLimitSeconds = 900

const dayMs = 86_400_000

/** Epoch milliseconds; `to` is not included. */
export type FiguresQuery = { from: number; to: number; by: FigureKey; limitSeconds?: number }
export type FiguresAnswer = FigureRows & {
  period: { from: number; to: number; asOf: number }
  by: FigureKey
  limitSeconds: number
  populations: typeof populations
  formulas: typeof ratingFormulas
}
export type FiguresRefusal = { refused: 'bad-range' | 'too-long' | 'busy' | 'closed' }

export type Figures = {
  query(query: FiguresQuery): Promise<FiguresAnswer | FiguresRefusal>
  /** Stops what is being counted. */
  close(): Promise<void>
}

export type FiguresWork = DayFiles & {
  by: FigureKey
  from: number
  to: number
  now: number
  limitMs: number
  maxRows: number
}

export function openFigures({
  directory,
  clock = systemClock,
}: {
  /** The data directory, with a journal in it. */
  directory: string
  clock?: Clock
}): Figures {
  const file = join(directory, journalFile)
  let turn: Promise<unknown> = Promise.resolve()
  let waiting = 0
  let closed = false
  let stop: (() => Promise<unknown>) | undefined

  async function count(query: FiguresQuery): Promise<FiguresAnswer | FiguresRefusal> {
    if (closed) return { refused: 'closed' }
    const { from, to, by, limitSeconds = defaultLimitSeconds } = query
    const now = clock.now()
    const work: FiguresWork = {
      file,
      cacheFile: join(directory, cacheFile),
      by,
      from,
      to,
      now,
      limitMs: limitSeconds * 1000,
      maxRows,
    }
    const { rows, stopThread } = startThread(work)
    stop = stopThread
    try {
      const counted = await rows
      return {
        ...counted,
        period: { from, to, asOf: now },
        by,
        limitSeconds,
        populations,
        formulas: ratingFormulas,
      }
    } catch (error) {
      if (closed) return { refused: 'closed' }
      throw error
    } finally {
      stop = undefined
    }
  }

  return {
    query(query) {
      const { from, to } = query
      if (!Number.isFinite(from) || !Number.isFinite(to) || from >= to)
        return Promise.resolve({ refused: 'bad-range' })
      if (to - from > maxDays * dayMs) return Promise.resolve({ refused: 'too-long' })
      if (closed) return Promise.resolve({ refused: 'closed' })
      if (waiting >= maxWaiting) return Promise.resolve({ refused: 'busy' })
      waiting++
      const answer = turn.then(() => count(query)).finally(() => waiting--)
      turn = answer.catch(() => undefined)
      return answer
    },
    async close() {
      closed = true
      await stop?.()
      await turn
    },
  }
}

function startThread(work: FiguresWork): { rows: Promise<FigureRows>; stopThread: () => Promise<unknown> } {
  // import.meta.url says whether this runs as .js or, under a loader, as .ts.
  const script = new URL(`./figures-thread${extname(import.meta.url)}`, import.meta.url)
  const worker = new Worker(script, { workerData: work, name: 'figures' })
  const rows = new Promise<FigureRows>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('counting the figures was stopped')))
  })
  return { rows, stopThread: () => worker.terminate() }
}
