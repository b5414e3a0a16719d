/** A clock whose pauses pass more quickly than their name, so that patience is tried without waiting for it. */
import { type Clock, systemClock } from '../../hardware/clock.ts'

export const hurriedClock = (times: number): Clock => ({
  ...systemClock,
  monotonicMs: () => systemClock.monotonicMs() * times,
  after: (ms, run) => systemClock.after(ms / times, run),
})
