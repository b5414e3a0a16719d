/**
 * Who is next, and who is ahead. The one place that orders people.
 *
 * An accumulating priority queue (Kleinrock 1964; Stanford, Taylor & Ziedins 2014): a ticket's credit grows with
 * its waiting time at its class's rate, weighted by the counter's preference for its service; the largest credit
 * is called, ties by order of issue. With every rate and weight 1 that is first come, first served.
 *
 * Above the rule stands a bound: a ticket that `maxOvertakes` later tickets went before, while it could have been
 * called, is not overtaken again. "Later" is by `creditStart`, then by order of issue.
 */
import type { CounterRule, Rules, TicketClass } from './rules.ts'
import { type CounterState, isUnclaimed, type State, serviceOf, type Ticket, type TicketId } from './state.ts'

/** Negative when `a` came first. */
export function compareTurn(a: Ticket, b: Ticket): number {
  return a.creditStart - b.creditStart || a.order - b.order
}

export function rateOf(rules: Rules, ticketClass: TicketClass): number {
  return rules.classes.find(({ id }) => id === ticketClass)?.rate ?? 1
}

/** Seconds of waiting that count, at the class's rate. */
export function creditOf(rules: Rules, ticket: Ticket, now: number): number {
  return (rateOf(rules, ticket.class) * Math.max(0, now - ticket.creditStart)) / 1000
}

/** Waiting, with the number in hand, and nobody of the same person is at a counter. */
export function isCallable(state: State, ticket: Ticket): boolean {
  return (
    ticket.state === 'waiting' && !isUnclaimed(ticket) && !(ticket.link && isLinkBusy(state, ticket.link))
  )
}

function isLinkBusy(state: State, link: string): boolean {
  for (const { link: other, state: now } of state.tickets.values())
    if (other === link && (now === 'called' || now === 'serving' || now === 'held')) return true
  return false
}

/** May this counter call this ticket now? */
export function mayCall(
  state: State,
  counter: { id: string; services: readonly string[] },
  ticket: Ticket,
): boolean {
  return (
    isCallable(state, ticket) &&
    (ticket.tiedTo === null ? counter.services.includes(serviceOf(ticket)) : ticket.tiedTo === counter.id)
  )
}

export type Choice = {
  ticket: Ticket
  by: 'rule' | 'limit'
  credit: number
  /** Who came earlier and could have been called here, in order of turn. */
  passed: Ticket[]
}

/** The ticket that "next" takes at a counter; undefined when nobody waits for it. */
export function nextTicket(
  state: State,
  rules: Rules,
  counter: Pick<CounterRule, 'id' | 'preference'> & Pick<CounterState, 'services'>,
  now: number,
): Choice | undefined {
  const candidates = candidatesOf(state, counter)
  const limit = candidates.find(({ overtakes }) => overtakes >= rules.maxOvertakes)
  const weigh = (ticket: Ticket) =>
    creditOf(rules, ticket, now) * (counter.preference[serviceOf(ticket)] ?? 1)
  let best: Ticket | undefined
  let bestCredit = Number.NEGATIVE_INFINITY
  for (const ticket of candidates) {
    const credit = weigh(ticket)
    // Candidates stand in order of turn, so an equal credit does not displace who came first.
    if (credit > bestCredit) [best, bestCredit] = [ticket, credit]
    if (ticket === limit) break
  }
  if (!best) return undefined
  const passed = candidates.filter((ticket) => compareTurn(ticket, best) < 0)
  const byRule = limit === undefined || candidates.every((ticket) => weigh(ticket) <= bestCredit)
  return { ticket: best, by: byRule ? 'rule' : 'limit', credit: bestCredit, passed }
}

/** Everybody this counter could call now, in order of turn. */
export function candidatesOf(state: State, counter: { id: string; services: readonly string[] }): Ticket[] {
  return [...state.tickets.values()].filter((ticket) => mayCall(state, counter, ticket)).sort(compareTurn)
}

/** Whom calling this ticket here would pass over, in order of turn. */
export function passedBy(
  state: State,
  counter: { id: string; services: readonly string[] },
  ticket: Ticket,
): Ticket[] {
  return candidatesOf(state, counter).filter((other) => compareTurn(other, ticket) < 0)
}

/** Waiting tickets of one service that can be called, largest credit first. */
export function queueOf(state: State, service: string, now: number): Ticket[] {
  const { rules } = state
  const waiting = [...state.tickets.values()].filter(
    (ticket) => serviceOf(ticket) === service && isCallable(state, ticket),
  )
  if (!rules || rules.classes.every(({ rate }) => rate === 1)) return waiting.sort(compareTurn)
  const credit = new Map<TicketId, number>(waiting.map((ticket) => [ticket.id, creditOf(rules, ticket, now)]))
  return waiting.sort((a, b) => (credit.get(b.id) ?? 0) - (credit.get(a.id) ?? 0) || compareTurn(a, b))
}

/** Waiting tickets of the same service with more credit now; null when it is not waiting to be called. */
export function aheadOf(state: State, ticket: Ticket, now: number): number | null {
  if (!isCallable(state, ticket)) return null
  return queueOf(state, serviceOf(ticket), now).findIndex(({ id }) => id === ticket.id)
}
