/**
 * The only clock of the program: what time it is and how to be woken. Everything that needs time gets one of
 * these, so that tests move time (`clock.sim.ts`) instead of waiting for it.
 */
export type Clock = {
  /** Wall clock, epoch milliseconds. May jump. */
  now(): number
  /** Milliseconds since the machine started; never jumps. Durations come from here. */
  monotonicMs(): number
  /** Runs `action` once after `ms`; the answer cancels it. */
  after(ms: number, action: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => Number(process.hrtime.bigint() / 1_000_000n),
  after(ms, action) {
    const timer = setTimeout(action, ms)
    return () => clearTimeout(timer)
  },
}
