/**
 * Turns a line's raw edges into the level it settles on. The wait starts at the first edge, so that a press is
 * known `quietMs` after it began although its contact bounced; a line that is still moving in the latter half
 * of that time is waited for, but never longer than four times `quietMs`.
 *
 * Edges come with the time at which they happened, where a wire knows it better than this process does.
 *
 * A glitch that returns to the old level settles on it and is not reported. No line is read here: reading goes
 * through the threads that a stuck device may have taken.
 */
import type { Clock } from '../../hardware/clock.ts'

export function debounce<L>({
  clock,
  quietMs,
  initial,
  onSettled,
}: {
  clock: Clock
  quietMs: number
  initial: L
  onSettled: (level: L) => void
}): { edge(level: L, atMs?: number): void; close(): void } {
  let stable = initial
  let last = initial
  let firstAt = 0
  let lastAt = 0
  let cancel: (() => void) | undefined

  const settlesAt = () => Math.max(firstAt + quietMs, Math.min(lastAt + quietMs / 2, firstAt + 4 * quietMs))

  function check() {
    const now = clock.monotonicMs()
    if (now < settlesAt()) {
      cancel = clock.after(settlesAt() - now, check)
      return
    }
    settle()
  }
  function settle() {
    cancel?.()
    cancel = undefined
    if (last === stable) return
    stable = last
    onSettled(stable)
  }

  return {
    edge(level, atMs = clock.monotonicMs()) {
      // A press that was over before this computer came to look was none the less quiet for long enough.
      if (cancel && atMs >= settlesAt()) settle()
      last = level
      lastAt = atMs
      if (cancel || level === stable) return
      firstAt = lastAt
      cancel = clock.after(Math.max(0, settlesAt() - clock.monotonicMs()), check)
    },
    close() {
      cancel?.()
    },
  }
}
