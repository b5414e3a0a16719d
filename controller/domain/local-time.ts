/** The site's own calendar: days and times in its time zone, never the process's. */

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Zones have always changed their clocks on a quarter of an hour, so one answer serves for all of it. */
const quarterMs = 900_000
const latest = new Map<string, { quarter: number; minutes: number }>()

/** Minutes east of UTC at that moment in that IANA zone. */
function offsetMinutes(at: number, timeZone: string): number {
  const quarter = Math.floor(at / quarterMs)
  const known = latest.get(timeZone)
  if (known?.quarter === quarter) return known.minutes
  const minutes = askOffset(at, timeZone)
  latest.set(timeZone, { quarter, minutes })
  return minutes
}

function askOffset(at: number, timeZone: string): number {
  let formatter = formatters.get(timeZone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
    formatters.set(timeZone, formatter)
  }
  const name = formatter.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(name)
  return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) : 0
}

/** ISO 8601 with the zone's offset: 2026-11-23T08:00:00.000+07:00. */
export function isoTime(at: number, timeZone: string): string {
  const offset = offsetMinutes(at, timeZone)
  const pad = (value: number) => String(value).padStart(2, '0')
  const sign = offset < 0 ? '-' : '+'
  const zone = `${sign}${pad(Math.trunc(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`
  return new Date(at + offset * 60_000).toISOString().replace('Z', zone)
}

/** The date there at that moment: 2026-11-23. */
export function dateOf(at: number, timeZone: string): string {
  return isoTime(at, timeZone).slice(0, 10)
}

/** The date so many days after another. */
export function daysLater(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Minutes after local midnight. */
export function minuteOf(at: number, timeZone: string): number {
  const local = isoTime(at, timeZone)
  return Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16))
}

/** Milliseconds from `at` to the next local midnight; at most a day (25 hours where clocks change). */
export function untilMidnight(at: number, timeZone: string): number {
  const today = dateOf(at, timeZone)
  let low = 0
  let high = 25 * 3_600_000
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (dateOf(at + middle, timeZone) === today) low = middle
    else high = middle
  }
  return high
}

/** The moment at which it is this date and time there; where clocks change, one of the two. */
export function epochOf(local: string, timeZone: string): number {
  const asUtc = Date.parse(`${local}Z`)
  const near = asUtc - offsetMinutes(asUtc, timeZone) * 60_000
  return asUtc - offsetMinutes(near, timeZone) * 60_000
}
