/**
 * The hall's wait estimates: what it has learned of its pace today, asked anew at most every few seconds, and how
 * wrong the estimates given with the tickets turned out. The estimate itself is the domain's.
 */
import type { Clock } from '../hardware/clock.ts'
import { type EstimateAnswer, estimateAll, estimateNew } from './domain/estimate.ts'
import { type EstimateError, estimateErrors, noEstimates, recordEstimate } from './domain/estimate-error.ts'
import type { TicketClass } from './domain/rules.ts'
import { observe, type ServiceStats, statsOf } from './domain/service-stats.ts'
import type { TicketId } from './domain/state.ts'
import { type Hall, today } from './hall.ts'
import type { Journal } from './journal/envelope.ts'

/** How long what was learned is good for: a visit more or less changes little. */
const statsMs = 15_000
/** How long the estimates of all who wait are good for, on screens. */
const allMs = 2000

export type Estimates = {
  /** For a ticket that would be issued now. */
  forNew(ticket: { service: string; class?: TicketClass }): EstimateAnswer
  forTicket(ticket: TicketId): EstimateAnswer
  /** How wrong the estimates of today's tickets were, by service. */
  errors(): Record<string, EstimateError>
}

export function openEstimates({
  hall,
  journal,
  clock,
}: {
  hall: Hall
  journal: Journal
  clock: Clock
}): Estimates {
  let stats: { value: ServiceStats; at: number } | undefined
  let all: { value: Map<TicketId, EstimateAnswer>; at: number } | undefined
  let record = noEstimates
  for (const chunk of today(journal)) for (const event of chunk) record = recordEstimate(record, event)
  hall.onCommit(({ events }) => {
    for (const { event, at } of events) record = recordEstimate(record, { ...event, at })
  })

  function asked() {
    const monotonic = clock.monotonicMs()
    if (!stats || monotonic - stats.at > statsMs)
      stats = { value: statsOf(observe(hall.state().tickets.values())), at: monotonic }
    return { state: hall.state(), now: clock.now(), stats: stats.value }
  }

  return {
    forNew: (ticket) => estimateNew(asked(), ticket),
    forTicket(ticket) {
      const monotonic = clock.monotonicMs()
      if (!all?.value.has(ticket) || monotonic - all.at > allMs)
        all = { value: estimateAll(asked()), at: monotonic }
      return all.value.get(ticket) ?? { estimate: null, reason: 'not-waiting' }
    },
    errors: () => estimateErrors(record),
  }
}
