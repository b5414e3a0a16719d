/**
 * Who is next, and who is ahead: first come, first served within a service; a counter with several services
 * takes the longest waiting of them. The one place that orders people.
 */
import { isCallable, type State, type Ticket } from './state.ts'

/** Negative when `a` goes first. By the order of issue and not by its time: a clock may be set back. */
export function compareTurn(a: Ticket, b: Ticket): number {
  return a.order - b.order
}

/** The ticket that "next" takes for a counter giving these services; undefined when nobody waits. */
export function nextTicket(state: State, services: readonly string[]): Ticket | undefined {
  let first: Ticket | undefined
  for (const ticket of state.tickets.values()) {
    if (!isCallable(ticket) || !services.includes(ticket.service)) continue
    if (!first || compareTurn(ticket, first) < 0) first = ticket
  }
  return first
}

/** Tickets of one service in the order in which they will be called. */
export function queueOf(state: State, service: string): Ticket[] {
  return [...state.tickets.values()]
    .filter((ticket) => ticket.service === service && isCallable(ticket))
    .sort(compareTurn)
}

/** How many people go before this ticket in its service; null when it is not waiting to be called. */
export function aheadOf(state: State, ticket: Ticket): number | null {
  if (!isCallable(ticket)) return null
  let ahead = 0
  for (const other of state.tickets.values())
    if (other.service === ticket.service && isCallable(other) && compareTurn(other, ticket) < 0) ahead++
  return ahead
}
