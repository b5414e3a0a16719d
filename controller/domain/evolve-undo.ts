/** What an undo brings back. */
import type { State, Ticket, TicketId, Undo } from './state.ts'
import { withCounter } from './state-copies.ts'

/**
 * The ticket's life and the counter as they were. Its paper and its companions stay as they are now: what was
 * printed since is printed, and what a visitor said was said. What others were overtaken by stays, and is only ever too much.
 */
export function undone(state: State, counterId: string): State {
  const undo = state.counters.get(counterId)?.undo
  if (!undo) return state
  const { what, ticket: before, lastTicket } = undo
  const now = state.tickets.get(before.id) ?? before
  const legs = before.legs.map((leg, n) => ({ ...leg, rating: now.legs[n]?.rating ?? leg.rating }))
  const ticket: Ticket = { ...before, legs, slip: now.slip, confirmed: now.confirmed, link: now.link }
  const tickets = new Map(state.tickets).set(ticket.id, ticket)
  const current = what === 'call' ? null : ticket.id
  const calls =
    what === 'call'
      ? state.calls.filter((call) => call.ticket !== ticket.id || call.counter !== counterId)
      : state.calls
  return withCounter({ ...state, tickets, calls }, counterId, {
    ticket: current,
    lastTicket: what === 'call' ? lastTicket : ticket.id,
    undo: null,
  })
}

/** Notes how ticket and counter are, before they change. */
export function remember(state: State, id: TicketId, counter: string, what: Undo['what']): State {
  const ticket = state.tickets.get(id)
  const present = state.counters.get(counter)
  if (!ticket || !present) return state
  return withCounter(state, counter, { undo: { what, ticket, lastTicket: present.lastTicket } })
}
