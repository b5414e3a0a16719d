/**
 * From keys going down and up to what an officer meant: a second press at once is the same press, and `start`
 * held long is a press of its own kind. It knows no hardware.
 */
import type { Clock } from '../../hardware/clock.ts'
import type { Key } from '../messages.ts'
import type { KeyPress } from './counter-keypad.ts'

/** Below this after the last press or release, a press is a worn contact or a nervous finger. */
export const guardMs = 300

export type KeypadKeys = {
  down(key: Key['key']): void
  up(key: Key['key']): void
  /** Forgets keys that are held, such as when the keypad is lost. */
  reset(): void
}

export function keypadKeys({
  clock,
  longPressMs,
  onKey,
}: {
  clock: Clock
  longPressMs: number
  onKey: (key: KeyPress) => void
}): KeypadKeys {
  const held = new Set<Key['key']>()
  const lastMs = new Map<Key['key'], number>()
  let wasLong = false
  let cancelLong: () => void = () => {}

  return {
    down(key) {
      const now = clock.monotonicMs()
      if (held.has(key) || now - (lastMs.get(key) ?? Number.NEGATIVE_INFINITY) < guardMs) return
      lastMs.set(key, now)
      held.add(key)
      if (key !== 'start') {
        onKey({ key, long: false })
        return
      }
      // Short or long shows only later, so `start` is reported on release or when it was held long enough.
      wasLong = false
      cancelLong = clock.after(longPressMs, () => {
        wasLong = true
        onKey({ key: 'start', long: true })
      })
    },
    up(key) {
      if (!held.delete(key)) return
      lastMs.set(key, clock.monotonicMs())
      if (key !== 'start' || wasLong) return
      cancelLong()
      onKey({ key: 'start', long: false })
    },
    reset() {
      cancelLong()
      held.clear()
    },
  }
}
