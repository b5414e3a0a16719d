/**
 * When a service gives numbers and when it is served: weekly sessions, holidays, extra sessions, cut-offs and
 * daily limits, all as data. Times are minutes after local midnight; no calendar means round the clock.
 */
import { daysLater } from './local-time.ts'

/** From `from` up to, not including, `to`. */
export type Session = { from: number; to: number }
export type ServiceHours = {
  /** Sessions of each weekday, Monday first; null: the site's. */
  week: Session[][] | null
  /** Numbers are given from so many minutes before a session … */
  issueBefore: number
  /** … and until so many minutes before its end. */
  cutOff: number
  /** Numbers a day; null: no limit. */
  dailyLimit: number | null
}
export type Calendar = {
  /** Sessions of each weekday, Monday first; null: round the clock, every day. */
  week: Session[][] | null
  /** Dates without sessions, YYYY-MM-DD. */
  holidays: string[]
  /** Sessions of one date, for some services (null: all) instead of the week's; on holidays too. */
  extra: { date: string; services: string[] | null; sessions: Session[] }[]
  /** The day ends at this minute at the latest: 1440 is midnight. */
  dayEnds: number
  services: Record<string, ServiceHours>
}

export const roundTheClock: Calendar = { week: null, holidays: [], extra: [], dayEnds: 1440, services: {} }

const allDay: Session[] = [{ from: 0, to: 1440 }]

/** The sessions in which a service is served on a date. */
export function sessionsOf(calendar: Calendar, service: string, date: string): Session[] {
  const extra = calendar.extra.filter((one) => one.date === date && (one.services?.includes(service) ?? true))
  if (extra.length > 0) return extra.flatMap(({ sessions }) => sessions).sort((a, b) => a.from - b.from)
  if (calendar.holidays.includes(date)) return []
  const week = calendar.services[service]?.week ?? calendar.week
  return week === null ? allDay : (week[weekday(date)] ?? [])
}

/** Days that are looked at for the next session: longer than any holiday. */
const daysAhead = 40

/** When anything at all is served, from a date on: the first so many spans; null: round the clock. */
export function sessionsFrom(
  calendar: Calendar,
  services: readonly string[],
  date: string,
  most: number,
): (Session & { date: string })[] | null {
  if (calendar.week === null && services.every((one) => (calendar.services[one]?.week ?? null) === null))
    return null
  const spans: (Session & { date: string })[] = []
  for (let ahead = 0; ahead < daysAhead && spans.length < most; ahead++) {
    const day = daysLater(date, ahead)
    const sessions = services.flatMap((service) => sessionsOf(calendar, service, day))
    for (const { from, to } of sessions.sort((a, b) => a.from - b.from)) {
      const last = spans.at(-1)
      if (last?.date === day && from <= last.to) last.to = Math.max(last.to, to)
      else spans.push({ date: day, from, to })
    }
  }
  return spans.slice(0, most)
}

/** Whether any of these services is served on a date at all. */
export function isWorkingDay(calendar: Calendar, services: readonly string[], date: string): boolean {
  return services.some((service) => sessionsOf(calendar, service, date).length > 0)
}

export type IssueAnswer = 'open' | 'service-closed' | 'service-not-yet' | 'service-cut-off' | 'daily-limit'

/** May a number be given at this minute, when so many were given today? */
export function mayIssue(
  calendar: Calendar,
  service: string,
  date: string,
  minute: number,
  givenToday: number,
): IssueAnswer {
  const hours = calendar.services[service]
  const sessions = sessionsOf(calendar, service, date)
  const before = hours?.issueBefore ?? 0
  const cutOff = hours?.cutOff ?? 0
  if (sessions.length === 0) return 'service-closed'
  if (!sessions.some(({ from, to }) => minute >= from - before && minute < to - cutOff)) {
    if (sessions.every(({ to }) => minute >= to - cutOff)) return 'service-cut-off'
    return 'service-not-yet'
  }
  const limit = hours?.dailyLimit ?? null
  return limit !== null && givenToday >= limit ? 'daily-limit' : 'open'
}

/** Minutes from `minute` until the end of the session that is on, or that comes next; null after the last. */
export function minutesToSessionEnd(
  calendar: Calendar,
  service: string,
  date: string,
  minute: number,
): number | null {
  const session = sessionsOf(calendar, service, date).find(({ to }) => to > minute)
  return session ? session.to - minute : null
}

/** How much of a span of the date's minutes lies inside the service's sessions. */
export function openMinutes(
  calendar: Calendar,
  service: string,
  date: string,
  from: number,
  to: number,
): number {
  return sessionsOf(calendar, service, date).reduce(
    (sum, session) => sum + Math.max(0, Math.min(to, session.to) - Math.max(from, session.from)),
    0,
  )
}

/** Monday is 0. */
function weekday(date: string): number {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7
}
