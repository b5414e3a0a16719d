/**
 * Recorded days → rows of figures by a key. Pure; holds numbers, never days. What each figure means and where a
 * leg belongs stands at the head of `figures.ts`.
 */
import { openMinutes } from './calendar.ts'
import type { DayRecord, Visit } from './day-record.ts'
import { type Spread, serviceTimeOf, spread, untilCallOf, waitAllOf, waitOf, walkingOf } from './figures.ts'
import type { Leg } from './state.ts'

export const figureKeys = [
  'service',
  'counter',
  'officer',
  'agency',
  'hour',
  'day',
  'source',
  'class',
] as const
export type FigureKey = (typeof figureKeys)[number]
export type Share = { n: number; of: number; share: number | null }

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
const shareNames = ['overLimit', 'overLimitAll', 'noShowShare', 'voidShare'] as const
export const figureNames = {
  counts: countNames,
  durations: durationNames,
  visits: visitNames,
  shares: shareNames,
}

/** In seconds. The key of an hour is 00 to 23, since the day's local midnight. */
export type FigureRow = { key: string | null } & Record<(typeof countNames)[number], number> &
  Record<(typeof durationNames)[number], Spread> &
  Record<(typeof shareNames)[number], Share> & {
    visits: Record<(typeof visitNames)[number], Spread>
    /** Finished and transferred legs by the outcome's code; null: none was said. */
    outcomes: { outcome: string | null; n: number }[]
    ratings: { n: number; satisfied: Share; response: Share }
    idleWhileWaiting: number | null
  }
export type FigureRows = { rows: FigureRow[]; total: FigureRow; leftOut: number }

type Tally = {
  counts: Record<(typeof countNames)[number], number>
  durations: Record<(typeof durationNames)[number], number[]>
  visits: Record<(typeof visitNames)[number], number[]>
  over: number
  overAll: number
  outcomes: Map<string | null, number>
  rated: number
  satisfied: number
  /** Finished or rated. */
  asked: number
  idle: number
}

const hourMs = 3_600_000

/** Takes days in any order. `from` and `to` are epoch milliseconds. */
export function openRows(asked: { by: FigureKey; from: number; to: number; limitMs: number }) {
  const { by, from, to, limitMs } = asked
  const tallies = new Map<string | null, Tally>()
  const hasIdle = by !== 'service' && by !== 'source' && by !== 'class'
  let idle = 0

  const tallyOf = (key: string | null): Tally => {
    const tally = tallies.get(key) ?? emptyTally()
    tallies.set(key, tally)
    return tally
  }
  const isInside = (at: number) => at >= from && at < to

  function takeLeg(leg: Leg, tally: Tally, day: DayRecord): void {
    const { counts, durations, outcomes } = tally
    const wait = waitOf(leg)
    const waitAll = waitAllOf(leg, day.until)
    const open = openTime(leg, waitAll, day)
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
    if (leg.rating) tally.rated++
    if (leg.rating?.satisfied) tally.satisfied++
    if (leg.rating || leg.end === 'finished') tally.asked++
    if (leg.end === 'finished' || leg.end === 'transferred')
      outcomes.set(leg.outcome, (outcomes.get(leg.outcome) ?? 0) + 1)
  }

  function takeVisit({ legs }: Visit, { counts, visits }: Tally, { until }: DayRecord): void {
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

  function takeIdle(day: DayRecord): void {
    for (const { counter, officer, agency, ...span } of day.idle) {
      const end = Math.min(span.to, to, day.until)
      let at = Math.max(span.from, from, day.start)
      while (at < end) {
        const next = by === 'hour' ? Math.min(end, at + hourMs - ((at - day.start) % hourMs)) : end
        const keys = { counter, officer, agency, day: day.date, hour: hourOf(at, day) }
        if (by in keys) tallyOf(keys[by as keyof typeof keys]).idle += next - at
        idle += next - at
        at = next
      }
    }
  }

  return {
    take(day: DayRecord): void {
      for (const visit of day.tickets)
        for (const leg of visit.legs) {
          const at = momentOf(leg, day)
          if (!isInside(at)) continue
          const tally = tallyOf(keyOf(by, leg, visit, day, at))
          takeLeg(leg, tally, day)
          if (leg === visit.legs[0]) takeVisit(visit, tally, day)
        }
      takeIdle(day)
    },
    /** In order of the key, null last; when there are more than `maxRows`, those with the most legs. */
    result(maxRows: number): FigureRows {
      const kept = [...tallies]
        .sort(([, a], [, b]) => b.counts.entered - a.counts.entered)
        .slice(0, maxRows)
        .sort(([a], [b]) => (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1))
      return {
        rows: kept.map(([key, tally]) => rowOf(key, tally, hasIdle ? tally.idle : null)),
        total: rowOf(null, merged([...tallies.values()]), idle),
        leftOut: tallies.size - kept.length,
      }
    },
  }
}

/** When it was entered; a clock that was set to another date does not move it out of its day. */
function momentOf({ enteredAt }: Leg, { start, end }: DayRecord): number {
  return Math.max(start, Math.min(enteredAt, end - 1))
}

function hourOf(at: number, { start }: DayRecord): string {
  return String(Math.min(23, Math.floor((at - start) / hourMs))).padStart(2, '0')
}

function keyOf(by: FigureKey, leg: Leg, visit: Visit, day: DayRecord, at: number): string | null {
  switch (by) {
    case 'service':
    case 'counter':
      return leg[by]
    case 'officer':
      // A returned no-show is nobody's, though the leg remembers who called.
      return leg.counter === null ? null : leg.officer
    case 'source':
    case 'class':
      return visit[by]
    case 'agency':
      return day.agencies.get(leg.service) ?? null
    case 'day':
      return day.date
    case 'hour':
      return hourOf(at, day)
  }
}

function openTime({ service, enteredAt }: Leg, wait: number, { calendar, date, start }: DayRecord): number {
  const from = (enteredAt - start) / 60_000
  return Math.round(openMinutes(calendar, service, date, from, from + wait / 60_000) * 60_000)
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const each = <Name extends string, Value>(names: readonly Name[], make: (name: Name) => Value) =>
  Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Value>

function emptyTally(): Tally {
  return {
    counts: each(countNames, () => 0),
    durations: each(durationNames, () => []),
    visits: each(visitNames, () => []),
    over: 0,
    overAll: 0,
    outcomes: new Map(),
    rated: 0,
    satisfied: 0,
    asked: 0,
    idle: 0,
  }
}

function merged(tallies: readonly Tally[]): Tally {
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
    rated: sum(tallies.map(({ rated }) => rated)),
    satisfied: sum(tallies.map(({ satisfied }) => satisfied)),
    asked: sum(tallies.map(({ asked }) => asked)),
    idle: 0,
  }
}

const seconds = (ms: number | null) => (ms === null ? null : Math.round(ms) / 1000)

function inSeconds(values: readonly number[]): Spread {
  const { n, mean, median, p90, max } = spread(values)
  return { n, mean: seconds(mean), median: seconds(median), p90: seconds(p90), max: seconds(max) }
}

function rowOf(key: string | null, tally: Tally, idle: number | null): FigureRow {
  const { counts, durations, visits, outcomes } = tally
  const share = (n: number, of: number): Share => ({ n, of, share: of === 0 ? null : n / of })
  return {
    key,
    ...counts,
    ...each(durationNames, (name) => inSeconds(durations[name])),
    visits: each(visitNames, (name) => inSeconds(visits[name])),
    overLimit: share(tally.over, counts.started),
    overLimitAll: share(tally.overAll, counts.entered),
    noShowShare: share(counts.noShow, counts.called),
    voidShare: share(counts.voided, counts.entered),
    outcomes: [...outcomes]
      .map(([outcome, n]) => ({ outcome, n }))
      .sort((a, b) => b.n - a.n || ((a.outcome ?? '') < (b.outcome ?? '') ? -1 : 1)),
    ratings: {
      n: tally.rated,
      satisfied: share(tally.satisfied, tally.rated),
      response: share(tally.rated, tally.asked),
    },
    idleWhileWaiting: seconds(idle),
  }
}
