/**
 * One event as it is stored, sent and replayed. Actor, cause and clock are here from the first event on,
 * because they cannot be added later to events that are already chained.
 */
export type ClockReading = {
  /** Whether the system clock was set from the network; null when the system cannot tell. */
  synced: boolean | null
  bootId: string
  monotonicMs: number
}
/** Who caused it: codes only, never a person's name. */
export type Actor = { kind: 'visitor' | 'officer' | 'manager' | 'dossier' | 'system'; id?: string }

/** What the hall hands to the journal; `data` is JSON. */
export type NewEvent = {
  type: string
  /** Version of this type's data. */
  v: number
  /** ISO 8601 with the site's offset. */
  at: string
  clock: ClockReading
  actor: Actor
  /** Id of the press, request or command it came from. */
  cause: string
  data: unknown
}
export type Envelope = NewEvent & {
  /** Gap-free from 1 within its data directory, on through every journalId. */
  seq: number
  /** The journal it was written in. A restored copy goes on under a new one; what it held keeps its own. */
  journalId: string
  /** sha256, hex, of the previous hash and this event's stored bytes. */
  hash: string
}

/** The id an event has outside: never repeated, whatever becomes of the card it was stored on. */
export function eventId(site: string, event: Pick<Envelope, 'journalId' | 'seq'>): string {
  return `${site}-${event.journalId}-${event.seq}`
}

/** Why the disk took nothing. `text`: for whoever repairs it, English. */
export type WriteFailure = {
  reason: 'disk-full' | 'disk-read-only' | 'file-damaged' | 'disk-failed' | 'unknown'
  text: string
}
/** What `append` rejects with. */
export class NotWritten extends Error {
  readonly reason: WriteFailure['reason']
  constructor(reason: WriteFailure['reason'], text: string) {
    super(text)
    this.reason = reason
  }
}

export type Journal = {
  /** New at every creation or restore, so that event ids never repeat after a swapped card. */
  readonly journalId: string
  /** Of a restored copy: whose event, and which, stands before its first. Null: it began empty. */
  readonly continues: { journalId: string; seq: number } | null
  /** Sequence of the last durable event; 0 when empty. */
  lastSeq(): number
  lastHash(): string
  /** Synced transactions since it was opened. */
  commits(): number
  /**
   * Writes all or none in one synced transaction and resolves when they are durable. Runs off the main thread.
   * Rejects when the disk refuses; the journal is then as it was before.
   */
  append(events: NewEvent[]): Promise<Envelope[]>
  /** Whether the disk takes writes again: writes nothing that counts, and rejects as `append` does. */
  tryWriting(): Promise<void>
  /** Durable events with seq > after, at most `limit`, in order. */
  read(after: number, limit: number): Envelope[]
  /** Sequence of the newest event of this type, up to the event `until`; 0 when there is none. */
  lastOfType(type: string, until?: number): number
  /** A named position, such as the outbox's; 0 when it was never set. */
  bookmark(name: string): number
  /** Moves a bookmark; durable no later than the next append, may be lost to a power cut (then work repeats). */
  setBookmark(name: string, seq: number): Promise<void>
  close(): Promise<void>
}
