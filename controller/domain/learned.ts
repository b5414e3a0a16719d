/**
 * What earlier days say of how long things take here: the prior of the morning. Each day's observations go in,
 * the newest counting most; what comes out is small and plain, and replaces the days.
 *
 * A visit's length is taken as its service's usual one times its counter's pace. Both are estimated in turn, since
 * a slow counter must not make its services look long.
 */
import type { Observations, SeenVisit } from './observations.ts'
import { type QuantileTable, tableOf } from './quantile-table.ts'

/** As firm as so many observations. */
export type Usual = { table: QuantileTable; weight: number }
export type Learned = {
  /** Visits of a service at a counter of pace 1. */
  services: Record<string, Usual>
  /** Of a service that nothing is known of. */
  anyVisit: Usual
  /** Time a counter takes as a multiple of the usual, as firm as so many visits. */
  paces: Record<string, { pace: number; weight: number }>
  /** How little a day differs from others: so many visits of today weigh as much as all earlier days. */
  steadiness: { services: number; counters: number }
  delay: Usual
  walk: Usual
  absence: Usual
  ends: Observations['ends']
}

/** Before there is data: six minutes a visit, as firm as five visits. */
const priorMean = 360
const priorWeight = 5
/** Quantiles of a log-normal with mean 1 and coefficient of variation 0.8: many short visits, a few long ones. */
const priorShape = [
  0.19, 0.26, 0.32, 0.38, 0.43, 0.48, 0.54, 0.6, 0.66, 0.73, 0.81, 0.89, 0.99, 1.1, 1.24, 1.4, 1.62, 1.93,
  2.42, 3.7,
]
const priorTimes = {
  delays: [4, 8, 14, 20, 30, 45, 75],
  walks: [8, 14, 20, 26, 35, 50, 80],
  absences: [90, 120, 150, 180, 240],
}
const priorTimesWeight = 5
/** A counter's pace is believed by half after so many visits. */
const paceWeight = 12
/** A day counts so much less than the one after it: half after some three weeks of open days. */
const fade = 0.95
/** Where days are too few to tell how much they differ. */
const unknownSteadiness = 60
const fewestDays = 40

/** Oldest first. None: what holds before there is data. */
export function learn(days: readonly Observations[]): Learned {
  const visits = days.flatMap((day, place) => {
    const weight = fade ** (days.length - 1 - place)
    return day.visits.map((visit) => ({ ...visit, weight, day: place }))
  })
  const total = sum(visits, ({ weight }) => weight)
  const hallMean =
    (priorMean * priorWeight + sum(visits, ({ weight, seconds }) => weight * seconds)) / (priorWeight + total)
  const byService = grouped(visits, ({ service }) => service)
  const byCounter = grouped(visits, ({ counter }) => counter)

  const means = new Map<string, number>()
  const paces = new Map<string, { pace: number; weight: number }>()
  const paceOf = (counter: string) => paces.get(counter)?.pace ?? 1
  const expected = ({ service, counter }: SeenVisit) => (means.get(service) ?? hallMean) * paceOf(counter)
  for (let round = 0; round < 3; round++) {
    for (const [service, list] of byService) {
      const seconds = sum(list, (one) => one.weight * one.seconds)
      const usual = sum(list, ({ weight, counter }) => weight * paceOf(counter))
      means.set(service, (seconds + priorWeight * hallMean) / (usual + priorWeight))
    }
    for (const [counter, list] of byCounter) {
      const mean = (service: string) => means.get(service) ?? hallMean
      const seconds = sum(list, (one) => one.weight * one.seconds)
      const usual = sum(list, ({ weight, service }) => weight * mean(service))
      const weight = sum(list, (one) => one.weight)
      const believed = (usual / weight) * paceWeight
      paces.set(counter, { pace: (seconds + believed) / (usual + believed), weight: weight + paceWeight })
    }
  }

  const priorVisits = (mean: number) =>
    priorShape.map((part) => ({ seconds: part * mean, weight: priorWeight / priorShape.length }))
  const services: Learned['services'] = {}
  for (const [service, list] of byService)
    services[service] = {
      table: tableOf([
        ...priorVisits(hallMean),
        ...list.map(({ seconds, counter, weight }) => ({ seconds: seconds / paceOf(counter), weight })),
      ]),
      weight: priorWeight + sum(list, ({ weight }) => weight),
    }
  const daily = (key: (visit: SeenVisit) => string) =>
    steadinessOf(
      [...grouped(visits, (visit) => `${visit.day} ${key(visit)}`).values()].map((list) =>
        list.map((visit) => visit.seconds / expected(visit)),
      ),
    )
  return {
    services,
    anyVisit: { table: tableOf(priorVisits(hallMean)), weight: priorWeight },
    paces: Object.fromEntries(paces),
    steadiness: {
      services: daily(({ service }) => service),
      counters: daily(({ counter }) => counter),
    },
    delay: times(days, 'delays'),
    walk: times(days, 'walks'),
    absence: times(days, 'absences'),
    ends: endsOf(days),
  }
}

/** From the lengths of each day's visits as multiples of the expected: their spread within days over that between. */
function steadinessOf(days: readonly (readonly number[])[]): number {
  const enough = days.filter((day) => day.length >= 5)
  if (enough.length < fewestDays) return unknownSteadiness
  const meanOfDay = (day: readonly number[]) => sum(day, (one) => one) / day.length
  const within =
    sum(enough, (day) => sum(day, (one) => (one - meanOfDay(day)) ** 2)) /
    sum(enough, (day) => day.length - 1)
  const between =
    sum(enough, (day) => day.length * ((meanOfDay(day) - 1) ** 2 - within / day.length)) /
    sum(enough, (day) => day.length)
  return Math.min(400, Math.max(10, within / Math.max(between, 1e-9)))
}

function times(days: readonly Observations[], which: keyof typeof priorTimes): Usual {
  const seen = days.flatMap((day) => day[which]).slice(-1000)
  const before = priorTimes[which]
  const table = tableOf([
    ...before.map((seconds) => ({ seconds, weight: priorTimesWeight / before.length })),
    ...seen.map((seconds) => ({ seconds, weight: 1 })),
  ])
  // Today's must be able to move it.
  return { table, weight: Math.min(200, priorTimesWeight + seen.length) }
}

function endsOf(days: readonly Observations[]): Observations['ends'] {
  const all: Observations['ends'] = {}
  days.forEach((day, place) => {
    const weight = fade ** (days.length - 1 - place)
    for (const [service, counts] of Object.entries(day.ends)) {
      const sums = all[service] ?? {}
      for (const [how, count] of Object.entries(counts)) sums[how] = (sums[how] ?? 0) + count * weight
      all[service] = sums
    }
  })
  return all
}

export function grouped<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const value of values) {
    const key = keyOf(value)
    const group = groups.get(key)
    if (group) group.push(value)
    else groups.set(key, [value])
  }
  return groups
}

export function sum<T>(values: readonly T[], of: (value: T) => number): number {
  let total = 0
  for (const value of values) total += of(value)
  return total
}
