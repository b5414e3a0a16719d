import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Command } from './commands.ts'
import { openDayRecord } from './day-record.ts'
import { applyAll, decide } from './decide.ts'
import { openRows } from './figure-rows.ts'
import { given, issueTicket, lines, noon, openHall, smallRules } from './given.test-kit.ts'
import { ratingsOfLegs } from './rating-figures.ts'
import { type Leg, legOf, type State } from './state.ts'

const test = suite('rating a visit')

const minute = 60_000
const at = (command: object, minutes: number) => ({ ...command, at: noon + minutes * minute }) as Command
const rate = (minutes: number, value = 1, counter = 'q1') =>
  at({ type: 'RateVisit', counter, value }, minutes)
const byPhone = (minutes: number, ticket = 't1', value = 1) =>
  at({ type: 'RateVisit', ticket, value }, minutes)
const visit = (id: string, from: number): Command[] => [
  at(issueTicket(id), from),
  at({ type: 'CallNext', counter: 'q1' }, from),
  at({ type: 'Start', counter: 'q1' }, from + 1),
  at({ type: 'Finish', counter: 'q1' }, from + 2),
]
const said = (state: State, command: Command) => lines(decide(command, state))
const one = given([at({ type: 'LogIn', counter: 'q1', officer: 'cb-7' }, 0), ...visit('t1', 0)], openHall())

test('the word is bound to the ticket, its counter, officer and service', () => {
  const { events } = decide(rate(3, 2), one)
  assert.equal(events, [
    {
      type: 'VisitRated',
      data: {
        ticket: 't1',
        number: 'A001',
        counter: 'q1',
        service: 'land',
        officer: 'cb-7',
        value: 2,
        of: 5,
        satisfied: true,
        by: 'counter-device',
      },
    },
  ])
  const rated = applyAll(one, events, noon + 3 * minute).tickets.get('t1')
  assert.ok(rated)
  assert.equal(legOf(rated).rating, { value: 2, of: 5, satisfied: true, at: noon + 3 * minute })
})

test('a visit is rated once', () => {
  const rated = given([rate(3)], one)
  assert.equal(said(rated, rate(3)), ['refused already-rated'])
})

test('a visit is rated within the time the site gives', () => {
  assert.equal(said(one, rate(4)), ['VisitRated A001'])
  assert.equal(said(one, rate(4.01)), ['refused rating-too-late'])
  const patient = openHall({ ...smallRules, rating: { words: 3, satisfied: 1, withinMinutes: 30 } })
  const later = given(visit('t1', 0), patient)
  assert.equal(said(later, rate(32)), ['VisitRated A001'])
  assert.equal(said(later, rate(3, 4)), ['refused unknown-rating'])
})

test('a value that the scale does not have is refused', () => {
  for (const value of [0, 6, 1.5, Number.NaN])
    assert.equal(said(one, rate(3, value)), ['refused unknown-rating'])
})

test('before anybody was finished there is nothing to rate, and an unknown counter is told', () => {
  assert.equal(said(openHall(), rate(0)), ['refused nothing-to-rate'])
  assert.equal(said(one, rate(3, 1, 'q2')), ['refused nothing-to-rate'])
  assert.equal(said(one, rate(3, 1, 'nowhere')), ['refused unknown-counter'])
})

test('who was just finished may still rate while the next one is called, and the next one not before the end', () => {
  const next = given(
    [
      at(issueTicket('t2'), 2),
      at({ type: 'CallNext', counter: 'q1' }, 3),
      at({ type: 'Start', counter: 'q1' }, 3),
    ],
    one,
  )
  assert.equal(said(next, rate(3.5)), ['VisitRated A001'])
  const done = given([at({ type: 'Finish', counter: 'q1' }, 3.6)], next)
  assert.equal(said(done, rate(3.7)), ['VisitRated A002'])
})

test('an undone finish cannot be rated, and a rating stays when a finish is undone or the visit reopened', () => {
  const undone = given([at({ type: 'Undo', counter: 'q1' }, 3)], one)
  assert.equal(said(undone, rate(3)), ['refused nothing-to-rate'])
  const rated = given([rate(3, 5)], one)
  for (const back of [
    { type: 'Undo', counter: 'q1' },
    { type: 'Reopen', counter: 'q1', finished: 't1' },
  ]) {
    const again = given([at(back, 3.5), at({ type: 'Finish', counter: 'q1' }, 3.6)], rated)
    const ticket = again.tickets.get('t1')
    assert.is(ticket && legOf(ticket).rating?.value, 5)
    assert.equal(said(again, rate(3.7)), ['refused already-rated'])
  }
})

test('a transferred visit is rated where it was finished', () => {
  const moved = given(
    [
      ...visit('t1', 0).slice(0, 3),
      at({ type: 'Transfer', counter: 'q1', toCounter: 'q2' }, 2),
      at({ type: 'CallNext', counter: 'q2' }, 2),
      at({ type: 'Start', counter: 'q2' }, 2),
      at({ type: 'Finish', counter: 'q2' }, 3),
    ],
    openHall(),
  )
  assert.equal(said(moved, rate(3, 1, 'q1')), ['refused nothing-to-rate'])
  assert.equal(said(moved, rate(3, 1, 'q2')), ['VisitRated A001'])
})

test('the holder of the ticket rates on the phone long after the counter has gone on, for the same counter', () => {
  const later = given(visit('t2', 60), one)
  const { events } = decide(byPhone(200, 't1', 4), later)
  const [event] = events
  assert.ok(event?.type === 'VisitRated')
  const { ticket, counter, service, officer, value, satisfied, by } = event.data
  assert.equal(
    [ticket, counter, service, officer, value, satisfied, by],
    ['t1', 'q1', 'land', 'cb-7', 4, false, 'phone'],
  )
})

test('where pad and phone are both used the first word counts', () => {
  const onPhone = given([byPhone(3)], one)
  assert.equal(said(onPhone, rate(3.1, 5)), ['refused already-rated'])
  const onPad = given([rate(3, 5)], one)
  assert.equal(said(onPad, byPhone(3.1)), ['refused already-rated'])
  assert.equal(said(onPhone, byPhone(3.1, 't1', 2)), ['refused already-rated'])
})

test('on the phone nothing is rated before the end, without a ticket, with another word, or after the day', () => {
  const served = given(visit('t1', 0).slice(0, 3), openHall())
  assert.equal(said(served, byPhone(2)), ['refused not-finished'])
  assert.equal(said(one, byPhone(3, 'nobody')), ['refused unknown-ticket'])
  assert.equal(said(one, byPhone(3, 't1', 6)), ['refused unknown-rating'])
  const closed = given([at({ type: 'CloseDay' }, 3)], one)
  assert.equal(said(closed, byPhone(3.5)), ['refused rating-too-late'])
  assert.equal(said(closed, rate(3.5)), ['refused rating-too-late'])
})

test('after a finish was undone the phone rates the visit when it ends again', () => {
  const undone = given([at({ type: 'Undo', counter: 'q1' }, 3)], one)
  assert.equal(said(undone, byPhone(3)), ['refused not-finished'])
  const again = given([at({ type: 'Finish', counter: 'q1' }, 4)], undone)
  assert.equal(said(given([byPhone(5)], again), byPhone(6)), ['refused already-rated'])
})

test('days whose rules know of no ratings have the usual scale', () => {
  const { rating: _, ...old } = smallRules
  assert.equal(said(given(visit('t1', 0), openHall(old)), rate(3, 5)), ['VisitRated A001'])
})

test('figures tell ratings with their denominators', () => {
  const commands = [...visit('t1', 0), rate(2.5, 2), ...visit('t2', 3), rate(5.5, 4), ...visit('t3', 6)]
  const day = openDayRecord()
  let state = openHall()
  day.take({ type: 'DayOpened', at: noon - 3_600_000, data: { date: '2026-11-23', rules: smallRules } })
  for (const command of commands) {
    const { events } = decide(command, state)
    for (const event of events) day.take({ ...event, at: command.at })
    state = applyAll(state, events, command.at)
  }
  const rows = openRows({ by: 'counter', from: noon - 3_600_000, to: noon + 3_600_000, limitMs: 900_000 })
  const record = day.record(noon + 20 * minute)
  assert.ok(record)
  rows.take(record)
  assert.equal(
    rows.result(10).rows.map(({ key, ratings }) => ({ key, ratings })),
    [
      {
        key: 'q1',
        ratings: {
          n: 2,
          mean: { points: 3, of: 5 },
          satisfied: { n: 1, of: 2, share: 0.5 },
          response: { n: 2, of: 3, share: 2 / 3 },
        },
      },
    ],
  )
})

test('points of scales of different lengths have no common mean, shares have', () => {
  const rated = (value: number, of: number) =>
    ({ rating: { value, of, satisfied: value === 1, at: noon }, end: 'finished' }) as unknown as Leg
  assert.equal(ratingsOfLegs([rated(1, 5), rated(3, 5)]).mean, { points: 4, of: 5 })
  const mixed = ratingsOfLegs([rated(1, 5), rated(3, 3)])
  assert.equal([mixed.n, mixed.mean, mixed.satisfied.share], [2, null, 0.5])
  assert.equal(ratingsOfLegs([]), {
    n: 0,
    mean: null,
    satisfied: { n: 0, of: 0, share: null },
    response: { n: 0, of: 0, share: null },
  })
})

test.run()
