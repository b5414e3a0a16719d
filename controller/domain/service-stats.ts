/**
 * What the hall has learned of its own pace: how long visits, walks and pauses between visits take, who does not
 * come, who is sent on. A fold over tickets; `Observations` are plain data that one day can leave to the next.
 */
import { meanOf, type QuantileTable, tableOf } from './quantile-table.ts'
import type { Ticket } from './state.ts'

type Visit = { service: string; counter: string; seconds: number }
/** Newest last, each list bounded. */
export type Observations = {
  visits: Visit[]
  /** From "could be called here" to the call. */
  delays: number[]
  /** From the first call to the start. */
  walks: number[]
  /** From the first call to the no-show. */
  absences: number[]
  /** How legs ended: service → the service sent on to, `no-show`, or `done` → count. */
  ends: Record<string, Record<string, number>>
}
export const noObservations: Observations = { visits: [], delays: [], walks: [], absences: [], ends: {} }

/** What the play-forward goes by. */
export type ServiceStats = {
  visits: Record<string, QuantileTable>
  /** How wrong a service's mean may be: the standard deviation of its logarithm. */
  doubt: Record<string, number>
  /** Time a counter takes as a multiple of the service's; 1 where nothing is known. */
  pace: Record<string, number>
  noShow: Record<string, number>
  transfers: Record<string, { to: string; share: number }[]>
  /** Of a service that nothing is known of. */
  anyVisit: QuantileTable
  delay: QuantileTable
  walk: QuantileTable
  absence: QuantileTable
}

/** Before there is data: six minutes a visit, as firm as five visits. */
const priorMean = 360
const priorWeight = 5
/** A visit counts half as much after so many later ones of its service. */
const halfLife = 60
/** A counter's pace is believed by half after so many visits. */
const paceWeight = 12
const kept = { visits: 3000, times: 300 }

/** Quantiles of a log-normal with mean 1 and coefficient of variation 0.8: many short visits, a few long ones. */
const priorShape = [
  0.19, 0.26, 0.32, 0.38, 0.43, 0.48, 0.54, 0.6, 0.66, 0.73, 0.81, 0.89, 0.99, 1.1, 1.24, 1.4, 1.62, 1.93,
  2.42, 3.7,
]
const prior = {
  delays: [4, 8, 14, 20, 30, 45, 75],
  walks: [8, 14, 20, 26, 35, 50, 80],
  absences: [90, 120, 150, 180, 240],
  noShow: 0.05,
  weight: 10,
}

/** Today's tickets, after what was observed before; `earlier` must not contain them. */
export function observe(tickets: Iterable<Ticket>, earlier: Observations = noObservations): Observations {
  const visits: (Visit & { at: number })[] = []
  const walks: number[] = []
  const absences: number[] = []
  const ends = faded(earlier.ends)
  const atCounters = new Map<string, { calledAt: number; enteredAt: number; endedAt: number | null }[]>()
  for (const { legs, returns } of tickets) {
    legs.forEach((leg, place) => {
      const { service, counter, enteredAt, calledAt, startedAt, endedAt, end } = leg
      // Who came back after a no-show: its first call is no measure of anything.
      if (counter === null || calledAt === null || returns > 0) return
      // The time on hold was somebody else's: such a counter's pauses tell nothing.
      const turn = { calledAt, enteredAt, endedAt: leg.heldMs > 0 ? null : endedAt }
      const here = atCounters.get(counter)
      if (here) here.push(turn)
      else atCounters.set(counter, [turn])
      if (startedAt !== null && !leg.startedBySystem) walks.push((startedAt - calledAt) / 1000)
      if (endedAt === null || leg.endedBySystem) return
      if (end === 'no-show') absences.push((endedAt - calledAt) / 1000)
      else if (startedAt !== null && !leg.startedBySystem)
        visits.push({ service, counter, seconds: (endedAt - startedAt - leg.heldMs) / 1000, at: endedAt })
      const sentOn = end === 'transferred' ? legs[place + 1]?.service : undefined
      const how = end === 'no-show' ? 'no-show' : (sentOn ?? 'done')
      const counts = ends[service] ?? {}
      counts[how] = (counts[how] ?? 0) + 1
      ends[service] = counts
    })
  }
  const positive = (values: number[]) => values.filter((value) => value >= 0)
  return {
    visits: [
      ...earlier.visits,
      ...visits
        .filter(({ seconds }) => seconds >= 0)
        .sort((a, b) => a.at - b.at)
        .map(({ service, counter, seconds }) => ({ service, counter, seconds })),
    ].slice(-kept.visits),
    delays: [...earlier.delays, ...positive(delaysOf(atCounters.values()))].slice(-kept.times),
    walks: [...earlier.walks, ...positive(walks)].slice(-kept.times),
    absences: [...earlier.absences, ...positive(absences)].slice(-kept.times),
    ends,
  }
}

/** Earlier days count less and less. */
function faded(ends: Observations['ends']): Observations['ends'] {
  const fade = (counts: Record<string, number>) =>
    Object.fromEntries(Object.entries(counts).map(([how, count]) => [how, count * 0.8]))
  return Object.fromEntries(Object.entries(ends).map(([service, counts]) => [service, fade(counts)]))
}

/** How long a counter let somebody wait whom it could have called: since the ticket came, or the last visit ended. */
function delaysOf(
  counters: Iterable<{ calledAt: number; enteredAt: number; endedAt: number | null }[]>,
): number[] {
  const delays: number[] = []
  for (const turns of counters) {
    turns.sort((a, b) => a.calledAt - b.calledAt)
    turns.forEach((turn, place) => {
      const before = turns[place - 1]
      if (!before?.endedAt) return
      const delay = (turn.calledAt - Math.max(turn.enteredAt, before.endedAt)) / 1000
      // Longer is a break or a closed counter, which the play-forward sees as such.
      if (delay <= 180) delays.push(delay)
    })
  }
  return delays
}

export function statsOf(observations: Observations): ServiceStats {
  const { visits, delays, walks, absences, ends } = observations
  const byService = new Map<string, Visit[]>()
  for (const visit of visits) {
    const list = byService.get(visit.service)
    if (list) list.push(visit)
    else byService.set(visit.service, [visit])
  }
  const sum = visits.reduce((total, { seconds }) => total + seconds, 0)
  const hallMean = (priorMean * priorWeight + sum) / (priorWeight + visits.length)
  const priorVisits = priorShape.map((part) => ({
    seconds: part * hallMean,
    weight: priorWeight / priorShape.length,
  }))
  const stats: ServiceStats = {
    visits: {},
    doubt: {},
    pace: {},
    noShow: {},
    transfers: {},
    anyVisit: tableOf(priorVisits),
    delay: timesTable(delays, prior.delays),
    walk: timesTable(walks, prior.walks),
    absence: timesTable(absences, prior.absences),
  }
  for (const [service, list] of byService) {
    const weighed = list.map(({ seconds }, place) => ({
      seconds,
      weight: 0.5 ** ((list.length - 1 - place) / halfLife),
    }))
    stats.visits[service] = tableOf([...priorVisits, ...weighed])
    const weight = weighed.reduce((total, one) => total + one.weight, priorWeight)
    stats.doubt[service] = 0.8 / Math.sqrt(weight)
  }
  for (const [counter, { actual, expected, n }] of pacesOf(visits, stats)) {
    const believed = (expected / n) * paceWeight
    stats.pace[counter] = (actual + believed) / (expected + believed)
  }
  for (const [service, counts] of Object.entries(ends)) {
    const all = Object.values(counts).reduce((total, count) => total + count, 0)
    stats.noShow[service] = ((counts['no-show'] ?? 0) + prior.noShow * prior.weight) / (all + prior.weight)
    stats.transfers[service] = Object.entries(counts)
      .filter(([to]) => to !== 'no-show' && to !== 'done')
      .map(([to, count]) => ({ to, share: count / (all + prior.weight) }))
  }
  return stats
}

export const noShowShare = (stats: ServiceStats, service: string): number =>
  stats.noShow[service] ?? prior.noShow
export const unknownDoubt = 0.8 / Math.sqrt(priorWeight)

function pacesOf(visits: readonly Visit[], stats: ServiceStats) {
  const means: Record<string, number> = {}
  for (const [service, table] of Object.entries(stats.visits)) means[service] = meanOf(table)
  const paces = new Map<string, { actual: number; expected: number; n: number }>()
  for (const { service, counter, seconds } of visits.slice(-1500)) {
    const pace = paces.get(counter) ?? { actual: 0, expected: 0, n: 0 }
    pace.actual += seconds
    pace.expected += means[service] ?? seconds
    pace.n++
    paces.set(counter, pace)
  }
  return paces
}

function timesTable(seen: readonly number[], before: readonly number[]): QuantileTable {
  return tableOf([
    ...before.map((seconds) => ({ seconds, weight: prior.weight / 2 / before.length })),
    ...seen.map((seconds) => ({ seconds, weight: 1 })),
  ])
}
