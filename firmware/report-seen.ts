/**
 * Tells the hall once a minute which of a station's devices worked since it was last told, in one message, so
 * that a device that is asked every second does not fill the bus.
 */
import type { Clock } from '../hardware/clock.ts'
import type { DeviceSlot } from './device-slot.ts'
import type { Seen } from './messages.ts'

export const seenEveryMs = 60_000

/** The answer ends it. */
export function reportSeen({
  slots,
  clock,
  report,
}: {
  slots: ReadonlyMap<string, Pick<DeviceSlot, 'life'>>
  clock: Clock
  report: (seen: Seen) => void
}): () => void {
  const told = new Map<string, string>()
  let cancel = () => {}

  function tell() {
    const devices: Seen['devices'] = {}
    for (const [id, slot] of slots) {
      const { seenAt, retries } = slot.life()
      const now = `${seenAt} ${retries}`
      if (told.get(id) === now || (seenAt === undefined && retries === 0)) continue
      told.set(id, now)
      devices[id] = {
        ...(seenAt === undefined ? {} : { agoMs: Math.round(clock.monotonicMs() - seenAt) }),
        ...(retries > 0 ? { retries } : {}),
      }
    }
    if (Object.keys(devices).length > 0) report({ type: 'seen', devices })
    later()
  }
  const later = () => {
    cancel = clock.after(seenEveryMs, tell)
  }
  later()
  return () => cancel()
}
