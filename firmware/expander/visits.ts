/**
 * When a chip is visited: whenever it is asked for, and again after a rest; one visit at a time, and what is asked
 * for meanwhile is done by the next. A visit that fails is tried again after pauses that grow.
 *
 * It does not know what is done there.
 */
import type { Clock } from '../../hardware/clock.ts'
import { pauseMs } from '../last-wins.ts'
import { wireError } from '../wire/wire-error.ts'

/** A chip that is back must not be waited for as long as a printer. */
const longestPauseMs = 5000

type Waiter = { resolve(): void; reject(error: unknown): void }

export function visits({
  name,
  clock,
  visit,
  isOwing,
  restMs,
  explain,
  onFailure,
}: {
  name: string
  clock: Clock
  visit: () => Promise<void>
  /** Whether the chip is not yet as it is wanted. */
  isOwing: () => boolean
  restMs: () => number
  explain: (error: unknown) => Error
  onFailure: (error: Error, retries: number) => void
}) {
  let waiting: Waiter[] = []
  let retries = 0
  let failure: Error | undefined
  let running: Promise<void> | undefined
  let again = false
  let closed = false
  let cancelTimer: () => void = () => {}

  async function run() {
    do {
      again = false
      const served = waiting
      waiting = []
      try {
        await visit()
        retries = 0
        failure = undefined
        for (const { resolve } of served) resolve()
      } catch (error) {
        failure = explain(error)
        for (const { reject } of [...served, ...waiting]) reject(failure)
        waiting = []
        onFailure(failure, retries)
        retries++
        return
      }
    } while ((again || isOwing() || waiting.length > 0) && !closed)
  }
  function wake() {
    again = true
    if (running || failure || closed) return
    cancelTimer()
    running = run().finally(() => {
      running = undefined
      // Asked for between the last visit and here: whoever was just served may have asked at once.
      if (again && !failure) return wake()
      const pause = failure ? Math.min(longestPauseMs, pauseMs(retries)) : restMs()
      if (!closed)
        cancelTimer = clock.after(pause, () => {
          failure = undefined
          wake()
        })
    })
  }

  return {
    wake,
    /** Resolves when the chip is as it is wanted now. */
    served(): Promise<void> {
      if (closed) return Promise.reject(wireError('offline', `${name} is closed`))
      if (failure) return Promise.reject(failure)
      const done = new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }))
      wake()
      return done
    },
    /** What the last visit failed of, until the next one. */
    failure: () => failure,
    async close() {
      closed = true
      cancelTimer()
      await running
      for (const { reject } of waiting) reject(wireError('offline', `${name} is closed`))
    },
  }
}
