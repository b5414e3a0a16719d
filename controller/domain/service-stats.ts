/**
 * What the play-forward goes by: what earlier days left, moved by what today has shown so far. How far it moves
 * depends on how much days were seen to differ: a slow morning in a steady hall is mostly chance.
 */
import { grouped, type Learned, learn, sum, type Usual } from './learned.ts'
import type { Observations } from './observations.ts'
import { meanOf, type QuantileTable, tableOf } from './quantile-table.ts'

export type ServiceStats = {
  /** Of a visit at a counter of pace 1. */
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

export const nothingLearned: Learned = learn([])

/** Visits vary by so much, as a part of their mean. */
const variation = 0.8
const prior = { noShow: 0.05, weight: 10 }

export const noShowShare = (stats: ServiceStats, service: string): number =>
  stats.noShow[service] ?? prior.noShow
export const unknownDoubt = doubtOf(nothingLearned.anyVisit.weight)

export function statsOf(today: Observations, learned: Learned = nothingLearned): ServiceStats {
  const stats: ServiceStats = {
    visits: {},
    doubt: {},
    pace: {},
    noShow: {},
    transfers: {},
    anyVisit: learned.anyVisit.table,
    delay: mixed(learned.delay, today.delays),
    walk: mixed(learned.walk, today.walks),
    absence: mixed(learned.absence, today.absences),
  }
  const usualPace = (counter: string) => learned.paces[counter]?.pace ?? 1
  const seen = grouped(today.visits, ({ service }) => service)
  for (const service of new Set([...Object.keys(learned.services), ...seen.keys()])) {
    const usual = learned.services[service] ?? learned.anyVisit
    const visits = (seen.get(service) ?? []).map(({ seconds, counter }) => seconds / usualPace(counter))
    const firm = firmness(usual.weight, learned.steadiness.services)
    const mean = meanOf(usual.table)
    const factor = (sum(visits, (seconds) => seconds) / mean + firm) / (visits.length + firm)
    const table = mixed(
      { table: usual.table.map((seconds) => seconds * factor), weight: usual.weight },
      visits,
    )
    // Their shape together; their mean as today's visits move it.
    const scale = (mean * factor) / meanOf(table)
    stats.visits[service] = table.map((seconds) => seconds * scale)
    stats.doubt[service] = doubtOf(firm + visits.length)
  }
  const here = grouped(today.visits, ({ counter }) => counter)
  for (const counter of new Set([...Object.keys(learned.paces), ...here.keys()])) {
    const { pace, weight } = learned.paces[counter] ?? { pace: 1, weight: unknownPaceWeight }
    const visits = here.get(counter) ?? []
    const expected = sum(visits, ({ service }) => meanOf(stats.visits[service] ?? stats.anyVisit) * pace)
    const actual = sum(visits, ({ seconds }) => seconds)
    const firm = firmness(weight, learned.steadiness.counters)
    const believed = visits.length > 0 ? (expected / visits.length) * firm : 1
    stats.pace[counter] = (pace * (actual + believed)) / (expected + believed)
  }
  const ends = [learned.ends, today.ends]
  for (const service of new Set(ends.flatMap((one) => Object.keys(one)))) {
    const counts = new Map<string, number>()
    for (const one of ends)
      for (const [how, count] of Object.entries(one[service] ?? {}))
        counts.set(how, (counts.get(how) ?? 0) + count)
    const all = sum([...counts.values()], (count) => count) + prior.weight
    stats.noShow[service] = ((counts.get('no-show') ?? 0) + prior.noShow * prior.weight) / all
    stats.transfers[service] = [...counts]
      .filter(([to]) => to !== 'no-show' && to !== 'done')
      .map(([to, count]) => ({ to, share: count / all }))
  }
  return stats
}

/** Visits of today that weigh as much as what is usual: few of it, or days that differ much, make it little. */
const firmness = (weight: number, steadiness: number) => 1 / (1 / weight + 1 / steadiness)
/** A counter that nothing is known of is believed to be like the others until so many visits. */
const unknownPaceWeight = 12

function doubtOf(weight: number): number {
  return variation / Math.sqrt(weight)
}

function mixed({ table, weight }: Usual, seen: readonly number[]): QuantileTable {
  if (seen.length === 0) return table
  return tableOf([
    ...table.map((seconds) => ({ seconds, weight: weight / table.length })),
    ...seen.map((seconds) => ({ seconds, weight: 1 })),
  ])
}
