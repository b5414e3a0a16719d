/**
 * Waiting that always ends: with its result, at its time limit, or because all that waits is called off, such
 * as when a device is closed. Nothing waits on the clock after that.
 */
import type { Clock } from '../hardware/clock.ts'

export type BoundedWaits = {
  /** The work's result, or what `late` gives (or throws) when it takes longer. */
  within<T, L>(ms: number, work: Promise<T>, late: () => L): Promise<T | L>
  pause(ms: number): Promise<void>
  /** Every wait, now and later, rejects with this. */
  callOff(error: Error): void
}

export function boundedWaits(clock: Clock): BoundedWaits {
  const waiting = new Set<(error: Error) => void>()
  let off: Error | undefined

  function within<T, L>(ms: number, work: Promise<T>, late: () => L): Promise<T | L> {
    return new Promise((resolve, reject) => {
      const settled = () => {
        cancel()
        waiting.delete(stop)
      }
      const stop = (error: Error) => {
        settled()
        reject(error)
      }
      const cancel = clock.after(ms, () => {
        waiting.delete(stop)
        try {
          resolve(late())
        } catch (error) {
          reject(error)
        }
      })
      waiting.add(stop)
      work.then(resolve, reject).finally(settled)
      if (off) stop(off)
    })
  }

  return {
    within,
    pause: (ms) => within(ms, new Promise<never>(() => {}), () => {}),
    callOff(error) {
      off ??= error
      for (const stop of [...waiting]) stop(off)
    },
  }
}
