/**
 * Addresses of phone pages: an HMAC of the ticket's id, so that nobody can guess another visitor's page from a
 * number, an event or a screen. In no event and no public state.
 */
import { createHmac } from 'node:crypto'
import type { State, TicketId } from './domain/state.ts'

export type PhoneTokens = {
  tokenOf(ticket: TicketId): string
  /** The ticket of today with this token. */
  ticketOf(token: string, state: State): TicketId | undefined
}

export function openPhoneTokens(key: Uint8Array): PhoneTokens {
  const known = new Map<string, TicketId>()
  const tokenOf = (ticket: TicketId) =>
    createHmac('sha256', key).update(ticket).digest('base64url').slice(0, 16)
  return {
    tokenOf,
    ticketOf(token, state) {
      for (const id of known.values()) {
        if (state.tickets.has(id)) break
        known.clear()
      }
      if (known.size < state.tickets.size) for (const id of state.tickets.keys()) known.set(tokenOf(id), id)
      return known.get(token)
    },
  }
}
