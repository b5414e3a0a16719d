/** What people should know about the dossier link: types only, so that pages may import it. */
export type LinkState = {
  state: 'connected' | 'connecting'
  /** Without name and password. */
  broker: string
  lastError: string | null
}

export type OutboxState = {
  /** The last event that the broker acknowledged without a gap, and how many it has not. */
  atBroker: number
  pending: number
  /** The last event the server itself said it has, and how many it has not; null: it never said. */
  atServer: number | null
  pendingAtServer: number | null
}
