/**
 * The part of a site that the queue's rules need. It is data in the journal (`SiteChanged`, `DayOpened`), so
 * that a replay never depends on a file outside. Must not know devices.
 */
export type SeriesRule = { id: string; prefix: string; width: number }
export type ServiceRule = { id: string; name: string; series: string }
export type CounterRule = { id: string; spoken: string; services: string[]; opensItself: boolean }
export type Outcome = { code: string; vi: string; en: string }

export type Rules = {
  series: SeriesRule[]
  services: ServiceRule[]
  counters: CounterRule[]
  outcomes: Outcome[]
  /** What "next" does with a visitor who was called but not started; never an implied no-show. */
  nextWhileCalled: 'start-and-finish' | 'refuse'
  outcomeRequired: boolean
  /** A ticket whose slip failed, unclaimed and not reprinted, is void after this. */
  voidFailedAfterMinutes: number
}

/** A012: the prefix and at least `width` digits; past 999 it simply grows. */
export function ticketNumber(series: SeriesRule, value: number): string {
  return series.prefix + String(value).padStart(series.width, '0')
}
