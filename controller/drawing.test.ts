/** What the queue knows that a slip says: which counters, whether any is open, whether the session is long enough. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { roundTheClock } from './domain/calendar.ts'
import { given, issueTicket, noon, openHall, smallRules } from './domain/given.test-kit.ts'
import type { Rules } from './domain/rules.ts'
import type { State, Ticket } from './domain/state.ts'
import { countersFor, mayNotFit, noCounterOpen } from './drawing.ts'

const test = suite('what a slip is told')
const at = noon
function first(state: State): Ticket {
  const ticket = state.tickets.get('t1')
  if (!ticket) throw new Error('t1 was not issued')
  return ticket
}
const counters = smallRules.counters.map(({ id, spoken, services }) => ({
  id,
  spoken,
  services,
  zone: 'hall',
}))

test('no counter is open for a service while all of its counters are closed or paused', () => {
  const hall = openHall()
  assert.equal(
    ['land', 'family', 'fees'].map((service) => noCounterOpen(hall, service)),
    [false, false, true],
  )
  const paused = given([{ type: 'PauseCounter', at, counter: 'q2', reason: 'break' }], hall)
  assert.equal([noCounterOpen(paused, 'land'), noCounterOpen(paused, 'family')], [false, true])
})

test('the counters are those that give the service today, or the one it was sent to', () => {
  const hall = given([issueTicket('t1')], openHall())
  assert.equal(countersFor({ counters }, hall, first(hall)), ['1', '2'])
  const changed = given([{ type: 'ChangeCounterServices', at, counter: 'q2', services: ['family'] }], hall)
  assert.equal(countersFor({ counters }, changed, first(changed)), ['1'])
  assert.equal(countersFor({ counters }, hall, { ...first(hall), tiedTo: 'q2' }), ['2'])
})

test('a wait that runs past the session may not fit, at a service with hours of its own too', () => {
  // The test's noon is 12:00 in the hall; the session ends at 12:30.
  const day = [{ from: 450, to: 750 }]
  const week = [day, day, day, day, day, day, day]
  const calendar = (more: object): Rules['calendar'] => ({ ...roundTheClock, ...more })
  const own = { land: { week, issueBefore: 0, cutOff: 0, dailyLimit: null } }
  const fits = (of: Rules['calendar'], minutes: number) => {
    const estimate = { low: 0, mid: 0, high: minutes * 60 }
    const state = given([issueTicket('t1', 'land', { estimate })], openHall({ ...smallRules, calendar: of }))
    return !mayNotFit(state, first(state))
  }
  for (const of of [calendar({ week }), calendar({ services: own })])
    assert.equal([fits(of, 29), fits(of, 31)], [true, false])
  assert.ok(fits(roundTheClock, 600))
})

test.run()
