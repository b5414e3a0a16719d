/**
 * The queue of one bus: transfers run one after another in the order they were asked for, each under a time
 * limit. A transfer that hangs leaves its caller after the limit, but the bus waits for it: a second one sent
 * after it would only hang another of the few threads that file I/O needs too.
 */
import type { Clock } from '../../hardware/clock.ts'
import { wireError } from './wire-error.ts'

export type TransferQueue = {
  run<T>(transfer: () => Promise<T>): Promise<T>
  /** Rejects what waits and resolves when nothing runs any more. */
  close(): Promise<void>
}

export function transferQueue({
  name,
  clock,
  limitMs = 1000,
  waitMs = 3000,
}: {
  name: string
  clock: Clock
  /** How long one transfer may take before its caller is told. */
  limitMs?: number
  /** How long a transfer may wait for its turn. */
  waitMs?: number
}): TransferQueue {
  type Waiting = { start(): void; refuse(error: Error): void }
  const waiting = new Set<Waiting>()
  let running = false
  let closed: (() => void) | undefined

  function next() {
    running = false
    const first = waiting.values().next().value
    if (first) first.start()
    else closed?.()
  }

  return {
    run: (transfer) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(wireError('offline', `${name} is closed`))
        const entry: Waiting = {
          start() {
            waiting.delete(entry)
            cancel()
            running = true
            const stop = clock.after(limitMs, () =>
              reject(wireError('stuck', `${name} did not finish a transfer within ${limitMs} ms: held low?`)),
            )
            transfer()
              .then(resolve, reject)
              .finally(() => {
                stop()
                next()
              })
          },
          refuse(error) {
            waiting.delete(entry)
            cancel()
            reject(error)
          },
        }
        const cancel = clock.after(waitMs, () =>
          entry.refuse(
            wireError('stuck', `${name} was not free within ${waitMs} ms: another device holds it`),
          ),
        )
        waiting.add(entry)
        if (!running) entry.start()
      }),
    close: () =>
      new Promise((resolve) => {
        closed = resolve
        for (const entry of [...waiting]) entry.refuse(wireError('offline', `${name} is closed`))
        if (!running) resolve()
      }),
  }
}
