/**
 * How a device is, as the dossier server hears it: no words of a driver, which may hold an address or a path. Pure.
 */
import { placeWithoutAddress } from '../../hardware/device-places.ts'
import { isoTime } from '../domain/local-time.ts'
import { patterns } from './contract/kinds.ts'

export type DeviceNow = {
  station: string
  device: string
  kind: string
  place?: string
  on?: readonly string[]
  health: { state: string; reason?: string; warning?: string }
  since: number
  lastSeen?: number | null
  lastError?: { at: number; reason: string } | null
  disagreements?: number
  retries?: number
}

/** A device that works moves its time on by itself; the server need not hear it more often than this. */
const seenEveryMs = 10 * 60_000

const placePattern = new RegExp(patterns.place)

/** `content` is what makes a new message worth sending. */
export function deviceHealth(now: DeviceNow, timeZone: string): { data: object; content: string } {
  const { station, device, kind, on = [], health, since, lastSeen = null, lastError = null } = now
  const place = placeWithoutAddress(now.place ?? '')
  const time = (at: number) => isoTime(at, timeZone)
  const steady = {
    station,
    device,
    kind,
    ...(placePattern.test(place) ? { place } : {}),
    on,
    health: {
      state: health.state,
      ...(health.reason === undefined ? {} : { reason: health.reason }),
      ...(health.warning === undefined ? {} : { warning: health.warning }),
    },
    since: time(since),
    lastError: lastError && { at: time(lastError.at), reason: lastError.reason },
    disagreements: now.disagreements ?? 0,
  }
  return {
    data: { ...steady, lastSeen: lastSeen === null ? null : time(lastSeen), retries: now.retries ?? 0 },
    content: JSON.stringify([steady, lastSeen === null ? null : Math.floor(lastSeen / seenEveryMs)]),
  }
}
