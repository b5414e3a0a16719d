/**
 * When counters worked on earlier days, and what that says of today: of the days on which a counter was, at this
 * time of day, as it is now, each is one way today may go on. So breaks, late beginnings and early ends are
 * foreseen as often as they happen, and nobody has to enter a plan. A fold over events.
 */
import type { TimedEvent } from './events.ts'
import { minuteOf } from './local-time.ts'

/** Seconds after local midnight; where clocks are changed, of that one day an hour off. */
export type Span = { from: number; to: number }
export type WorkedDay = { counter: string; spans: readonly Span[] }
export type Presence = {
  /** Today's local midnight, epoch ms. */
  midnight: number
  today: Readonly<Record<string, readonly Span[]>>
  /** Newest last, bounded. */
  earlier: readonly WorkedDay[]
}
export const noPresence: Presence = { midnight: 0, today: {}, earlier: [] }

const kept = 600
/** So many days at least must be alike before they are gone by. */
const leastAlike = 6
/** A counter's own earlier days count this many times those of others. */
const ownWeight = 5
/** A longer absence is no break. */
const longestBreak = 45 * 60
const usualBreak = 10 * 60

export function recordPresence(presence: Presence, event: TimedEvent): Presence {
  const second = (event.at - presence.midnight) / 1000
  const { today, earlier } = presence
  switch (event.type) {
    case 'DayOpened': {
      const { timeZone, counters } = event.data.rules
      const midnight = event.at - (event.at % 60_000) - minuteOf(event.at, timeZone) * 60_000
      return { midnight, today: Object.fromEntries(counters.map(({ id }) => [id, []])), earlier }
    }
    case 'CounterOpened':
    case 'CounterResumed': {
      const { counter } = event.data
      const spans = [...(today[counter] ?? []), { from: second, to: Number.POSITIVE_INFINITY }]
      return { ...presence, today: { ...today, [counter]: spans } }
    }
    case 'CounterPaused':
    case 'CounterClosed': {
      const { counter } = event.data
      return { ...presence, today: { ...today, [counter]: endedAt(second, today[counter] ?? []) } }
    }
    case 'DayClosed': {
      const days = Object.entries(today).map(([counter, spans]) => ({
        counter,
        spans: endedAt(second, spans).filter(({ from, to }) => to - from > 60),
      }))
      // A day on which nobody worked says nothing of the others.
      const worked = days.some(({ spans }) => spans.length > 0) ? days : []
      return { ...presence, today: {}, earlier: [...earlier, ...worked].slice(-kept) }
    }
    default:
      return presence
  }
}

const endedAt = (second: number, spans: readonly Span[]) =>
  spans.map(({ from, to }) => ({ from, to: Math.min(to, second) }))

/**
 * The ways the day may go on for one counter, each as spans in seconds from `second` on. `lastEnd`: whoever works
 * until then stays until the queue is done.
 */
export function waysOn(
  earlier: readonly WorkedDay[],
  counter: string,
  now: 'open' | 'paused' | 'closed',
  second: number,
  lastEnd: number,
): readonly (readonly Span[])[] {
  const ways: (readonly Span[])[] = []
  for (const day of earlier) {
    if (!isAlike(day.spans, now, second)) continue
    const rest = day.spans
      .filter(({ to }) => to > second)
      .map(({ from, to }) => ({
        from: Math.max(0, from - second),
        to: to >= lastEnd ? Number.POSITIVE_INFINITY : to - second,
      }))
    for (let times = day.counter === counter ? ownWeight : 1; times > 0; times--) ways.push(rest)
  }
  if (ways.length >= leastAlike) return ways
  const always = (from: number) => [{ from, to: Number.POSITIVE_INFINITY }]
  if (now === 'open') return [always(0)]
  if (now === 'paused') return [0.25, 0.5, 0.75, 1, 1.5, 2].map((part) => always(part * usualBreak))
  return []
}

function isAlike(spans: readonly Span[], now: 'open' | 'paused' | 'closed', second: number): boolean {
  const working = spans.some(({ from, to }) => from <= second && second < to)
  if (now === 'open') return working
  if (working || now === 'closed') return !working
  const before = spans.findLast(({ to }) => to <= second)
  const after = spans.find(({ from }) => from > second)
  return before !== undefined && after !== undefined && after.from - before.to <= longestBreak
}
