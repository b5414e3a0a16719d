/** Estimates of small halls that can be told by hand, and the play-forward held against the real rule. */
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { unequalRules } from './always.test-kit.ts'
import type { Command } from './commands.ts'
import { applyAll, decide } from './decide.ts'
import { type EstimateAnswer, estimateAll, estimateNew, estimateOf } from './estimate.ts'
import { given, issueTicket, noon, openHall } from './given.test-kit.ts'
import { tableOf } from './quantile-table.ts'
import type { TicketClass } from './rules.ts'
import { type ServiceStats, statsOf } from './service-stats.ts'
import type { State } from './state.ts'

const minute = 60_000
const always = (seconds: number) => tableOf([{ seconds, weight: 1 }]).map(() => seconds)
/** Every visit takes ten minutes, nobody walks, dawdles or stays away. */
const exact: ServiceStats = {
  visits: { land: always(600), family: always(600), fees: always(600) },
  doubt: { land: 0, family: 0, fees: 0 },
  pace: {},
  noShow: { land: 0, family: 0, fees: 0 },
  transfers: {},
  anyVisit: always(600),
  delay: always(0),
  walk: always(0),
  absence: always(150),
}
const mid = ({ estimate }: EstimateAnswer) => estimate?.mid
const close: Command = { type: 'CloseCounter', at: noon, counter: 'q2' }
const issued = (from: State, count: number, service = 'land') =>
  given(
    Array.from({ length: count }, (_, n) => issueTicket(`t${n}`, service)),
    from,
  )

const test = suite('estimates')

test('with one counter and visits of ten minutes each waits ten minutes more', () => {
  const state = issued(openHall(), 5, 'family')
  const answers = [...estimateAll({ state, now: noon, stats: exact }).values()]
  assert.equal(answers.map(mid), [0, 600, 1200, 1800, 2400])
  assert.is(mid(estimateOf({ state, now: noon, stats: exact }, 't3')), 1800)
  assert.is(mid(estimateNew({ state, now: noon, stats: exact }, { service: 'family' })), 3000)
})

test('two counters take turns, and one that closes leaves all to the other', () => {
  const state = issued(openHall(), 4)
  const now = noon
  assert.is(mid(estimateNew({ state, now, stats: exact }, { service: 'land' })), 1200)
  assert.is(mid(estimateNew({ state: given([close], state), now, stats: exact }, { service: 'land' })), 2400)
})

test('who is being served holds up for the rest of the visit only', () => {
  const called = given(
    [
      { type: 'CallNext', at: noon, counter: 'q2' },
      { type: 'Start', at: noon, counter: 'q2' },
    ],
    issued(openHall(), 1, 'family'),
  )
  const asked = { state: called, now: noon + 4 * minute, stats: exact }
  assert.is(mid(estimateNew(asked, { service: 'family' })), 360)
})

test('a counter that has been idle for an hour serves a newcomer as soon as any', () => {
  const served = given(
    [
      { type: 'CallNext', at: noon, counter: 'q2' },
      { type: 'Start', at: noon, counter: 'q2' },
      { type: 'Finish', at: noon + minute, counter: 'q2' },
    ],
    issued(openHall(), 1, 'family'),
  )
  const stats = statsOf({ visits: [], delays: [], walks: [], absences: [], ends: {} })
  const after = (minutes: number) =>
    mid(estimateNew({ state: served, now: noon + minutes * minute, stats }, { service: 'family' }))
  assert.is(after(60), after(1))
})

test('nobody is told a time while no counter of the service is open, however usual it is that one opens', () => {
  const state = issued(openHall(), 2, 'fees')
  const none = { estimate: null, reason: 'no-counter-open' }
  const worked = Array.from({ length: 20 }, () => ({
    counter: 'q3',
    hours: '0–86400',
    spans: [{ from: 40_000, to: 60_000 }],
  }))
  for (const asked of [
    { state, now: noon, stats: exact },
    { state, now: noon, stats: exact, worked },
  ]) {
    assert.equal(estimateNew(asked, { service: 'fees' }), none)
    assert.equal(estimateOf(asked, 't1'), none)
  }
  const open = given([{ type: 'OpenCounter', at: noon, counter: 'q3' }], state)
  assert.is(mid(estimateOf({ state: open, now: noon, stats: exact }, 't1')), 600)
})

test('whoever does not wait has no estimate', () => {
  const asked = { state: openHall(), now: noon, stats: exact }
  assert.equal(estimateOf(asked, 'nobody'), { estimate: null, reason: 'not-waiting' })
})

test('the range holds what chance may bring', () => {
  const stats = statsOf({ visits: [], delays: [], walks: [], absences: [], ends: {} })
  const { estimate } = estimateNew(
    { state: issued(openHall(), 6, 'family'), now: noon, stats },
    { service: 'family' },
  )
  assert.ok(estimate && estimate.low < estimate.mid - 300 && estimate.high > estimate.mid + 300)
})

test('the same state and moment give the same estimate', () => {
  const asked = { state: issued(openHall(), 9), now: noon, stats: statsOf(noObservations()) }
  assert.equal(estimateAll(asked), estimateAll({ ...asked, stats: statsOf(noObservations()) }))
})
function noObservations() {
  return { visits: [], delays: [], walks: [], absences: [], ends: {} }
}

test('the play-forward calls in the order in which the real rule does, whatever the rates', () => {
  const comer = fc.record({
    service: fc.constantFrom('land', 'family'),
    class: fc.constantFrom<TicketClass>('ordinary', 'ordinary', 'priority'),
    after: fc.integer({ min: 1, max: 300 }),
  })
  const hall = given([{ type: 'CloseCounter', at: noon - 3_600_000, counter: 'q1' }], openHall(unequalRules))
  fc.assert(
    fc.property(fc.array(comer, { minLength: 2, maxLength: 14 }), (comers) => {
      let at = noon
      let state = given(
        comers.map((one, n) => {
          at += one.after * 1000
          return issueTicket(`t${n}`, one.service, { class: one.class, at })
        }),
        hall,
      )
      // Later than newcomers are foreseen from: nobody comes any more.
      at += 31 * minute
      const foreseen = [...estimateAll({ state, now: at, stats: exact })]
        .sort((a, b) => (mid(a[1]) ?? 0) - (mid(b[1]) ?? 0))
        .map(([id, answer]) => `${id} ${mid(answer)}`)
      const real: string[] = []
      const begun = at
      for (const _ of comers) {
        const call = decide({ type: 'CallNext', at, counter: 'q2' }, state)
        state = applyAll(state, call.events, at)
        real.push(`${call.ticket} ${(at - begun) / 1000}`)
        state = given([{ type: 'Start', at, counter: 'q2' }], state)
        at += 600_000
        state = given([{ type: 'Finish', at, counter: 'q2' }], state)
      }
      assert.equal(foreseen, real)
    }),
    { numRuns: 1000 },
  )
})

test.run()
