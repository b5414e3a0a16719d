/**
 * Recorded days → rows of figures by a key. Pure; holds numbers, never days. What each figure means and where a
 * leg belongs stands at the head of `figures.ts`.
 */
import { openMinutes } from './calendar.ts'
import type { DayRecord, Visit } from './day-record.ts'
import { addLeg, addVisit, emptyTally, type FigureRow, merged, rowOf, type Tally } from './figure-tally.ts'
import { waitAllOf } from './figures.ts'
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
export type FigureRows = { rows: FigureRow[]; total: FigureRow; leftOut: number }

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
      const { until } = day
      for (const visit of day.tickets)
        for (const leg of visit.legs) {
          const at = momentOf(leg, day)
          if (!isInside(at)) continue
          const tally = tallyOf(keyOf(by, leg, visit, day, at))
          addLeg(tally, leg, { until, open: openTime(leg, day), limitMs })
          if (leg === visit.legs[0]) addVisit(tally, visit.legs, until)
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

/** How long it waited in opening hours. */
function openTime(leg: Leg, { calendar, date, start, until }: DayRecord): number {
  const { service, enteredAt } = leg
  const wait = waitAllOf(leg, until)
  const from = (enteredAt - start) / 60_000
  return Math.round(openMinutes(calendar, service, date, from, from + wait / 60_000) * 60_000)
}
