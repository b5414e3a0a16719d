/** A clock for tests: it stands still until it is moved. */
import type { Clock } from './clock.ts'

export type ManualClock = Clock & {
  /** Moves time on by `ms`, running what falls due in order and letting promises settle in between. */
  advance(ms: number): Promise<void>
  /** Somebody sets the time of day, back or forth; nothing that is due moves. */
  setBy(ms: number): void
}

export function manualClock(startMs: number = Date.UTC(2026, 10, 23, 1, 0, 0)): ManualClock {
  let monotonic = 0
  let setByMs = 0
  let order = 0
  const due = new Map<number, { at: number; action: () => void }>()
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
  return {
    now: () => startMs + setByMs + monotonic,
    monotonicMs: () => monotonic,
    after(ms, action) {
      const key = order++
      due.set(key, { at: monotonic + Math.max(0, ms), action })
      return () => due.delete(key)
    },
    setBy(ms) {
      setByMs += ms
    },
    async advance(ms) {
      const until = monotonic + ms
      for (;;) {
        await settle()
        const next = [...due]
          .filter(([, job]) => job.at <= until)
          .sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0]
        if (!next) break
        due.delete(next[0])
        monotonic = Math.max(monotonic, next[1].at)
        next[1].action()
      }
      monotonic = until
      await settle()
    },
  }
}
