/** What the hall says of itself on its status topic, and up to where its journal is known to go. */
import { readObject } from './read-event.ts'

export type Before = { journalId: string; seq: number }
export type HallStatus = {
  state: 'online' | 'offline' | 'unknown'
  journalId: string
  /** Its last event as far as it told us. */
  seq: number
  /** The event before the first of its journal; null: there is none; undefined: it did not say. */
  continues: Before | null | undefined
  /** It has nothing after `seq` that was not sent to us. */
  endKnown: boolean
}

export function openHallStatus() {
  const now: HallStatus = { state: 'unknown', journalId: '', seq: 0, continues: undefined, endKnown: false }
  let run = ''
  return {
    now: now as Readonly<HallStatus>,
    /** Why it is no status, or whether the hall came back since the last one. */
    take(payload: Uint8Array): { wrong: string } | { back: boolean } {
      const read = readObject(payload)
      if ('wrong' in read) return read
      const { state, journalId, seq, continues, connectedAt } = read.fields
      if (state !== 'online' && state !== 'offline') return { wrong: '/state is neither online nor offline' }
      now.state = state
      if (state === 'offline') return { back: false }
      const last = Number.isSafeInteger(seq) ? Number(seq) : 0
      const back = `${journalId} ${connectedAt}` !== run
      run = `${journalId} ${connectedAt}`
      if (back) Object.assign(now, { journalId: String(journalId), seq: last, endKnown: false })
      else now.seq = Math.max(now.seq, last)
      now.continues = continues === null ? null : beforeOf(continues)
      return { back }
    },
    endsAt(seq: number | null): void {
      now.seq = Math.max(now.seq, seq ?? 0)
      now.endKnown = true
    },
    endUnknown(): void {
      now.endKnown = false
    },
  }
}

function beforeOf(value: unknown): Before | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { journalId, seq } = value as Record<string, unknown>
  return typeof journalId === 'string' && Number.isSafeInteger(seq) && Number(seq) > 0
    ? { journalId, seq: Number(seq) }
    : undefined
}
