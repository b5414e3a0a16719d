/**
 * What is gathered for one row of figures, and the row that it becomes. Holds numbers, never legs; what each figure
 * means stands at the head of `figures.ts`, who belongs in which row in `figure-rows.ts`.
 */
import { type Spread, serviceTimeOf, spread, untilCallOf, waitAllOf, waitOf, walkingOf } from './figures.ts'
import {
  addRating,
  mergedRatings,
  noRatings,
  type Ratings,
  type RatingTally,
  ratingsOf,
  type Share,
  shareOf,
} from './rating-figures.ts'
import type { Leg } from './state.ts'

const countNames = [
  'issued',
  'entered',
  'called',
  'started',
  'startedBySystem',
  'finished',
  'transferred',
  'noShow',
  'voided',
  'present',
] as const
const durationNames = [
  'waiting',
  'waitingAll',
  'waitingOpen',
  'waitingOpenAll',
  'untilCall',
  'walking',
  'service',
] as const
const visitNames = ['waiting', 'waitingSum', 'waitingSumAll', 'service'] as const

/** In seconds. The key of an hour is 00 to 23, since the day's local midnight. */
export type FigureRow = { key: string | null } & Record<(typeof countNames)[number], number> &
  Record<(typeof durationNames)[number], Spread> &
  Record<'overLimit' | 'overLimitAll' | 'noShowShare' | 'voidShare', Share> & {
    visits: Record<(typeof visitNames)[number], Spread>
    /** Finished and transferred legs by the outcome's code; null: none was said. */
    outcomes: { outcome: string | null; n: number }[]
    ratings: Ratings
    idleWhileWaiting: number | null
  }
export type Tally = {
  counts: Record<(typeof countNames)[number], number>
  durations: Record<(typeof durationNames)[number], number[]>
  visits: Record<(typeof visitNames)[number], number[]>
  over: number
  overAll: number
  outcomes: Map<string | null, number>
  ratings: RatingTally
  idle: number
}

/** `open`: its wait so far without closed hours. */
export function addLeg(tally: Tally, leg: Leg, by: { until: number; open: number; limitMs: number }): void {
  const { until, open, limitMs } = by
  const { counts, durations, outcomes } = tally
  const wait = waitOf(leg)
  const waitAll = waitAllOf(leg, until)
  const note = (name: (typeof durationNames)[number], value: number | null) => {
    if (value !== null) durations[name].push(value)
  }
  counts.entered++
  note('waitingAll', waitAll)
  note('waitingOpenAll', open)
  note('waiting', wait)
  note('waitingOpen', wait === null ? null : open)
  note('untilCall', untilCallOf(leg))
  note('walking', walkingOf(leg))
  note('service', serviceTimeOf(leg))
  if (leg.calledAt !== null) counts.called++
  if (wait !== null) counts.started++
  if (wait !== null && leg.startedBySystem) counts.startedBySystem++
  if (wait !== null && wait > limitMs) tally.over++
  if (waitAll > limitMs) tally.overAll++
  counts[leg.end === null ? 'present' : leg.end === 'no-show' ? 'noShow' : leg.end]++
  addRating(tally.ratings, leg)
  if (leg.end === 'finished' || leg.end === 'transferred')
    outcomes.set(leg.outcome, (outcomes.get(leg.outcome) ?? 0) + 1)
}

/** Once for each ticket, by its first leg. */
export function addVisit({ counts, visits }: Tally, legs: readonly Leg[], until: number): void {
  counts.issued++
  const [first] = legs
  const firstWait = first ? waitOf(first) : null
  if (firstWait !== null) visits.waiting.push(firstWait)
  const waits = legs.map(waitOf).filter((wait) => wait !== null)
  if (waits.length > 0) visits.waitingSum.push(sum(waits))
  visits.waitingSumAll.push(sum(legs.map((leg) => waitAllOf(leg, until))))
  const services = legs.map(serviceTimeOf).filter((time) => time !== null)
  if (services.length === legs.length) visits.service.push(sum(services))
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const each = <Name extends string, Value>(names: readonly Name[], make: (name: Name) => Value) =>
  Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Value>

export function emptyTally(): Tally {
  return {
    counts: each(countNames, () => 0),
    durations: each(durationNames, () => []),
    visits: each(visitNames, () => []),
    over: 0,
    overAll: 0,
    outcomes: new Map(),
    ratings: noRatings(),
    idle: 0,
  }
}

export function merged(tallies: readonly Tally[]): Tally {
  const outcomes = new Map<string | null, number>()
  for (const [outcome, n] of tallies.flatMap((tally) => [...tally.outcomes]))
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + n)
  return {
    counts: each(countNames, (name) => sum(tallies.map(({ counts }) => counts[name]))),
    durations: each(durationNames, (name) => tallies.flatMap(({ durations }) => durations[name])),
    visits: each(visitNames, (name) => tallies.flatMap(({ visits }) => visits[name])),
    over: sum(tallies.map(({ over }) => over)),
    overAll: sum(tallies.map(({ overAll }) => overAll)),
    outcomes,
    ratings: mergedRatings(tallies.map(({ ratings }) => ratings)),
    idle: 0,
  }
}

const seconds = (ms: number | null) => (ms === null ? null : Math.round(ms) / 1000)

function inSeconds(values: readonly number[]): Spread {
  const { n, mean, median, p90, max } = spread(values)
  return { n, mean: seconds(mean), median: seconds(median), p90: seconds(p90), max: seconds(max) }
}

export function rowOf(key: string | null, tally: Tally, idle: number | null): FigureRow {
  const { counts, durations, visits, outcomes } = tally
  return {
    key,
    ...counts,
    ...each(durationNames, (name) => inSeconds(durations[name])),
    visits: each(visitNames, (name) => inSeconds(visits[name])),
    overLimit: shareOf(tally.over, counts.started),
    overLimitAll: shareOf(tally.overAll, counts.entered),
    noShowShare: shareOf(counts.noShow, counts.called),
    voidShare: shareOf(counts.voided, counts.entered),
    outcomes: [...outcomes]
      .map(([outcome, n]) => ({ outcome, n }))
      .sort((a, b) => b.n - a.n || ((a.outcome ?? '') < (b.outcome ?? '') ? -1 : 1)),
    ratings: ratingsOf(tally.ratings),
    idleWhileWaiting: seconds(idle),
  }
}
