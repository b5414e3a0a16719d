/** What earlier days foresee of a counter's day. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { DomainEvent, TimedEvent } from './events.ts'
import { smallRules } from './given.test-kit.ts'
import {
  noPresence,
  type Present,
  recordPresence,
  type Span,
  type WorkedDay,
  waysOn,
  workedOn,
} from './presence.ts'
import type { Rules } from './rules.ts'

const morning = { from: 450, to: 690 }
const afternoon = { from: 810, to: 1020 }
const rules: Rules = {
  ...smallRules,
  calendar: { ...smallRules.calendar, week: [...Array(5).fill([morning, afternoon]), [morning], []] },
}
const hour = 3600
const hours = [morning, afternoon].map(({ from, to }) => ({ from: from * 60, to: to * 60 }))
const span = (from: number, to: number): Span => ({ from: from * hour, to: to * hour })
const days = (count: number, ...spans: Span[]): WorkedDay[] =>
  Array(count).fill({ counter: 'q1', hours: '27000–41400 48600–61200', spans })
const ways = (earlier: WorkedDay[], now: Present, at: number, ...spans: Span[]) =>
  waysOn(earlier, { counter: 'q1', now, spans, hours }, at * hour)
const soFar = (from: number) => ({ from: from * hour, to: Number.POSITIVE_INFINITY })

/** A Monday; `at` in hours after midnight. */
const monday = Date.UTC(2026, 10, 22, 17)
function played(happened: readonly [number, DomainEvent][], of = rules): WorkedDay[] {
  const open: DomainEvent = { type: 'DayOpened', data: { date: '2026-11-23', rules: of } }
  const events = ([[0, open], ...happened] as [number, DomainEvent][]).map(
    ([at, event]) => ({ ...event, at: monday + at * hour * 1000 }) as TimedEvent,
  )
  return workedOn(events.reduce(recordPresence, noPresence), monday + 18 * hour * 1000)
}
const opened: DomainEvent = { type: 'CounterOpened', data: { counter: 'q1' } }
const paused: DomainEvent = { type: 'CounterPaused', data: { counter: 'q1', reason: 'break' } }
const resumed: DomainEvent = { type: 'CounterResumed', data: { counter: 'q1' } }
const closed: DomainEvent = { type: 'CounterClosed', data: { counter: 'q1' } }
const dayClosed: DomainEvent = { type: 'DayClosed', data: { date: '2026-11-23' } }

const test = suite('presence')

test('a day is told by the spans in which its counters worked, and the sessions it had', () => {
  const [q1, q2] = played([
    [7.5, opened],
    [9, paused],
    [9.25, resumed],
    [11.5, closed],
    [13.5, opened],
    [18, dayClosed],
  ])
  assert.equal(q1, {
    counter: 'q1',
    hours: '27000–41400 48600–61200',
    spans: [span(7.5, 9), span(9.25, 11.5), span(13.5, 18)],
  })
  assert.equal(q2?.spans, [])
})

test('a counter that was open for seconds did not work, and a day without work tells nothing', () => {
  assert.equal(
    played([
      [7.5, opened],
      [7.501, closed],
      [18, dayClosed],
    ]),
    [],
  )
})

test('breaks, late beginnings and early ends are foreseen as they were', () => {
  const usual = days(8, span(7.5, 9), span(9.25, 11.5), span(13.5, 17))
  const [way] = ways(usual, 'open', 8, soFar(7.5))
  assert.equal(way, [span(0, 1), span(1.25, 3.5), { from: 5.5 * hour, to: Number.POSITIVE_INFINITY }])
  assert.equal(ways(days(8, span(8, 11.5)), 'closed', 7.75)[0], [span(0.25, 3.75)])
})

test('who did not come by now is foreseen as those who did not either', () => {
  const absent = days(6, span(13.5, 17))
  const late = days(6, span(8, 11.5), span(13.5, 17))
  const all = [...absent, ...late]
  const works = (at: number) => ways(all, 'closed', at).filter((way) => (way[0]?.from ?? 0) < 4 * hour).length
  assert.is(works(7.75), 30)
  assert.is(works(9), 0)
})

test('who had a break already is foreseen as those who had, as long as the session lasts', () => {
  const all = [...days(8, span(7.5, 8.5), span(8.75, 11.5)), ...days(8, span(7.5, 10), span(10.25, 11.5))]
  const ends = (...spans: Span[]) => new Set(ways(all, 'open', 9, ...spans).map((way) => way.length))
  assert.equal(ends(span(7.5, 8.4), soFar(8.6)), new Set([1]))
  assert.equal(ends(soFar(7.5)), new Set([2]))
})

test('a day of other sessions tells nothing of this one', () => {
  const saturdays = days(20, span(7.5, 11.5)).map((day) => ({ ...day, hours: '27000–41400' }))
  assert.equal(ways(saturdays, 'open', 8, soFar(7.5)), [[{ from: 0, to: Number.POSITIVE_INFINITY }]])
})

test('before there are days, counters stay as they are, and who is on a break comes back soon', () => {
  assert.equal(ways([], 'open', 8), [[{ from: 0, to: Number.POSITIVE_INFINITY }]])
  assert.equal(ways([], 'closed', 8), [])
  assert.ok(ways([], 'paused', 8).every(([first]) => first && first.from > 0 && first.from <= 20 * 60))
})

test('of many earlier days so many are played as runs need, evenly', () => {
  const all = [...days(90, span(7.5, 9)), ...days(30, span(7.5, 11.5))]
  const found = ways(all, 'open', 8, soFar(7.5))
  assert.is(found.length, 60)
  const long = found.filter(([first]) => first?.to === 3.5 * hour).length
  assert.ok(Math.abs(long - 15) <= 1, `${long} of 60 for a quarter`)
})

test('who is on a break comes back when breaks that lasted longer than this ended', () => {
  const breaks = [0.1, 0.2, 0.3, 0.4]
  const all = breaks.flatMap((length) => days(3, span(7.5, 8), span(8 + length, 11.5)))
  const found = ways(all, 'paused', 9, span(7.5, 8.75))
  assert.is(found.length, 30)
  const minutes = new Set(found.map(([first]) => Math.round((first?.from ?? 0) / 60)))
  assert.equal(minutes, new Set([3, 9]))
})

test('own days count more than those of others', () => {
  const others = days(10, span(7.5, 9)).map((day) => ({ ...day, counter: 'q2' }))
  const all = [...others, ...days(2, span(7.5, 11.5))]
  const long = ways(all, 'open', 8, soFar(7.5)).filter(([first]) => first?.to === 3.5 * hour)
  assert.is(long.length, 10)
})

test.run()
