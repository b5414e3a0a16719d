/**
 * Events on their way to the disk: what came meanwhile is stored in one transaction, and only then is the broker
 * told. While the disk takes nothing, nothing is acknowledged and the same is tried again: the broker keeps it.
 */
import type { Clock } from '../../hardware/clock.ts'
import type { EventStore, Taken } from './event-store.ts'
import type { Arrival } from './read-event.ts'

export type Inbox = {
  /** Fulfilled when it is durable. */
  put(arrival: Arrival): Promise<void>
  state(): Taken & { trouble: string | null }
  /** Stores what is here and takes no more. */
  close(): void
  /** Takes no more, and leaves what is here to the broker. */
  drop(): void
}

const most = 500
const retryMs = 1000

export function openInbox(options: {
  store: Pick<EventStore, 'take'>
  clock: Clock
  onStored(arrivals: readonly Arrival[]): void
  onChange(): void
}): Inbox {
  const { store, clock, onStored, onChange } = options
  const total: Taken = { stored: 0, duplicates: 0, conflicts: 0 }
  let trouble: string | null = null
  let waiting: { arrival: Arrival; done(): void }[] = []
  let next: NodeJS.Immediate | undefined
  let cancelRetry: (() => void) | undefined
  let closed = false

  function later(): void {
    if (next || cancelRetry || waiting.length === 0) return
    next = setImmediate(() => {
      next = undefined
      flush()
    })
  }

  function flush(): void {
    const batch = waiting.slice(0, most)
    try {
      const taken = store.take(batch.map(({ arrival }) => arrival))
      total.stored += taken.stored
      total.duplicates += taken.duplicates
      total.conflicts += taken.conflicts
      trouble = null
    } catch (error) {
      trouble = (error as Error).message
      onChange()
      if (closed) return
      cancelRetry = clock.after(retryMs, () => {
        cancelRetry = undefined
        flush()
      })
      return
    }
    waiting = waiting.slice(batch.length)
    for (const { done } of batch) done()
    onStored(batch.map(({ arrival }) => arrival))
    later()
  }

  function stop(): void {
    closed = true
    if (next) clearImmediate(next)
    cancelRetry?.()
  }

  return {
    put: (arrival) =>
      new Promise((resolve) => {
        if (closed) return
        waiting.push({ arrival, done: resolve })
        later()
      }),
    state: () => ({ ...total, trouble }),
    close() {
      stop()
      while (waiting.length > 0 && trouble === null) flush()
      stop()
    },
    drop: stop,
  }
}
