/**
 * Keeps a device showing the last thing it was told: one write at a time, what arrives meanwhile replaces what
 * waits, and after a failure the last thing is tried again with growing pauses until it succeeds. It knows
 * nothing of what is shown.
 */
import type { Clock } from '../hardware/clock.ts'
import type { DeviceHealth } from './messages.ts'
import { faultOf, messageOf } from './wire/wire-error.ts'

const firstPauseMs = 1000
const longestPauseMs = 30_000

/** The pause before try number `retries`, from 1: one second, doubling to thirty. */
export function pauseMs(retries: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(16, retries - 1))
}

export function downFrom(error: unknown, retries: number): DeviceHealth {
  return { state: 'down', reason: faultOf(error), detail: messageOf(error), retries }
}

/** `disagreements`: how often the device was found otherwise than it was told, and set right. */
export function readyAfter(disagreements: number): Extract<DeviceHealth, { state: 'ready' }> {
  return disagreements > 0 ? { state: 'ready', disagreements } : { state: 'ready' }
}

export type LastWins<T> = {
  set(value: T): void
  /** Applies the present value again, such as when a device was seen to have forgotten it. */
  again(): void
  /** Nothing is applied after it; resolves when what runs has ended. */
  close(): Promise<void>
}

export function lastWins<T>({
  initial,
  apply,
  clock,
  onHealth,
}: {
  initial: T
  apply: (value: T) => Promise<void>
  clock: Clock
  onHealth: (health: DeviceHealth) => void
}): LastWins<T> {
  let value = initial
  let dirty = false
  let retries = 0
  let closed = false
  let running: Promise<void> | undefined
  let cancelRetry: (() => void) | undefined

  async function work() {
    while (dirty && !closed) {
      dirty = false
      try {
        await apply(value)
        retries = 0
        if (!closed) onHealth({ state: 'ready' })
      } catch (error) {
        if (closed) return
        onHealth(downFrom(error, retries))
        retries++
        cancelRetry = clock.after(pauseMs(retries), () => {
          cancelRetry = undefined
          dirty = true
          wake()
        })
        return
      }
    }
  }
  function wake() {
    // During a pause a new value waits: a bus that hangs must not be tried at every call.
    if (running || cancelRetry || closed) return
    running = work().finally(() => {
      running = undefined
      if (dirty) wake()
    })
  }

  return {
    set(next) {
      value = next
      dirty = true
      wake()
    },
    again() {
      dirty = true
      wake()
    },
    async close() {
      closed = true
      cancelRetry?.()
      await running
    },
  }
}
