/** The journal's disk among the devices that the dossier server hears of: it fails slowly, and takes everything along. Pure. */
import { journalDisk } from '../../hardware/device-places.ts'
import type { DeviceNow } from './device-health.ts'

export function diskHealth(
  disk: { level: 'ample' | 'low' | 'nearly-full' | 'unknown'; since: number },
  /** Why it takes no writes. */
  failure: { reason: string; since: number } | null,
): DeviceNow {
  const { level, since } = disk
  const entry = { ...journalDisk, kind: 'disk' }
  if (failure) return { ...entry, health: { state: 'down', reason: failure.reason }, since: failure.since }
  if (level === 'unknown') return { ...entry, health: { state: 'down', reason: 'unknown' }, since }
  const warning = level === 'ample' ? {} : { warning: `disk-${level}` }
  return { ...entry, health: { state: 'ready', ...warning }, since }
}
