import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { aheadOf, queueOf } from './calling-rule.ts'
import type { Command } from './commands.ts'
import { applyAll, decide } from './decide.ts'
import { given, issueTicket, lines, noon, onPaper, openHall, smallRules } from './given.test-kit.ts'
import { refusalSentences } from './refusals.ts'
import { ticketNumber } from './rules.ts'
import { hasEnded, initialState, type State } from './state.ts'

const at = noon
const next = (counter: string, more = {}): Command => ({ type: 'CallNext', at, counter, ...more })
const start = (counter: string, more = {}): Command => ({ type: 'Start', at, counter, ...more })
const finish = (counter: string, more = {}): Command => ({ type: 'Finish', at, counter, ...more })
const recall = (counter: string): Command => ({ type: 'Recall', at, counter })
const noShow = (counter: string): Command => ({ type: 'NoShow', at, counter })
const when = (command: Command, state: State) => lines(decide(command, state))
const then = (state: State, command: Command) => applyAll(state, decide(command, state).events, command.at)

const numbers = suite('numbers')
numbers('start at one, keep their width and grow past it', () => {
  const series = { id: 'a', prefix: 'A', width: 3 }
  assert.equal(
    [1, 12, 999, 1000, 12345].map((value) => ticketNumber(series, value)),
    ['A001', 'A012', 'A999', 'A1000', 'A12345'],
  )
})
numbers('of a shared series are not repeated by its other service', () => {
  const state = given([issueTicket('t1', 'family'), issueTicket('t2', 'fees')], openHall())
  assert.equal(
    [...state.tickets.values()].map(({ number }) => number),
    ['01', '02'],
  )
})
numbers('start again with the day', () => {
  const evening = given([issueTicket('t1'), { type: 'CloseDay', at }], openHall())
  const morning = given([{ type: 'OpenDay', at, date: '2026-11-24' }, issueTicket('t2')], evening)
  assert.is(morning.tickets.get('t2')?.number, 'A001')
  assert.is(morning.tickets.has('t1'), false)
})
numbers('a day that is over is never opened again, whatever the clock says', () => {
  const closed = given([{ type: 'CloseDay', at }], openHall())
  assert.equal(when({ type: 'OpenDay', at, date: '2026-11-23' }, closed), ['refused day-over'])
  assert.equal(when({ type: 'OpenDay', at, date: '2026-11-22' }, closed), ['refused day-over'])
})
numbers('the same request twice is one ticket, for another service it is refused', () => {
  const state = given([issueTicket('t1', 'land', { requestId: 'r' })], openHall())
  const again = decide(issueTicket('t2', 'land', { requestId: 'r' }), state)
  assert.equal([again.events.length, again.ticket], [0, 't1'])
  assert.equal(when(issueTicket('t3', 'family', { requestId: 'r' }), state), ['refused request-reused'])
})
numbers.run()

const calling = suite('calling')
calling('takes the longest waiting of all the services of the counter', () => {
  const state = given(
    [issueTicket('t1', 'family'), issueTicket('t2'), issueTicket('t3', 'family')],
    openHall(),
  )
  assert.equal(when(next('q2'), state), ['TicketCalled 01'])
  assert.equal(when(next('q1'), state), ['TicketCalled A001'])
})
calling('follows the order of issue though the clock was set back between', () => {
  const state = given([issueTicket('t1'), issueTicket('t2', 'land', { at: at - 3_600_000 })], openHall())
  assert.equal(when(next('q1'), state), ['TicketCalled A001'])
})
calling('"next" ends the visit that is being served', () => {
  const state = given([issueTicket('t1'), issueTicket('t2'), next('q1'), start('q1')], openHall())
  assert.equal(when(next('q1', { outcome: 'accepted' }), state), [
    'ServiceFinished A001',
    'TicketCalled A002',
  ])
})
calling('"next" ends the visit though nobody waits, and says so', () => {
  const state = given([issueTicket('t1'), next('q1'), start('q1')], openHall())
  const after = then(state, next('q1'))
  assert.equal(when(next('q1'), state), ['ServiceFinished A001', 'refused nobody-waiting'])
  assert.is(after.counters.get('q1')?.ticket, null)
})
calling('"next" on a called ticket starts and finishes it by the system, where the site says so', () => {
  const state = given([issueTicket('t1'), issueTicket('t2'), next('q1')], openHall())
  const { events } = decide(next('q1'), state)
  assert.equal(
    events.map(({ type, data }) => [type, 'auto' in data ? data.auto : undefined]),
    [
      ['ServiceStarted', true],
      ['ServiceFinished', true],
      ['TicketCalled', undefined],
    ],
  )
})
calling('"next" on a called ticket is refused where the site says so', () => {
  const careful = openHall({ ...smallRules, nextWhileCalled: 'refuse' })
  const state = given([issueTicket('t1'), issueTicket('t2'), next('q1')], careful)
  assert.equal(when(next('q1'), state), ['refused not-started'])
})
calling('an outcome is asked for where the site requires one, and must be known', () => {
  const strict = openHall({ ...smallRules, outcomeRequired: true })
  const state = given([issueTicket('t1'), next('q1'), start('q1')], strict)
  assert.equal(when(finish('q1'), state), ['refused outcome-required'])
  assert.equal(when(next('q1'), state), ['refused outcome-required'])
  assert.equal(when(finish('q1', { outcome: 'lunch' }), state), ['refused unknown-outcome'])
  assert.equal(when(finish('q1', { outcome: 'supplement' }), state), ['ServiceFinished A001'])
})
calling('a caller whose screen is behind is told so instead of acting on another visitor', () => {
  const state = given([issueTicket('t1'), issueTicket('t2'), next('q1')], openHall())
  assert.equal(when(next('q1', { ticket: null }), state), ['refused stale'])
  assert.equal(when(start('q1', { ticket: 't2' }), state), ['refused stale'])
  assert.equal(when(start('q1', { ticket: 't1' }), state), ['ServiceStarted A001'])
})
calling('recall counts, no-show frees the counter, and neither applies to a visit under way', () => {
  const called = given([issueTicket('t1'), next('q1'), recall('q1'), recall('q1')], openHall())
  assert.is(called.tickets.get('t1')?.legs[0]?.calls, 3)
  assert.is(then(called, noShow('q1')).counters.get('q1')?.ticket, null)
  const serving = given([start('q1')], called)
  assert.equal(when(recall('q1'), serving), ['refused nobody-called'])
  assert.equal(when(start('q1'), serving), ['refused nobody-called'])
  assert.equal(when(noShow('q1'), serving), ['refused already-started'])
})
calling('an idle counter has nothing to recall, start, finish or miss', () => {
  const state = openHall()
  assert.equal(
    [recall('q1'), start('q1'), noShow('q1'), finish('q1'), next('q1')].map((command) =>
      when(command, state),
    ),
    [
      ['refused nobody-called'],
      ['refused nobody-called'],
      ['refused nobody-called'],
      ['refused nobody-served'],
      ['refused nobody-waiting'],
    ],
  )
  const called = given([issueTicket('t1'), next('q1')], state)
  assert.equal(when(finish('q1'), called), ['refused not-started'])
})
calling('a closed counter calls nobody, opens once, and closes only when it is idle', () => {
  const state = openHall()
  assert.equal(when(next('q3'), state), ['refused counter-closed'])
  assert.equal(when({ type: 'CloseCounter', at, counter: 'q3' }, state), ['refused counter-closed'])
  const open = given(
    [{ type: 'OpenCounter', at, counter: 'q3' }, issueTicket('t1', 'fees'), next('q3')],
    state,
  )
  assert.equal(when({ type: 'OpenCounter', at, counter: 'q3' }, open), ['refused counter-open'])
  assert.equal(when({ type: 'CloseCounter', at, counter: 'q3' }, open), ['refused counter-busy'])
  const idle = given([noShow('q3')], open)
  assert.equal(when({ type: 'CloseCounter', at, counter: 'q3' }, idle), ['CounterClosed'])
})
calling('the wall remembers the last calls, newest first', () => {
  const state = given(
    [issueTicket('t1'), issueTicket('t2', 'family'), next('q1'), next('q2'), recall('q1')],
    openHall(),
  )
  assert.equal(
    state.calls.map(({ ticket, counter, recall }) => [ticket, counter, recall]),
    [
      ['t1', 'q1', true],
      ['t2', 'q2', false],
      ['t1', 'q1', false],
    ],
  )
})
calling.run()

const paper = suite('paper')
const failed = (state: State, id = 't1', copy = 0) =>
  given(
    [
      { type: 'StartSlip', at, ticket: id, copy },
      { type: 'EndSlip', at, ticket: id, copy, outcome: 'failed', reason: 'paper-out' },
    ],
    state,
  )
paper('no ready printer, no ticket', () => {
  const command = issueTicket('t1', 'land', { slip: { station: 'hall', printer: 'printer', ready: false } })
  assert.equal(when(command, openHall()), ['refused printer-down'])
})
paper('a ticket whose slip failed is not called and stands ahead of nobody', () => {
  const state = failed(given([issueTicket('t1', 'land', onPaper), issueTicket('t2')], openHall()))
  const second = state.tickets.get('t2')
  assert.is(second && aheadOf(state, second, at), 0)
  assert.equal(when(next('q1'), state), ['TicketCalled A002'])
})
paper('claimed, it is back at its place', () => {
  const state = given(
    [{ type: 'ClaimTicket', at, ticket: 't1' }],
    failed(given([issueTicket('t1', 'land', onPaper), issueTicket('t2')], openHall())),
  )
  assert.equal(when(next('q1'), state), ['TicketCalled A001'])
  assert.equal(when({ type: 'ClaimTicket', at, ticket: 't1' }, state), ['refused not-unclaimed'])
})
paper('reprinted, it is back at its place, and the copies are counted', () => {
  const asked = given(
    [{ type: 'ReprintSlip', at, ticket: 't1', station: 'hall', printer: 'printer', ready: true }],
    failed(given([issueTicket('t1', 'land', onPaper), issueTicket('t2')], openHall())),
  )
  assert.is(asked.tickets.get('t1')?.slip?.copy, 1)
  assert.equal(when(next('q1'), asked), ['TicketCalled A001'])
})
paper('a failed reprint takes nothing from a visitor who holds the first slip', () => {
  const printed = given(
    [
      issueTicket('t1', 'land', onPaper),
      { type: 'StartSlip', at, ticket: 't1', copy: 0 },
      { type: 'EndSlip', at, ticket: 't1', copy: 0, outcome: 'printed', reason: '' },
      { type: 'ReprintSlip', at, ticket: 't1', station: 'hall', printer: 'printer', ready: true },
    ],
    openHall(),
  )
  assert.equal(when(next('q1'), failed(printed, 't1', 1)), ['TicketCalled A001'])
})
paper('a slip of unknown fate stays callable, and is never started twice', () => {
  const state = given(
    [
      issueTicket('t1', 'land', onPaper),
      { type: 'StartSlip', at, ticket: 't1', copy: 0 },
      { type: 'EndSlip', at, ticket: 't1', copy: 0, outcome: 'unknown', reason: 'no-answer' },
    ],
    openHall(),
  )
  assert.equal(when(next('q1'), state), ['TicketCalled A001'])
  assert.equal(when({ type: 'StartSlip', at, ticket: 't1', copy: 0 }, state), ['refused slip-settled'])
  assert.equal(when({ type: 'EndSlip', at, ticket: 't1', copy: 0, outcome: 'printed', reason: '' }, state), [
    'refused slip-settled',
  ])
})
paper('two reprints at once are one', () => {
  const state = given([issueTicket('t1', 'land', onPaper)], openHall())
  assert.equal(
    when({ type: 'ReprintSlip', at, ticket: 't1', station: 'hall', printer: 'printer', ready: true }, state),
    ['refused slip-under-way'],
  )
})
paper('a failed slip that nobody claims is void after the time the site sets', () => {
  const state = failed(given([issueTicket('t1', 'land', onPaper)], openHall()))
  assert.equal(when({ type: 'VoidUnclaimed', at: at + 599_000 }, state), [])
  assert.equal(when({ type: 'VoidUnclaimed', at: at + 600_000 }, state), ['TicketVoided A001'])
})
paper('is not started for a ticket that ended meanwhile', () => {
  const state = given(
    [issueTicket('t1', 'land', onPaper), { type: 'VoidTicket', at, ticket: 't1', reason: 'mistake' }],
    openHall(),
  )
  assert.equal(when({ type: 'StartSlip', at, ticket: 't1', copy: 0 }, state), ['refused already-ended'])
})
paper.run()

const day = suite('the day and the site')
day('before it opens, and after it closes, nothing is issued or called', () => {
  const before = given([{ type: 'ChangeSite', at, rules: smallRules, site: {} }])
  const after = given([{ type: 'CloseDay', at }], openHall())
  for (const state of [initialState(), before, after]) {
    assert.equal(when(issueTicket('t1'), state), ['refused day-closed'])
    assert.equal(when(next('q1'), state), ['refused day-closed'])
    assert.equal(when({ type: 'CloseDay', at }, state), ['refused day-closed'])
  }
})
day('its end leaves nobody in between', () => {
  const state = given(
    [issueTicket('t1'), issueTicket('t2', 'family'), issueTicket('t3'), next('q1'), next('q2'), start('q2')],
    openHall(),
  )
  assert.equal(when({ type: 'CloseDay', at }, state), [
    'TicketNoShow A001',
    'ServiceFinished 01',
    'TicketVoided A002',
    'DayClosed',
  ])
  const closed = given([{ type: 'CloseDay', at }], state)
  assert.ok([...closed.tickets.values()].every(hasEnded))
  assert.ok([...closed.counters.values()].every(({ open, ticket }) => !open && ticket === null))
})
day('a site that drops a service or counter in use is refused until it is free', () => {
  const state = given([issueTicket('t1', 'family'), next('q2')], openHall())
  const change = (rules: Partial<typeof smallRules>): Command => ({
    type: 'ChangeSite',
    at,
    rules: { ...smallRules, ...rules },
    site: {},
  })
  const without = (id: string) => smallRules.services.filter((service) => service.id !== id)
  assert.equal(when(change({ services: without('family') }), state), ['refused service-in-use'])
  assert.equal(when(change({ services: without('fees') }), state), ['SiteChanged'])
  assert.equal(when(change({ counters: smallRules.counters.slice(0, 1) }), state), ['refused service-in-use'])
  const renamed = smallRules.series.map((series) => ({ ...series, prefix: 'Z' }))
  assert.equal(when(change({ series: renamed }), state), ['refused series-in-use'])
})
day('a counter that the site adds during the day opens by itself', () => {
  const more = [
    ...smallRules.counters,
    { id: 'q4', spoken: '4', services: ['land'], opensItself: true, agency: null, preference: {} },
  ]
  const state = given(
    [{ type: 'ChangeSite', at, rules: { ...smallRules, counters: more }, site: {} }],
    openHall(),
  )
  assert.is(state.counters.get('q4')?.open, true)
})
day('who stands where in the queue is told by the rule that calls', () => {
  const state = given([issueTicket('t1'), issueTicket('t2', 'family'), issueTicket('t3')], openHall())
  const queue = queueOf(state, 'land', at)
  assert.equal(
    queue.map((ticket) => [ticket.id, aheadOf(state, ticket, at)]),
    [
      ['t1', 0],
      ['t3', 1],
    ],
  )
})
day('every refusal has a Vietnamese and an English sentence', () => {
  for (const [code, { vi, en }] of Object.entries<{ vi: string; en: string }>(refusalSentences))
    assert.ok(/[.]$/.test(vi) && /[.]$/.test(en) && vi !== en, code)
})
day.run()
