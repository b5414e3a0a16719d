/** What people should know about the dossier link: types only, so that pages may import it. */
export type LinkTrouble = {
  code:
    | 'unreachable'
    | 'name-unknown'
    | 'closed'
    | 'login-refused'
    | 'clock-not-set'
    | 'certificate-expired'
    | 'certificate-not-yet'
    | 'certificate-other-host'
    | 'certificate-unknown-issuer'
    | 'own-certificate-refused'
    | 'no-acknowledgement'
    | 'event-refused'
    | 'subscription-refused'
    | 'not-recorded'
    | 'taken-over'
  /** For whoever repairs it: English, with times, names and addresses, never a password. */
  text: string
}
export type LinkState = {
  /** `aside`: another controller speaks for this site; this one lets it, and comes back after a while. */
  state: 'connected' | 'connecting' | 'aside'
  /** Without name and password; the present one, or the one being tried. */
  broker: string
  /** False when it is not the first of the site file. */
  firstBroker: boolean
  /** Since when it is connected, or not; ISO 8601. */
  since: string
  trouble: LinkTrouble | null
  /** Another controller that speaks for the same site: what it said of itself last, and when that was. */
  rival: { journalId: string | null; seenAt: string } | null
}

export type OutboxState = {
  /** The last event that the broker acknowledged without a gap, and how many it has not. */
  atBroker: number
  pending: number
  /** The last event the server itself said it has, and how many it has not; null: it never said. */
  atServer: number | null
  pendingAtServer: number | null
  /** Since when events wait without any being acknowledged; ISO 8601, null when none waits. */
  waitingSince: string | null
}

/** What came in: since the start. */
export type InboundState = {
  received: number
  refused: number
  /** Not to be read: malformed, of an unknown type, too large. */
  malformed: number
  lastRefusal: { type: string; code: string; pointer: string | null; at: number } | null
}
export type ServerState = InboundState & {
  /** Messages for visitors whose time was over before they could be sent. */
  dropped: number
  replay: { command: string; next: number; to: number } | null
}
