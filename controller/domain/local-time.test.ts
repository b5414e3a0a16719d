import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { figuresOf, spread } from './figures.ts'
import { given, issueTicket, noon, openHall } from './given.test-kit.ts'
import { dateOf, isoTime, untilMidnight } from './local-time.ts'

const test = suite('local time')
const zone = 'Asia/Ho_Chi_Minh'

test('a day turns at the site’s midnight, not at the process’s', () => {
  const midnight = Date.UTC(2026, 10, 22, 17, 0, 0)
  assert.is(dateOf(midnight - 1, zone), '2026-11-22')
  assert.is(dateOf(midnight, zone), '2026-11-23')
  assert.is(isoTime(midnight, zone), '2026-11-23T00:00:00.000+07:00')
})
test('the next midnight is found to the millisecond, across a change of clocks too', () => {
  assert.is(untilMidnight(Date.UTC(2026, 10, 22, 16, 59, 59, 250), zone), 750)
  assert.is(untilMidnight(Date.UTC(2026, 9, 24, 22, 0, 0), 'Europe/Berlin'), 25 * 3_600_000)
  assert.is(isoTime(Date.UTC(2026, 0, 1), 'America/St_Johns'), '2025-12-31T20:30:00.000-03:30')
})
test.run()

const figures = suite('figures')
figures('the wait runs from issue to start, not to the call, and those still waiting are told apart', () => {
  const minute = 60_000
  const state = given(
    [
      issueTicket('t1'),
      issueTicket('t2'),
      issueTicket('t3'),
      { type: 'CallNext', at: noon + minute, counter: 'q1' },
      { type: 'Start', at: noon + 4 * minute, counter: 'q1' },
      { type: 'Finish', at: noon + 10 * minute, counter: 'q1' },
      { type: 'CallNext', at: noon + 10 * minute, counter: 'q1' },
      { type: 'CallNext', at: noon + 20 * minute, counter: 'q1' },
    ],
    openHall(),
  )
  const today = figuresOf(state.tickets.values(), noon + 30 * minute, 15 * minute)
  assert.equal(today.wait, {
    n: 2,
    mean: 12 * minute,
    median: 4 * minute,
    p90: 20 * minute,
    max: 20 * minute,
  })
  assert.equal(today.service.n, 1, 'a visit that the system ended has no service time')
  assert.is(today.longestWait, 30 * minute)
  assert.is(today.overLimit, 2)
  assert.equal([today.issued, today.waiting, today.called, today.finished], [3, 0, 1, 2])
})
figures('of nothing are empty, not zero', () => {
  assert.equal(spread([]), { n: 0, mean: null, median: null, p90: null, max: null })
})
figures.run()
