import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  type Calendar,
  mayIssue,
  minutesToSessionEnd,
  openMinutes,
  roundTheClock,
  sessionsFrom,
  sessionsOf,
} from './calendar.ts'
import { decide } from './decide.ts'
import { dueCommands } from './due.ts'
import { given, issueTicket, lines, noon, openHall, smallRules } from './given.test-kit.ts'

const test = suite('the calendar')
const morning = { from: 450, to: 690 }
const afternoon = { from: 810, to: 1020 }
const work = [morning, afternoon]
const calendar: Calendar = {
  week: [work, work, work, work, work, [morning], []],
  holidays: ['2027-02-08'],
  extra: [
    { date: '2026-11-29', services: ['land'], sessions: [morning] },
    { date: '2026-11-26', services: null, sessions: [] },
  ],
  dayEnds: 1080,
  services: { land: { week: null, issueBefore: 30, cutOff: 15, dailyLimit: 2 } },
}
const monday = '2026-11-23'

test('sessions follow the weekday, holidays and what is said of one date', () => {
  assert.equal(sessionsOf(calendar, 'family', monday), work)
  assert.equal(sessionsOf(calendar, 'family', '2026-11-28'), [morning])
  assert.equal(sessionsOf(calendar, 'family', '2026-11-29'), [])
  assert.equal(sessionsOf(calendar, 'land', '2026-11-29'), [morning])
  assert.equal(sessionsOf(calendar, 'land', '2026-11-26'), [])
  assert.equal(sessionsOf(calendar, 'land', '2027-02-08'), [])
  assert.equal(sessionsOf(roundTheClock, 'land', '2027-02-08'), [{ from: 0, to: 1440 }])
})
test('the sessions ahead are of anything served, over nights, weekends and holidays, at most so many', () => {
  assert.equal(sessionsFrom(calendar, ['family', 'land'], '2026-11-27', 5), [
    { date: '2026-11-27', ...morning },
    { date: '2026-11-27', ...afternoon },
    { date: '2026-11-28', ...morning },
    { date: '2026-11-29', ...morning },
    { date: '2026-11-30', ...morning },
  ])
  const early = {
    week: [[{ from: 400, to: 700 }], [], [], [], [], [], []],
    issueBefore: 0,
    cutOff: 0,
    dailyLimit: null,
  }
  const other = { ...calendar, services: { land: early } }
  assert.equal(sessionsFrom(other, ['family', 'land'], monday, 2), [
    { date: monday, from: 400, to: 700 },
    { date: monday, ...afternoon },
  ])
})
test('round the clock has no sessions, and where nothing is served any more there are none', () => {
  assert.is(sessionsFrom(roundTheClock, ['land'], monday, 8), null)
  const never = { ...calendar, week: [[], [], [], [], [], [], []], extra: [] }
  assert.equal(sessionsFrom(never, ['land'], monday, 8), [])
})
test('numbers are given from before a session until its cut-off, up to the daily limit', () => {
  const at = (minute: number, given = 0) => mayIssue(calendar, 'land', monday, minute, given)
  assert.equal(
    [at(419), at(420), at(674), at(675), at(780), at(1004), at(1005)],
    ['service-not-yet', 'open', 'open', 'service-not-yet', 'open', 'open', 'service-cut-off'],
  )
  assert.is(at(500, 2), 'daily-limit')
  assert.is(mayIssue(calendar, 'family', '2026-11-29', 500, 0), 'service-closed')
})
test('the end of the present or next session is known, and how much of a wait was in working hours', () => {
  assert.equal(
    [600, 700, 1030].map((minute) => minutesToSessionEnd(calendar, 'land', monday, minute)),
    [90, 320, null],
  )
  assert.is(openMinutes(calendar, 'land', monday, 600, 900), 180)
})
test('the day opens on working days, ends when the site says so, and is not opened again', () => {
  const rules = { ...smallRules, calendar }
  const local = (minute: number, day = 0) => noon - 12 * 3_600_000 + minute * 60_000 + day * 86_400_000
  const closed = given([{ type: 'ChangeSite', at: noon, rules, site: {} }])
  assert.equal(dueCommands(closed, local(300)), [{ type: 'OpenDay', date: monday }])
  assert.equal(dueCommands(closed, local(1100)), [])
  const open = given([{ type: 'OpenDay', at: local(300), date: monday }], closed)
  assert.equal(dueCommands(open, local(1079)), [])
  assert.equal(dueCommands(open, local(1080)), [{ type: 'CloseDay' }])
  assert.equal(dueCommands(open, local(300, 3)), [{ type: 'CloseDay' }], 'the 26th has no sessions')
  assert.equal(dueCommands(open, local(300, -2)), [], 'a clock set back')
})
test('a press outside issue hours is refused with its reason', () => {
  const state = openHall({ ...smallRules, calendar })
  const dawn = noon - 8 * 3_600_000
  assert.equal(lines(decide(issueTicket('t1', 'land', { at: dawn }), state)), ['refused service-not-yet'])
  assert.equal(lines(decide(issueTicket('t1', 'land', { at: noon - 3_600_000 }), state)), [
    'TicketIssued A001',
  ])
})
test.run()
