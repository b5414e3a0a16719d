/** What each figure means, one sentence each. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Command } from './commands.ts'
import { openDayRecord } from './day-record.ts'
import { applyAll, decide } from './decide.ts'
import { type FigureKey, openRows } from './figure-rows.ts'
import { figuresOf, spread } from './figures.ts'
import { issueTicket, noon, smallRules } from './given.test-kit.ts'
import type { Rules } from './rules.ts'
import { initialState, type State } from './state.ts'

const minute = 60_000
const at = (minutes: number) => noon + minutes * minute

type Part = Command extends infer C ? (C extends Command ? Omit<C, 'at'> : never) : never
/** Commands with the minute after noon at which each is given; the day opens at 12:00. */
type Script = readonly (readonly [number, Part])[]

const issue = (id: string, service = 'land', more = {}): Part => {
  const { at: _, ...command } = issueTicket(id, service, more)
  return command as Part
}
const next = (counter = 'q1'): Part => ({ type: 'CallNext', counter })
const start = (counter = 'q1'): Part => ({ type: 'Start', counter })
const finish = (counter = 'q1', more = {}): Part => ({ type: 'Finish', counter, ...more })
const noShow = (counter = 'q1'): Part => ({ type: 'NoShow', counter })

function play(script: Script, rules: Rules = smallRules) {
  const whole: Script = [
    [0, { type: 'ChangeSite', rules, site: {} }],
    [0, { type: 'OpenDay', date: '2026-11-23' }],
    ...script,
  ]
  const day = openDayRecord()
  let state: State = initialState()
  for (const [minutes, part] of whole) {
    const command = { ...part, at: at(minutes) } as Command
    const { events, refused } = decide(command, state)
    if (refused) throw new Error(`${command.type} at ${minutes}: ${refused.code}`)
    state = applyAll(state, events, command.at)
    for (const event of events) day.take({ ...event, at: command.at })
  }
  return { state, day }
}

type Asked = { by?: FigureKey; from?: number; to?: number; now?: number; rules?: Rules; limit?: number }

function rowsOf(
  script: Script,
  { by = 'service', from = 0, to = 1000, now = 600, rules, limit = 15 }: Asked = {},
) {
  const rows = openRows({ by, from: at(from), to: at(to), limitMs: limit * minute })
  const record = play(script, rules).day.record(at(now))
  if (record) rows.take(record)
  return rows.result(1000)
}
const totalOf = (script: Script, asked: Asked = {}) => rowsOf(script, asked).total
const keysOf = (script: Script, asked: Asked) =>
  Object.fromEntries(rowsOf(script, asked).rows.map((row) => [row.key ?? 'none', row]))

const served: Script = [
  [0, issue('t1')],
  [10, next()],
  [12, start()],
  [20, finish()],
]

const durations = suite('durations')
durations('a wait runs from the issue to the start of service, not to the call', () => {
  const { waiting, untilCall, walking, service } = totalOf(served)
  assert.equal([waiting.mean, untilCall.mean, walking.mean, service.mean], [720, 600, 120, 480])
})
durations('walking is counted from the last call, the wait until a call to the first', () => {
  const { untilCall, walking } = totalOf([
    [0, issue('t1')],
    [10, next()],
    [11, { type: 'Recall', counter: 'q1' }],
    [12, start()],
  ])
  assert.equal([untilCall.mean, walking.mean], [600, 60])
})
durations('time on hold is no service, wherever the service goes on', () => {
  const { service, waiting } = totalOf([
    [0, issue('t1')],
    [1, next()],
    [2, start()],
    [5, { type: 'Hold', counter: 'q1', reason: 'specialist' }],
    [25, { type: 'Resume', counter: 'q2', held: 't1' }],
    [30, finish('q2')],
  ])
  assert.equal([service.n, service.mean, waiting.mean], [1, 480, 120])
})
durations('the time until a visitor is back with the photocopy is no service', () => {
  const { service } = totalOf([
    ...served,
    [50, { type: 'Reopen', counter: 'q1', finished: 't1' }],
    [52, finish()],
  ])
  assert.equal([service.n, service.mean], [1, 600])
})
durations('what the system ended is out of the service times, and still a wait', () => {
  const { service, waiting, finished } = totalOf([
    [0, issue('t1')],
    [10, next()],
    [12, start()],
    [300, { type: 'CloseDay' }],
  ])
  assert.equal([service.n, waiting.n, waiting.mean, finished], [0, 1, 720, 1])
})
durations('a start that the system inferred counts as one, says so, and is no walking', () => {
  const { started, startedBySystem, walking, service, waiting } = totalOf([
    [0, issue('t1')],
    [1, issue('t2')],
    [10, next()],
    [20, next()],
  ])
  assert.equal([started, startedBySystem, walking.n, service.n, waiting.mean], [1, 1, 0, 0, 1200])
})
durations('a clock that was set back gives no negative time', () => {
  const { waiting, untilCall } = totalOf([
    [30, issue('t1')],
    [10, next()],
    [12, start()],
  ])
  assert.equal([waiting.mean, untilCall.mean], [0, 0])
})
durations('the wait in open hours leaves out the break', () => {
  const rules: Rules = {
    ...smallRules,
    calendar: {
      ...smallRules.calendar,
      week: Array.from({ length: 7 }, () => [
        { from: 420, to: 730 },
        { from: 780, to: 1020 },
      ]),
    },
  }
  const { waiting, waitingOpen, waitingOpenAll } = totalOf(
    [
      [0, issue('t1')],
      [5, issue('t2')],
      [70, next()],
      [75, start()],
    ],
    { rules, now: 80 },
  )
  assert.equal([waiting.max, waitingOpen.max], [75 * 60, 25 * 60])
  assert.equal([waitingOpenAll.n, waitingOpenAll.max, waitingOpenAll.median], [2, 25 * 60, 25 * 60])
})
durations('percentiles are waits that somebody had', () => {
  assert.equal(spread([4, 1, 3, 2]), { n: 4, mean: 2.5, median: 2, p90: 4, max: 4 })
  assert.equal(spread([]), { n: 0, mean: null, median: null, p90: null, max: null })
})
durations.run()

const populations = suite('populations')
const mixed: Script = [
  [0, issue('t1')],
  [0, issue('t2')],
  [0, issue('t3')],
  [0, issue('t4')],
  [4, next()],
  [6, start()],
  [8, finish()],
  [10, next()],
  [20, noShow()],
  [30, { type: 'VoidTicket', ticket: 't3', reason: 'visitor-left' }],
]
populations('the served are those whose service started; all adds who left and who still waits', () => {
  const { waiting, waitingAll } = totalOf(mixed, { now: 40 })
  assert.equal([waiting.n, waiting.max], [1, 360])
  assert.equal([waitingAll.n, waitingAll.mean, waitingAll.max], [4, (6 + 20 + 30 + 40) * 15, 2400])
})
populations('who still waited when the day ended waited until then', () => {
  const { waitingAll, voided } = totalOf([...mixed, [50, { type: 'CloseDay' }]], { now: 600 })
  assert.equal([voided, waitingAll.max], [2, 3000])
})
populations('a hall that was off at midnight does not count the night as a wait', () => {
  const { waitingAll, idleWhileWaiting } = totalOf([
    [0, issue('t1')],
    [30, issue('t2')],
    [19 * 60, { type: 'CloseDay' }],
  ])
  assert.equal([waitingAll.max, idleWhileWaiting], [1800, 3600])
})
populations('shares say of how many they are', () => {
  const { overLimit, overLimitAll, noShowShare, voidShare } = totalOf(mixed, { now: 40 })
  assert.equal(overLimit, { n: 0, of: 1, share: 0 })
  assert.equal(overLimitAll, { n: 3, of: 4, share: 0.75 })
  assert.equal(noShowShare, { n: 1, of: 2, share: 0.5 })
  assert.equal(voidShare, { n: 1, of: 4, share: 0.25 })
  assert.equal(totalOf([]).noShowShare, { n: 0, of: 0, share: null })
})
populations('a wait exactly as long as the limit is not over it', () => {
  assert.is(totalOf(served, { limit: 12 }).overLimit.n, 0)
  assert.is(totalOf(served, { limit: 11.99 }).overLimit.n, 1)
})
populations('legs entered are those finished, transferred, not come, voided and present', () => {
  const { entered, finished, transferred, noShow: none, voided, present } = totalOf(mixed, { now: 40 })
  assert.equal([entered, finished, transferred, none, voided, present], [4, 1, 0, 1, 1, 1])
})
populations('what was undone never happened', () => {
  const { called, finished, service } = totalOf([
    [0, issue('t1')],
    [1, next()],
    [2, { type: 'Undo', counter: 'q1' }],
    [10, next()],
    [12, start()],
    [13, finish()],
    [14, { type: 'Undo', counter: 'q1' }],
    [20, finish()],
  ])
  assert.equal([called, finished, service.mean], [1, 1, 480])
  assert.is(
    totalOf([
      [0, issue('t1')],
      [1, next()],
      [2, { type: 'Undo', counter: 'q1' }],
    ]).called,
    0,
  )
})
populations('a no-show who came back is no no-show, and its wait goes on from the issue', () => {
  const {
    noShow: none,
    started,
    waiting,
    walking,
  } = totalOf([
    [0, issue('t1')],
    [5, next()],
    [8, noShow()],
    [20, { type: 'ReturnTicket', ticket: 't1' }],
    [30, next()],
    [31, start()],
  ])
  assert.equal([none, started, waiting.mean, walking.mean], [0, 1, 31 * 60, 60])
})
populations.run()

const transferred: Script = [
  [0, issue('t1', 'family')],
  [10, next('q2')],
  [10, start('q2')],
  [15, { type: 'Transfer', counter: 'q2', toService: 'land', outcome: 'supplement' }],
  [35, next('q1')],
  [35, start('q1')],
  [42, finish('q1', { outcome: 'accepted' })],
]
const keys = suite('rows')
keys('a transfer gives two legs, each with its wait and its service in its own row', () => {
  const { family, land } = keysOf(transferred, {})
  assert.equal([family?.issued, family?.entered, family?.transferred], [1, 1, 1])
  assert.equal([family?.waiting.mean, family?.service.mean], [600, 300])
  assert.equal([land?.issued, land?.entered, land?.finished], [0, 1, 1])
  assert.equal([land?.waiting.mean, land?.service.mean], [1200, 420])
})
keys('a visit has the wait of its first leg and the sum of its legs, where it began', () => {
  const { family, land } = keysOf(transferred, {})
  assert.equal(
    [family?.visits.waiting.mean, family?.visits.waitingSum.mean, family?.visits.service.mean],
    [600, 1800, 720],
  )
  assert.is(land?.visits.waitingSum.n, 0)
})
keys('a visit whose second leg is not served yet has no sum of service, and waits in all', () => {
  const { visits } = totalOf(transferred.slice(0, 4), { now: 45 })
  assert.equal([visits.service.n, visits.waitingSum.mean, visits.waitingSumAll.mean], [0, 600, 600 + 1800])
})
keys('a ticket put right belongs to its right service from its issue on', () => {
  const script: Script = [
    [0, issue('t1', 'family')],
    [5, { type: 'ChangeTicket', ticket: 't1', service: 'land', class: 'priority', reason: 'wrong-button' }],
    [9, next()],
    [10, start()],
  ]
  assert.equal(Object.keys(keysOf(script, {})), ['land'])
  assert.is(keysOf(script, { by: 'class' }).priority?.waiting.mean, 600)
})
keys('volumes stand by outcome, and by what was said of none', () => {
  assert.equal(
    totalOf([...transferred, [50, issue('t2')], [51, next()], [52, start()], [53, finish()]]).outcomes,
    [
      { outcome: null, n: 1 },
      { outcome: 'accepted', n: 1 },
      { outcome: 'supplement', n: 1 },
    ],
  )
})
keys('legs stand with who called or served them last, and with nobody before', () => {
  const script: Script = [
    [0, { type: 'LogIn', counter: 'q1', officer: 'cb-1' }],
    [0, issue('t1', 'land', { source: 'greeter' })],
    [0, issue('t2')],
    [1, next()],
  ]
  assert.equal(Object.keys(keysOf(script, { by: 'officer' })), ['cb-1', 'none'])
  // q2 stood idle, so it has a row without legs.
  assert.equal(
    rowsOf(script, { by: 'counter' }).rows.map(({ key, entered }) => [key, entered]),
    [
      ['q1', 1],
      ['q2', 0],
      [null, 1],
    ],
  )
  assert.equal(Object.keys(keysOf(script, { by: 'source' })), ['button', 'greeter'])
})
keys('a no-show who came back is nobody’s until the next call', () => {
  const script: Script = [
    [0, { type: 'LogIn', counter: 'q1', officer: 'cb-1' }],
    [0, issue('t1')],
    [1, next()],
    [2, noShow()],
    [3, { type: 'ReturnTicket', ticket: 't1' }],
  ]
  assert.is(keysOf(script, { by: 'officer' }).none?.entered, 1)
  assert.is(keysOf(script, { by: 'counter' }).none?.entered, 1)
})
keys('agencies in one hall have figures apart', () => {
  const rules: Rules = {
    ...smallRules,
    services: smallRules.services.map((one) => ({ ...one, agency: one.id === 'land' ? 'office' : null })),
    counters: smallRules.counters.map((one) => ({ ...one, agency: one.id === 'q1' ? 'office' : null })),
  }
  const { office, none } = keysOf(
    [...served, [20, issue('t2', 'family')], [25, next('q2')], [30, start('q2')]],
    { by: 'agency', rules },
  )
  assert.equal([office?.issued, office?.waiting.mean, office?.idleWhileWaiting], [1, 720, 600])
  assert.equal([none?.issued, none?.waiting.mean, none?.idleWhileWaiting], [1, 600, 900])
})
keys('a period includes its start and excludes its end, by when a leg was entered', () => {
  const script: Script = [
    [10, issue('t1')],
    [20, issue('t2')],
    [40, next()],
    [40, start()],
    [50, finish()],
  ]
  assert.equal(totalOf(script, { from: 10, to: 20 }).entered, 1)
  assert.equal(totalOf(script, { from: 10, to: 20 }).service.n, 1, 'with what happened to it later')
  assert.equal(totalOf(script, { from: 10.01, to: 20 }).entered, 0)
  assert.equal(totalOf(script, { from: 10.01, to: 20.01 }).entered, 1)
})
keys('rows of hours add up to the day', () => {
  const script: Script = [
    [0, issue('t1')],
    [59, issue('t2')],
    [60, issue('t3')],
    [100, next()],
  ]
  const { rows, total } = rowsOf(script, { by: 'hour', now: 130 })
  assert.equal(
    rows.map(({ key, entered, idleWhileWaiting }) => [key, entered, idleWhileWaiting]),
    [
      ['12', 2, 7200],
      ['13', 1, 40 * 60 + 3600],
      ['14', 0, 600],
    ],
  )
  assert.equal([total.entered, total.idleWhileWaiting], [3, 7200 + 6000 + 600])
})
keys('too many rows keep those with the most legs and say how many are left out', () => {
  const rows = openRows({ by: 'service', from: at(0), to: at(100), limitMs: 1 })
  const record = play([
    [0, issue('t1')],
    [0, issue('t2', 'family')],
    [0, issue('t3', 'family')],
  ]).day.record(at(1))
  if (record) rows.take(record)
  const { rows: kept, leftOut, total } = rows.result(1)
  assert.equal([kept.map(({ key }) => key), leftOut, total.entered], [['family'], 1, 3])
})
keys.run()

const idle = suite('idle while waiting')
const idleOf = (script: Script, now = 60) => keysOf(script, { by: 'counter', now })
idle('a counter is idle from when somebody waits for it until it calls', () => {
  const { q1, q2 } = idleOf([
    [10, issue('t1')],
    [15, next('q1')],
  ])
  assert.equal([q1?.idleWhileWaiting, q2?.idleWhileWaiting], [300, 300])
})
idle('a paused or closed counter is not idle, and none is for a service it does not give', () => {
  const counters = idleOf([
    [0, { type: 'PauseCounter', counter: 'q1', reason: 'break' }],
    [0, { type: 'CloseCounter', counter: 'q2' }],
    [0, { type: 'OpenCounter', counter: 'q3' }],
    [10, issue('t1')],
  ])
  assert.equal([counters.q1, counters.q2, counters.q3], [undefined, undefined, undefined])
})
idle('a counter is not idle for a ticket whose slip did not come out, until it is claimed', () => {
  const { q1 } = idleOf([
    [0, issue('t1', 'land', { slip: { station: 'hall', printer: 'p', ready: true } })],
    [0, { type: 'EndSlip', ticket: 't1', copy: 0, outcome: 'failed', reason: 'paper-out' }],
    [40, { type: 'ClaimTicket', ticket: 't1' }],
  ])
  assert.is(q1?.idleWhileWaiting, 1200)
})
idle('a counter is not idle for somebody whose other ticket is being called', () => {
  const { q1 } = idleOf([
    [0, issue('t1', 'family')],
    [0, issue('t2', 'land', { link: 't1' })],
    [0, next('q2')],
    [50, noShow('q2')],
  ])
  assert.is(q1?.idleWhileWaiting, 600)
})
idle('a ticket tied to a counter is waited for by that one only', () => {
  const { q1, q2 } = idleOf([
    [0, issue('t1')],
    [0, next('q1')],
    [0, start('q1')],
    [10, { type: 'Transfer', counter: 'q1', toCounter: 'q2' }],
    [30, next('q2')],
  ])
  assert.equal([q1?.idleWhileWaiting, q2?.idleWhileWaiting], [0, 1200])
})
idle('an officer is idle only while logged in', () => {
  const script: Script = [
    [0, { type: 'CloseCounter', counter: 'q2' }],
    [0, issue('t1')],
    [10, { type: 'LogIn', counter: 'q1', officer: 'cb-1' }],
    [40, next()],
  ]
  const officers = keysOf(script, { by: 'officer', now: 60 })
  assert.equal([officers['cb-1']?.idleWhileWaiting, officers.none?.idleWhileWaiting], [1800, 600])
})
idle.run()

const today = suite('today in short')
today('held counts as serving, and waits are of legs', () => {
  const { state } = play([
    ...transferred,
    [50, issue('t2')],
    [51, next()],
    [52, start()],
    [53, { type: 'Hold', counter: 'q1', reason: 'specialist' }],
    [54, issue('t3')],
  ])
  const figures = figuresOf(state.tickets.values(), at(60), 5 * minute)
  assert.equal(
    [figures.issued, figures.waiting, figures.serving, figures.finished, figures.wait.n, figures.service.n],
    [3, 1, 1, 1, 3, 2],
  )
  assert.equal([figures.longestWait, figures.overLimit], [6 * minute, 3])
})
today('legs of one service can be picked', () => {
  const { state } = play(transferred)
  const family = figuresOf(state.tickets.values(), at(60), 5 * minute, ({ service }) => service === 'family')
  assert.equal([family.issued, family.finished, family.wait.mean], [1, 0, 10 * minute])
})
today.run()
