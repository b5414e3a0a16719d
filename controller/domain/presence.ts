/**
 * When counters worked on earlier days, and what that says of today: of the days on which a counter was, at this
 * time of day, as it is now, each is one way today may go on. So breaks, late beginnings and early ends are
 * foreseen as often as they happen, and nobody has to enter a plan. A fold over events.
 */
import { sessionsOf } from './calendar.ts'
import type { TimedEvent } from './events.ts'
import { evolve } from './evolve.ts'
import { minuteOf } from './local-time.ts'
import type { Rules } from './rules.ts'
import { initialState, type State } from './state.ts'

/** Seconds after local midnight; where clocks are changed, of that one day an hour off. */
export type Span = { from: number; to: number }
/** `hours`: its services' sessions on that day, in words; a Saturday says nothing of a Monday. */
export type WorkedDay = { counter: string; hours: string; spans: readonly Span[] }
/** One day. */
export type Presence = {
  date: string
  /** Local midnight, epoch ms. */
  midnight: number
  rules: Rules | null
  counters: State['counters']
  /** Of each counter, in order; the last has no end while it works. */
  spans: ReadonlyMap<string, readonly Span[]>
}
export const noPresence: Presence = {
  date: '',
  midnight: 0,
  rules: null,
  counters: new Map(),
  spans: new Map(),
}

/** So many days at least must be alike before they are gone by. */
const leastAlike = 6
/** A counter's own earlier days count this many times those of others. */
const ownWeight = 5
const mostWays = 60
/** A longer absence is no break. */
const longestBreak = 45 * 60
const usualBreak = 10 * 60
/** Whoever opens so much before a session begins is there for the session. */
const early = 45 * 60

export function recordPresence(presence: Presence, event: TimedEvent): Presence {
  switch (event.type) {
    case 'DayOpened': {
      const { rules, date } = event.data
      const midnight = event.at - (event.at % 60_000) - minuteOf(event.at, rules.timeZone) * 60_000
      return { ...noPresence, date, midnight, rules, counters: countersAfter(presence, event) }
    }
    case 'SiteChanged':
    case 'CounterOpened':
    case 'CounterResumed':
    case 'CounterPaused':
    case 'CounterClosed':
    case 'DayClosed':
      break
    default:
      return presence
  }
  const second = (event.at - presence.midnight) / 1000
  const counters = countersAfter(presence, event)
  const spans = new Map(presence.spans)
  for (const [id, counter] of counters) {
    const before = spans.get(id) ?? []
    const worked = before.at(-1)?.to === Number.POSITIVE_INFINITY
    const works = counter.open && counter.paused === null
    if (works && !worked) spans.set(id, [...before, { from: second, to: Number.POSITIVE_INFINITY }])
    if (!works && worked) spans.set(id, endedAt(second, before))
  }
  const rules = event.type === 'SiteChanged' ? event.data.rules : presence.rules
  return { ...presence, rules, counters, spans }
}

/** The sessions of a counter's services on that day, in seconds after midnight. */
export function hoursOf({ calendar, counters }: Rules, counter: string, date: string): readonly Span[] {
  const services = counters.find(({ id }) => id === counter)?.services ?? []
  return services
    .flatMap((service) => sessionsOf(calendar, service, date))
    .map(({ from, to }) => ({ from: from * 60, to: to * 60 }))
    .sort((a, b) => a.from - b.from || a.to - b.to)
}
const inWords = (hours: readonly Span[]) =>
  [...new Set(hours.map(({ from, to }) => `${from}–${to}`))].join(' ')

const countersAfter = ({ counters }: Presence, event: TimedEvent) =>
  evolve({ ...initialState(), counters }, event).counters

/** Not a counter that was opened by mistake, or by itself before anybody was there. */
const isWork = ({ from, to }: Span) => to - from > 60

const endedAt = (second: number, spans: readonly Span[]) =>
  spans.map(({ from, to }) => ({ from, to: Math.min(to, second) }))

/** The day as it is over; a day on which nobody worked says nothing of the others. */
export function workedOn({ rules, date, spans, counters, midnight }: Presence, until: number): WorkedDay[] {
  if (!rules) return []
  const second = (until - midnight) / 1000
  const days = [...counters.keys()].map((counter) => ({
    counter,
    hours: inWords(hoursOf(rules, counter, date)),
    spans: endedAt(second, spans.get(counter) ?? []).filter(isWork),
  }))
  return days.some((day) => day.spans.length > 0) ? days : []
}

export type Present = 'open' | 'paused' | 'closed'

/**
 * The ways the day may go on for one counter, each as spans in seconds from `second` on. Whoever works
 * until the last session's end stays until the queue is done.
 */
export function waysOn(
  earlier: readonly WorkedDay[],
  today: { counter: string; now: Present; spans: readonly Span[]; hours: readonly Span[] },
  second: number,
): readonly (readonly Span[])[] {
  const lastEnd = today.hours.reduce((latest, { to }) => Math.max(latest, to), 0) || Number.POSITIVE_INFINITY
  // Before noon says nothing of after it: whether there was a break already, this session's spans tell.
  const since = (today.hours.findLast(({ from }) => from - early <= second)?.from ?? 0) - early
  const before = begun(today.spans, since, second)
  const hours = inWords(today.hours)
  const sameHours = earlier.filter((day) => day.hours === hours)
  const left = today.now === 'paused' ? today.spans.at(-1)?.to : undefined
  if (left !== undefined) {
    const back = sameHours.flatMap((day) => backFromBreak(day, { since, left, second }))
    if (back.length >= leastAlike)
      return sampleOf(weighed(back, today.counter)).map(({ spans }) => restOf(spans, second, lastEnd))
  }
  const alike = sameHours.filter((day) => isAlike(day.spans, today.now, second))
  const sameSession = alike.filter((day) => begun(day.spans, since, second) === before)
  const enough = [sameSession, alike].find((days) => days.length >= leastAlike)
  if (enough)
    return sampleOf(weighed(enough, today.counter)).map(({ spans }) => restOf(spans, second, lastEnd))
  const always = (from: number) => [{ from, to: Number.POSITIVE_INFINITY }]
  if (today.now === 'open') return [always(0)]
  if (today.now === 'paused') return [0.25, 0.5, 0.75, 1, 1.5, 2].map((part) => always(part * usualBreak))
  return []
}

/** Days of this session's breaks that were longer than this one is by now, as if they had begun when this one did. */
function backFromBreak(day: WorkedDay, at: { since: number; left: number; second: number }): WorkedDay[] {
  return day.spans.flatMap((after, place) => {
    const before = day.spans[place - 1]
    if (!before || before.to < at.since || before.to > at.second) return []
    const length = after.from - before.to
    const from = at.left + length
    if (length > longestBreak || from <= at.second) return []
    const spans = day.spans
      .slice(place)
      .map((span, nth) => ({ from: nth === 0 ? from : Math.max(span.from, from), to: span.to }))
    return [{ ...day, spans: spans.filter(({ from, to }) => to > from) }]
  })
}

function restOf(spans: readonly Span[], second: number, lastEnd: number): Span[] {
  return spans
    .filter(({ to }) => to > second)
    .map(({ from, to }) => ({
      from: Math.max(0, from - second),
      to: to >= lastEnd ? Number.POSITIVE_INFINITY : to - second,
    }))
}

const weighed = (days: readonly WorkedDay[], counter: string) =>
  days.flatMap((day) => (day.counter === counter ? Array<WorkedDay>(ownWeight).fill(day) : [day]))

/** As many as are played, from all over the list. */
function sampleOf(days: readonly WorkedDay[]): readonly WorkedDay[] {
  if (days.length <= mostWays) return days
  // Steps of the golden section fall evenly, and not again and again on the same counter.
  const share = (n: number) => (n * 0.6180339887498949) % 1
  return Array.from({ length: mostWays }, (_, n) => days[Math.floor(share(n + 1) * days.length)] as WorkedDay)
}

/** In how many spans a counter worked since then. */
const begun = (spans: readonly Span[], since: number, second: number) =>
  spans.filter((span) => isWork(span) && span.to > since && span.from <= second).length

function isAlike(spans: readonly Span[], now: Present, second: number): boolean {
  const working = spans.some(({ from, to }) => from <= second && second < to)
  if (now === 'open') return working
  if (working || now === 'closed') return !working
  const before = spans.findLast(({ to }) => to <= second)
  const after = spans.find(({ from }) => from > second)
  return before !== undefined && after !== undefined && after.from - before.to <= longestBreak
}
