/**
 * What every figure means, and today's in short (`figuresOf`). Rows over many days are made of the same durations
 * by `figure-rows.ts`.
 *
 * What is counted. A visit is a ticket; a leg is its stay in one service (a transfer ends one leg and starts the
 * next; a no-show who returns goes on with the same). What an undo took back never happened.
 *
 * Two populations. `served`: legs whose service started; the wait is started − entered, where a first leg is
 * entered when its ticket is issued or checked in (requirement R19: not until the call). `all`: every leg; one
 * that was never started counts with the time until it ended or, while it has not, until the day's `until`: now;
 * the day's closing; or, in a hall that was off at midnight, the last thing it recorded that day.
 *
 * Where a leg belongs. All about a leg counts in the period, hour and day in which it was entered, also what
 * happened later: rows add up, and asking again gives the same. A visit counts where its first leg does. A leg's
 * counter and officer are those who called or served it last (null: nobody yet), its agency is its service's,
 * its class the visit's present one. A period includes its start and excludes its end; only idle time, which is
 * the counters' own, is cut at the edges.
 *
 * Durations (a clock that was set back gives 0, never less)
 *   waiting, waitingAll            served, all: as above
 *   waitingOpen, waitingOpenAll    the same, without what lies outside the service's sessions of that day
 *   untilCall                      first call − entered; of all legs that were called, no-shows too
 *   walking                        started − last call; not where the system inferred the start
 *   service                        ended − started − on hold; of legs an officer finished or transferred: what
 *                                  the system ended says nothing about the work
 *   visits.waiting                 wait of the visit's first leg, where it was served
 *   visits.waitingSum, …SumAll     sum over the visit's served legs, if any; over all its legs
 *   visits.service                 sum of service, of visits whose every leg has one
 *
 * Counts: issued (first legs), entered (all legs), called, started (of these startedBySystem: inferred); and as a
 * leg stands: finished, transferred, noShow, voided, present (not ended). `entered` is the sum of these five.
 *
 * Shares, each with its n and of how many: overLimit of started and overLimitAll of entered (a wait longer than
 * the limit), noShowShare of called, voidShare of entered.
 *
 * ratings.n: legs that their visitor rated, in the period in which they were entered like all about a leg.
 *   ratings.mean: mean of their points, where the best word has as many points as the scale has words (`of`) and the
 *   worst has 1. Null without ratings, and where scales of different lengths were in use: their points do not compare.
 *   ratings.satisfied: of these, how many with one of the words that count as satisfied at that time.
 *   ratings.response: of the legs that were finished or rated. A rating stays when its visit is reopened.
 *
 * idleWhileWaiting: time during which a counter was open, not paused and without a ticket while somebody waited
 * whom it could have called. Unknown by service, source and class: a counter is not idle for one of them.
 *
 * Median and 90th percentile are nearest rank: always a wait that somebody really had.
 */
import { type Leg, legOf, type Ticket } from './state.ts'

export const populations = {
  served: 'Legs entered in the period whose service started: started − entered.',
  all: 'All legs entered in the period: those not started count by the time until they ended, or until now.',
}

export type Spread = {
  n: number
  mean: number | null
  median: number | null
  p90: number | null
  max: number | null
}

/** All durations here and below are milliseconds. */
const elapsed = (from: number, to: number): number => Math.max(0, to - from)

export function waitOf({ enteredAt, startedAt }: Leg): number | null {
  return startedAt === null ? null : elapsed(enteredAt, startedAt)
}

export function waitAllOf(leg: Leg, until: number): number {
  return waitOf(leg) ?? elapsed(leg.enteredAt, Math.min(leg.endedAt ?? until, until))
}

export function untilCallOf({ enteredAt, calledAt }: Leg): number | null {
  return calledAt === null ? null : elapsed(enteredAt, calledAt)
}

export function walkingOf({ lastCalledAt, startedAt, startedBySystem }: Leg): number | null {
  return lastCalledAt === null || startedAt === null || startedBySystem
    ? null
    : elapsed(lastCalledAt, startedAt)
}

export function serviceTimeOf({ startedAt, endedAt, heldMs, end, endedBySystem }: Leg): number | null {
  if (startedAt === null || endedAt === null || endedBySystem) return null
  return end === 'finished' || end === 'transferred' ? elapsed(startedAt + heldMs, endedAt) : null
}

/** Today's, live. Waits and service are of legs; the other counts are of tickets by their present state. */
export type Figures = {
  issued: number
  waiting: number
  called: number
  /** Held counts as serving. */
  serving: number
  finished: number
  noShow: number
  voided: number
  /** Served legs. */
  wait: Spread
  service: Spread
  /** Longest wait of those waiting or called. */
  longestWait: number | null
  /** Legs started, waiting or called whose wait is longer than the limit. */
  overLimit: number
}

/** `of` picks legs, such as one service's; a ticket counts as issued by its first leg, and where it is by its last. */
export function figuresOf(
  tickets: Iterable<Ticket>,
  now: number,
  limitMs: number,
  of: (leg: Leg) => boolean = () => true,
): Figures {
  const count = { waiting: 0, called: 0, serving: 0, held: 0, finished: 0, 'no-show': 0, voided: 0 }
  const waits: number[] = []
  const services: number[] = []
  let longestWait: number | null = null
  let overLimit = 0
  let issued = 0
  for (const ticket of tickets) {
    const present = legOf(ticket)
    if (ticket.legs[0] && of(ticket.legs[0])) issued++
    if (of(present)) count[ticket.state]++
    for (const leg of ticket.legs) {
      if (!of(leg)) continue
      const wait = waitOf(leg)
      const service = serviceTimeOf(leg)
      if (wait !== null) waits.push(wait)
      if (service !== null) services.push(service)
      const isPresent = leg === present && (ticket.state === 'waiting' || ticket.state === 'called')
      if (isPresent) longestWait = Math.max(longestWait ?? 0, waitAllOf(leg, now))
      if ((wait !== null || isPresent) && waitAllOf(leg, now) > limitMs) overLimit++
    }
  }
  return {
    issued,
    waiting: count.waiting,
    called: count.called,
    serving: count.serving + count.held,
    finished: count.finished,
    noShow: count['no-show'],
    voided: count.voided,
    wait: spread(waits),
    service: spread(services),
    longestWait,
    overLimit,
  }
}

export function spread(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values).sort()
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null
  const sum = sorted.reduce((total, value) => total + value, 0)
  return {
    n: sorted.length,
    mean: sorted.length ? sum / sorted.length : null,
    median: rank(0.5),
    p90: rank(0.9),
    max: sorted.at(-1) ?? null,
  }
}
