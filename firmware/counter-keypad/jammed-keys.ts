/**
 * Keys of a keypad that stay down longer than any finger: told as the keypad's fault, with their names, until they are
 * let go. The keypad's other keys go on.
 */
import type { Clock } from '../../hardware/clock.ts'
import type { DeviceHealth } from '../messages.ts'

export const jammedAfterMs = 10_000

export function jammedKeys({ clock, onHealth }: { clock: Clock; onHealth: (health: DeviceHealth) => void }) {
  const held = new Map<string, () => void>()
  const jammed = new Set<string>()

  function tell() {
    const names = [...jammed].map((key) => `"${key}"`).join(', ')
    const detail = `key ${names} reads pressed for more than ${jammedAfterMs / 1000} s: jammed key or a short circuit`
    onHealth(jammed.size === 0 ? { state: 'ready' } : { state: 'down', reason: 'stuck', detail, retries: 0 })
  }
  function up(key: string) {
    held.get(key)?.()
    held.delete(key)
    if (jammed.delete(key)) tell()
  }

  return {
    down(key: string) {
      held.get(key)?.()
      held.set(
        key,
        clock.after(jammedAfterMs, () => {
          jammed.add(key)
          tell()
        }),
      )
    },
    up,
    /** The keypad is lost or closed: what is held nobody knows. */
    reset() {
      for (const key of [...held.keys()]) up(key)
    },
  }
}
