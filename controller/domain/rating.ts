/**
 * How visitors rate a visit at the counter. What can be rated there is the visit that was finished last, for a
 * while, once. A rating belongs to the stay in one service (the leg) with its counter, officer and service, and
 * stays whatever an officer does afterwards: an undone finish or a reopened visit takes back no visitor's word,
 * and gives none a second one.
 */
import type { CommandOf } from './commands.ts'
import { type Decision, happens, type OpenState, refuse } from './decision.ts'
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
  const ticket = state.tickets.get(counter.lastFinished ?? '')
  if (ticket?.state !== 'finished') return 'nothing-to-rate'
  const { rating, endedAt, counter: at } = legOf(ticket)
  if (at !== counterId || endedAt === null) return 'nothing-to-rate'
  if (rating) return 'already-rated'
  const until = endedAt + ratingRuleOf(state).withinMinutes * 60_000
  // A clock that was set back does not make the time longer.
  return now > until || now < endedAt - 60_000 ? 'rating-too-late' : { ticket, until }
}

export function rate({ counter, value, at: now }: CommandOf<'RateVisit'>, state: OpenState): Decision {
  const found = ratableAt(state, counter, now)
  if (typeof found === 'string') return refuse(found)
  const { words, satisfied } = ratingRuleOf(state)
  if (!Number.isInteger(value) || value < 1 || value > words) return refuse('unknown-rating')
  const { ticket } = found
  const { service, officer } = legOf(ticket)
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
      by: 'counter-device',
    },
  })
}
