/**
 * How visitors rate a visit. At the counter it is the visit that was finished last there, for a while, since the
 * next visitor soon stands before the same buttons; on the phone it is the visit of that ticket, until the day
 * closes. Either way once, and the first word counts. A rating belongs to the stay in one service (the leg) with its
 * counter, officer and service, and stays whatever an officer does afterwards: an undone finish or a reopened visit
 * takes back no visitor's word, and gives none a second one.
 */
import type { CommandOf } from './commands.ts'
import { type Decision, happens, refuse } from './decision.ts'
import type { EventData } from './events.ts'
import type { RefusalCode } from './refusals.ts'
import type { RatingRule } from './rules.ts'
import { legOf, type State, type Ticket } from './state.ts'

/** For days whose rules were written down before there were ratings. */
const usualRating: RatingRule = { words: 5, satisfied: 2, withinMinutes: 2 }

export const ratingRuleOf = (state: State): RatingRule => state.rules?.rating ?? usualRating

/** The visit that can be rated at a counter now and until when, or why none can. */
export function ratableAt(
  state: State,
  counterId: string,
  now: number,
): { ticket: Ticket; until: number } | RefusalCode {
  const counter = state.counters.get(counterId)
  if (!counter) return 'unknown-counter'
  if (state.day === null) return 'rating-too-late'
  const ticket = state.tickets.get(counter.lastFinished ?? '')
  if (ticket?.state !== 'finished') return 'nothing-to-rate'
  const { rating, endedAt, counter: at } = legOf(ticket)
  if (at !== counterId || endedAt === null) return 'nothing-to-rate'
  if (rating) return 'already-rated'
  const until = endedAt + ratingRuleOf(state).withinMinutes * 60_000
  // A clock that was set back does not make the time longer.
  return now > until || now < endedAt - 60_000 ? 'rating-too-late' : { ticket, until }
}

/** The visit that its visitor can rate on the phone, or why it cannot be. */
export function ratableByPhone(state: State, ticketId: string): { ticket: Ticket } | RefusalCode {
  const ticket = state.tickets.get(ticketId)
  if (!ticket) return 'unknown-ticket'
  if (ticket.state !== 'finished') return 'not-finished'
  if (legOf(ticket).rating) return 'already-rated'
  return state.day === null ? 'rating-too-late' : { ticket }
}

export function rate(command: CommandOf<'RateVisit'>, state: State): Decision {
  return 'ticket' in command
    ? rated(ratableByPhone(state, command.ticket), command.value, 'phone', state)
    : rated(ratableAt(state, command.counter, command.at), command.value, 'counter-device', state)
}

function rated(
  found: { ticket: Ticket } | RefusalCode,
  value: number,
  by: EventData['VisitRated']['by'],
  state: State,
): Decision {
  if (typeof found === 'string') return refuse(found)
  const { words, satisfied } = ratingRuleOf(state)
  if (!Number.isInteger(value) || value < 1 || value > words) return refuse('unknown-rating')
  const { ticket } = found
  const { service, officer, counter } = legOf(ticket)
  // Only a ticket that was at a counter can have finished.
  if (counter === null) return refuse('not-finished')
  return happens(ticket.id, {
    type: 'VisitRated',
    data: {
      ticket: ticket.id,
      number: ticket.number,
      counter,
      service,
      officer,
      value,
      of: words,
      satisfied: value <= satisfied,
      by,
    },
  })
}
