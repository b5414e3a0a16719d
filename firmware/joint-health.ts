/**
 * The health of a device that is made of parts, such as a contact and a light: the first fault of any part, or how
 * often one was found forgetful. Parts on the same chip tell the same number, so the largest counts.
 */
import { readyAfter } from './last-wins.ts'
import type { DeviceHealth } from './messages.ts'

export type JointHealth = ReturnType<typeof jointHealth>

export function jointHealth(onHealth: (health: DeviceHealth) => void) {
  const parts = new Map<string, DeviceHealth>()

  function tell() {
    let disagreements = 0
    for (const health of parts.values()) {
      if (health.state === 'down') return onHealth(health)
      if (health.state === 'ready') disagreements = Math.max(disagreements, health.disagreements ?? 0)
    }
    onHealth(readyAfter(disagreements))
  }

  return {
    /** Where a part tells how it is; it is well until it says otherwise. `words` name it in front of its fault. */
    part:
      (name: string, words = '') =>
      (health: DeviceHealth) => {
        const named = health.state === 'down' && words !== ''
        parts.set(name, named ? { ...health, detail: `${words}: ${health.detail}` } : health)
        tell()
      },
    /** Tells how the whole is now. */
    tell,
  }
}
