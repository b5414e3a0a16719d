/**
 * The part of a site that the queue's rules need. It is data in the journal (`SiteChanged`, `DayOpened`), so
 * that a replay never depends on a file outside. Must not know devices.
 */
import type { Calendar } from './calendar.ts'

export type SeriesRule = { id: string; prefix: string; width: number }
export type ServiceRule = {
  id: string
  name: string
  series: string
  agency: string | null
  /** Gives no numbers now; who waits is still served. Absent: it does. */
  closed?: boolean
}
export type CounterRule = {
  id: string
  spoken: string
  services: string[]
  opensItself: boolean
  agency: string | null
  /** How much a service's waiting weighs at this counter; 1 where nothing is said. */
  preference: Record<string, number>
}
/** Credit of a class grows by `rate` a second; all 1 is first come, first served. */
export type ClassRule = { id: TicketClass; rate: number }
export type TicketClass = 'ordinary' | 'booked' | 'priority'
export type Coded = { code: string; vi: string; en: string }
export type Outcome = Coded

/** `words`: how many the scale has; the first `satisfied` of them count as satisfied. */
export type RatingRule = { words: number; satisfied: number; withinMinutes: number }

export type Rules = {
  timeZone: string
  calendar: Calendar
  series: SeriesRule[]
  services: ServiceRule[]
  counters: CounterRule[]
  classes: ClassRule[]
  outcomes: Outcome[]
  holdReasons: Coded[]
  pauseReasons: Coded[]
  changeReasons: Coded[]
  voidReasons: Coded[]
  /** After so many later tickets went before it, no later ticket does: from 0 to 10, never without a bound. */
  maxOvertakes: number
  /** What "next" does with a visitor who was called but not started; never an implied no-show. */
  nextWhileCalled: 'start-and-finish' | 'refuse'
  outcomeRequired: boolean
  /** A ticket whose slip failed, unclaimed and not reprinted, is void after this. */
  voidFailedAfterMinutes: number
  /** A no-show may come back once within this time, behind the next `returnBehind` of the service. */
  returnWithinMinutes: number
  returnBehind: number
  /** What a transferred ticket brings along: its credit since issue, or none. */
  transferCredit: 'keep' | 'to-the-back'
  /** A booked visitor this late still has the appointment's credit. */
  bookingGraceMinutes: number
  /** Missing in days recorded before there were ratings. */
  rating?: RatingRule
}

/** A012: the prefix and at least `width` digits; past 999 it simply grows. */
export function ticketNumber(series: SeriesRule, value: number): string {
  return series.prefix + String(value).padStart(series.width, '0')
}
