/**
 * The journal's chain of hashes, recomputed from what was received, as the contract tells. Pure. Whoever changed,
 * added or took out an event since cannot make this come out right.
 */
import { createHash } from 'node:crypto'
import type { StoredEvent } from './event-store.ts'

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')
/** What the first event of all is chained to. */
export const chainStart = (journalId: string) => sha256(journalId)

type Event = Record<string, unknown> & { data?: { site?: { reduced?: unknown }; reason?: unknown } }

/** The hash this event must have after that one; null: less of it was sent than the journal holds. */
export function hashAfter(before: string, { seq, journalId, type, body }: StoredEvent): string | null {
  const event: Event = JSON.parse(body)
  const { data } = event
  if (type === 'SiteChanged' && data?.site?.reduced === true) return null
  if ((type === 'SlipFailed' || type === 'SlipUnknown') && data?.reason === 'unknown-fault') return null
  const stored = {
    ...{ seq, journalId, type, v: event.typeversion, at: event.time },
    clock: {
      synced: event.clocksynced ?? null,
      bootId: event.bootid ?? '',
      monotonicMs: Number(event.monotonicms),
    },
    actor: { kind: event.actorkind, id: event.actorid },
    cause: event.cause ?? '',
    data,
  }
  return sha256(before + JSON.stringify(stored))
}
