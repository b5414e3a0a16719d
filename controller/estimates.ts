/**
 * The hall's wait estimates: what it has learned on earlier days and today, asked anew at most every few seconds,
 * and how wrong the estimates given with the tickets turned out. The estimate itself is the domain's.
 */
import type { Clock } from '../hardware/clock.ts'
import { type Earlier, nothingEarlier } from './domain/earlier.ts'
import { type EstimateAnswer, estimateAll, estimateNew } from './domain/estimate.ts'
import { type EstimateError, estimateErrors, noEstimates, recordEstimate } from './domain/estimate-error.ts'
import type { TimedEvent } from './domain/events.ts'
import { observe } from './domain/observations.ts'
import { noPresence, recordPresence } from './domain/presence.ts'
import type { TicketClass } from './domain/rules.ts'
import { type ServiceStats, statsOf } from './domain/service-stats.ts'
import type { TicketId } from './domain/state.ts'
import { type Hall, today } from './hall.ts'
import type { Journal } from './journal/envelope.ts'

/** How long what was learned is good for: a visit more or less changes little. */
const statsMs = 15_000
/** An estimate this old is made anew, after the press that asked for it. */
const freshMs = 1000
/** An estimate older than this is not given any more: it is made anew at once. */
const staleMs = 30_000
/** Making estimates takes at most this share of the program's time, however long the queue is. */
const share = 1 / 30

export type Estimates = {
  /** For a ticket that would be issued now. Costs a press nothing: the last one made for its service is given. */
  forNew(ticket: { service: string; class?: TicketClass }): EstimateAnswer
  forTicket(ticket: TicketId): EstimateAnswer
  /** How wrong the estimates of today's tickets were, by service. */
  errors(): Record<string, EstimateError>
  /** Resolves when earlier days are read. */
  learned(): Promise<void>
}

/** What was made, when, and until when making it again would take too much time from others. */
type Made<T> = { value: T; at: number; restUntil: number }

export type EstimatesParts = {
  hall: Hall
  journal: Journal
  clock: Clock
  /** Reads what the days before today say of it; null when that cannot be had any more. */
  readEarlier: () => Promise<Earlier | null>
}

export function openEstimates({ hall, journal, clock, readEarlier }: EstimatesParts): Estimates {
  let earlier = nothingEarlier
  let reading = learnEarlier()
  let stats: { value: ServiceStats; at: number } | undefined
  let all: Made<Map<TicketId, EstimateAnswer>> | undefined
  const forService = new Map<string, Made<EstimateAnswer>>()
  const asked = new Set<string>()
  let record = noEstimates
  let presence = noPresence
  const take = (event: TimedEvent) => {
    record = recordEstimate(record, event)
    presence = recordPresence(presence, event)
  }
  for (const chunk of today(journal)) for (const event of chunk) take(event)
  hall.onCommit(({ events }) => {
    for (const { event, at } of events) {
      // Of one day only: the list must not grow for years.
      if (event.type === 'DayOpened') record = noEstimates
      take({ ...event, at })
      if (event.type === 'DayOpened') reading = learnEarlier()
      // Another counter more or less changes everything at once.
      if (event.type.startsWith('Counter') || event.type === 'DayOpened') forService.clear()
    }
  })

  function present() {
    const now = clock.monotonicMs()
    if (!stats || now - stats.at > statsMs)
      stats = { value: statsOf(observe(hall.state().tickets.values()), earlier.learned), at: now }
    return { state: hall.state(), now: clock.now(), stats: stats.value, worked: earlier.worked, presence }
  }
  /** Until it is read, what was known before holds. */
  async function learnEarlier(): Promise<void> {
    const read = await readEarlier().catch((error: Error) => {
      process.emitWarning(`estimates go without earlier days: ${error.message}`)
      return null
    })
    if (!read) return
    earlier = read
    stats = undefined
    all = undefined
    forService.clear()
  }
  function make<T>(work: () => T): Made<T> {
    const begun = performance.now()
    const value = work()
    const cost = performance.now() - begun
    const at = clock.monotonicMs()
    return { value, at, restUntil: at + cost / share }
  }
  const mayMake = (made: Made<unknown> | undefined, maxAge: number) => {
    const now = clock.monotonicMs()
    return !made || (now - made.at > maxAge && now >= made.restUntil)
  }

  function makeFor(key: string, ticket: { service: string; class?: TicketClass }): EstimateAnswer {
    const made = make(() => estimateNew(present(), ticket))
    forService.set(key, made)
    return made.value
  }

  return {
    forNew(ticket) {
      const key = `${ticket.service}/${ticket.class ?? 'ordinary'}`
      const known = forService.get(key)
      if (!known || mayMake(known, staleMs)) return makeFor(key, ticket)
      if (mayMake(known, freshMs) && !asked.has(key)) {
        asked.add(key)
        // After this press is answered.
        setImmediate(() => {
          asked.delete(key)
          makeFor(key, ticket)
        })
      }
      return known.value
    },
    forTicket(ticket) {
      if (!all || mayMake(all, 2 * freshMs)) all = make(() => estimateAll(present()))
      return all.value.get(ticket) ?? { estimate: null, reason: 'not-waiting' }
    },
    errors: () => estimateErrors(record),
    learned: () => reading,
  }
}
