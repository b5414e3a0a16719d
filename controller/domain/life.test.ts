/** The life of a ticket beyond the straight way, as sentences. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { unequalRules } from './always.test-kit.ts'
import { aheadOf, queueOf } from './calling-rule.ts'
import type { Command } from './commands.ts'
import { applyAll, decide } from './decide.ts'
import { given, issueTicket, lines, noon, openHall, smallRules } from './given.test-kit.ts'
import { legOf, type State } from './state.ts'

const minute = 60_000
const at = noon
const next = (counter: string, more = {}): Command => ({ type: 'CallNext', at, counter, ...more })
const start = (counter: string, more = {}): Command => ({ type: 'Start', at, counter, ...more })
const finish = (counter: string, more = {}): Command => ({ type: 'Finish', at, counter, ...more })
const undo = (counter: string): Command => ({ type: 'Undo', at, counter })
const when = (command: Command, state: State) => lines(decide(command, state))
const then = (state: State, command: Command) => applyAll(state, decide(command, state).events, command.at)
const three = () => given([issueTicket('t1'), issueTicket('t2'), issueTicket('t3')], openHall())
const order = (state: State, service = 'land') => queueOf(state, service, at).map(({ id }) => id)

const life = suite('a ticket’s life')

life('held, it frees the counter, and goes on at another one without queuing', () => {
  const serving = given([next('q1'), start('q1')], three())
  assert.equal(when({ type: 'Hold', at, counter: 'q1', reason: 'tea' }, serving), ['refused unknown-reason'])
  const held = given(
    [{ type: 'Hold', at: at + minute, counter: 'q1', reason: 'specialist' }, next('q1')],
    serving,
  )
  assert.is(held.tickets.get('t1')?.state, 'held')
  assert.is(held.counters.get('q1')?.ticket, 't2')
  assert.equal(when({ type: 'Resume', at, counter: 'q1', held: 't1' }, held), ['refused counter-busy'])
  const resumed = given([{ type: 'Resume', at: at + 11 * minute, counter: 'q2', held: 't1' }], held)
  const leg = resumed.tickets.get('t1') && legOf(resumed.tickets.get('t1') ?? ({} as never))
  assert.equal([leg?.counter, leg?.heldMs, leg?.startedAt], ['q2', 10 * minute, at])
})

life('transferred to a service, it keeps its number and the credit since its issue', () => {
  const early = given(
    [issueTicket('t0', 'land', { at: at - 9 * minute }), issueTicket('f1', 'family', { at: at - minute })],
    openHall(),
  )
  const serving = given([next('q1'), start('q1')], early)
  const sent = then(serving, { type: 'Transfer', at, counter: 'q1', toService: 'family', dossiers: ['H1'] })
  assert.equal(sent.tickets.get('t0')?.dossiers, ['H1'])
  assert.equal(order(sent, 'family'), ['t0', 'f1'])
  const ticket = sent.tickets.get('t0')
  assert.equal(
    [ticket?.number, ticket?.legs.length, ticket?.legs[0]?.end, ticket?.legs[1]?.enteredAt],
    ['A001', 2, 'transferred', at],
  )
  const back = openHall({ ...smallRules, transferCredit: 'to-the-back' })
  const strict = given(
    [
      issueTicket('t0', 'land', { at: at - 9 * minute }),
      issueTicket('f1', 'family', { at: at - minute }),
      next('q1'),
      start('q1'),
    ],
    back,
  )
  assert.equal(order(then(strict, { type: 'Transfer', at, counter: 'q1', toService: 'family' }), 'family'), [
    'f1',
    't0',
  ])
})

life('transferred to a counter, only that counter calls it, until that counter pauses', () => {
  const sent = given(
    [next('q1'), start('q1'), { type: 'Transfer', at, counter: 'q1', toCounter: 'q2' }],
    three(),
  )
  assert.equal(when(next('q1'), sent), ['TicketCalled A002'])
  assert.equal(when(next('q2'), sent), ['TicketCalled A001'])
  const paused = then(sent, { type: 'PauseCounter', at, counter: 'q2', reason: 'break' })
  assert.equal(when({ type: 'PauseCounter', at, counter: 'q2', reason: 'break' }, sent), [
    'CounterPaused',
    'TicketUntied A001',
  ])
  assert.equal(when(next('q1'), paused), ['TicketCalled A001'])
  assert.equal(
    when({ type: 'Transfer', at, counter: 'q1', toCounter: 'q3' }, given([next('q1'), start('q1')], three())),
    ['refused counter-closed'],
  )
})

life('a no-show of a counter that closed meanwhile comes back to its service', () => {
  const gone = given(
    [
      next('q1'),
      start('q1'),
      { type: 'Transfer', at, counter: 'q1', toCounter: 'q2' },
      next('q2'),
      { type: 'NoShow', at, counter: 'q2' },
    ],
    three(),
  )
  const back: Command = { type: 'ReturnTicket', at, ticket: 't1' }
  assert.equal(when(back, gone), ['TicketReturned A001'])
  const closed = given([{ type: 'CloseCounter', at, counter: 'q2' }], gone)
  assert.equal(when(back, closed), ['TicketReturned A001', 'TicketUntied A001'])
  assert.ok(order(then(closed, back)).includes('t1'))
})

life('a paused counter takes up no visit and takes nothing back until it goes on', () => {
  const pause: Command = { type: 'PauseCounter', at, counter: 'q1', reason: 'break' }
  const held = given(
    [next('q1'), start('q1'), { type: 'Hold', at, counter: 'q1', reason: 'specialist' }, pause],
    three(),
  )
  assert.equal(when({ type: 'Resume', at, counter: 'q1', held: 't1' }, held), ['refused counter-paused'])
  const done = given([next('q1'), start('q1'), finish('q1'), pause], three())
  assert.equal(when(undo('q1'), done), ['refused counter-paused'])
  assert.equal(when({ type: 'Reopen', at, counter: 'q1', finished: 't1' }, done), ['refused counter-paused'])
})

life('a no-show comes back once, within the time, behind the next two', () => {
  const gone = given([issueTicket('t4'), next('q1'), { type: 'NoShow', at, counter: 'q1' }], three())
  const late: Command = { type: 'ReturnTicket', at: at + 31 * minute, ticket: 't1' }
  assert.equal(when(late, gone), ['refused return-too-late'])
  const back = given([{ type: 'ReturnTicket', at: at + minute, ticket: 't1' }], gone)
  assert.equal(order(back).slice(0, 2), ['t2', 't3'])
  assert.ok(order(back).includes('t1'))
  const again = given(
    [
      next('q1'),
      { type: 'NoShow', at, counter: 'q1' },
      next('q1'),
      { type: 'NoShow', at, counter: 'q1' },
      next('q1'),
    ],
    back,
  )
  const called = again.counters.get('q1')?.ticket
  assert.ok(called === 't1' || called === 't4')
})

life('a wrong button is put right with its issue time', () => {
  const state = three()
  const changed = then(state, {
    type: 'ChangeTicket',
    at,
    ticket: 't1',
    service: 'family',
    reason: 'wrong-button',
  })
  assert.equal([order(changed, 'family'), order(changed)], [['t1'], ['t2', 't3']])
  assert.is(changed.tickets.get('t1')?.creditStart, at)
  assert.equal(
    when({ type: 'ChangeTicket', at, ticket: 't1', service: 'land', reason: 'wrong-button' }, state),
    ['refused nothing-to-change'],
  )
  assert.equal(when({ type: 'ChangeTicket', at, ticket: 't1', service: 'family', reason: 'no' }, state), [
    'refused unknown-reason',
  ])
})

life('the last call, no-show, transfer or finish of a counter can be undone until it calls again', () => {
  const called = given([next('q1')], three())
  const uncalled = then(called, undo('q1'))
  assert.equal(
    [order(uncalled), uncalled.counters.get('q1')?.ticket, uncalled.calls.length],
    [['t1', 't2', 't3'], null, 0],
  )
  const missed = given([{ type: 'NoShow', at, counter: 'q1' }, undo('q1')], called)
  assert.equal([missed.tickets.get('t1')?.state, missed.counters.get('q1')?.ticket], ['called', 't1'])
  const serving = given([start('q1')], called)
  const finished = given([finish('q1', { outcome: 'accepted', dossiers: ['H1'] }), undo('q1')], serving)
  assert.equal([finished.tickets.get('t1')?.state, finished.tickets.get('t1')?.dossiers], ['serving', []])
  const sent = given(
    [{ type: 'Transfer', at, counter: 'q1', toService: 'family', dossiers: ['H2'] }, undo('q1')],
    serving,
  )
  assert.equal([sent.tickets.get('t1')?.legs.length, sent.counters.get('q1')?.ticket], [1, 't1'])
  assert.equal(when(undo('q1'), sent), ['refused nothing-to-undo'])
  const later = given([finish('q1'), next('q1'), { type: 'NoShow', at, counter: 'q1' }], serving)
  assert.equal(when(undo('q1'), later), ['NoShowUndone A002'])
})

life('what somebody else has taken up is not undone', () => {
  const sent = given(
    [next('q1'), start('q1'), { type: 'Transfer', at, counter: 'q1', toService: 'family' }, next('q2')],
    three(),
  )
  assert.is(sent.counters.get('q2')?.ticket, 't1')
  assert.equal(when(undo('q1'), sent), ['refused nothing-to-undo'])
})

life('a no-show that came back and was missed elsewhere is not taken back by the first counter', () => {
  const missed = given([issueTicket('t1'), next('q1'), { type: 'NoShow', at, counter: 'q1' }], openHall())
  const again = given(
    [{ type: 'ReturnTicket', at, ticket: 't1' }, next('q2'), { type: 'NoShow', at, counter: 'q2' }],
    missed,
  )
  assert.equal(when(undo('q1'), again), ['refused nothing-to-undo'])
  assert.equal(when(undo('q2'), again), ['NoShowUndone A001'])
})

life('a finished ticket is reopened at its counter, and the time away is no service time', () => {
  const done = given([next('q1'), start('q1'), finish('q1', { at: at + 5 * minute })], three())
  assert.equal(when({ type: 'Reopen', at, counter: 'q2', finished: 't1' }, done), ['refused other-counter'])
  const open = given([{ type: 'Reopen', at: at + 25 * minute, counter: 'q1', finished: 't1' }], done)
  const ticket = open.tickets.get('t1')
  assert.equal([ticket?.state, ticket && legOf(ticket).heldMs], ['serving', 20 * minute])
})

life(
  'one person with two services is not called for one while at a counter for the other, and keeps the place',
  () => {
    const state = given(
      [issueTicket('a'), issueTicket('b', 'family', { link: 'a' }), issueTicket('c', 'family')],
      openHall(),
    )
    const first = given([next('q1')], state)
    assert.equal(when(next('q2'), first), ['TicketCalled 02'])
    const done = given([start('q1'), finish('q1')], first)
    assert.equal(when(next('q2'), done), ['TicketCalled 01'])
  },
)

life('a chosen ticket may be called, but not past somebody who was overtaken as often as is allowed', () => {
  const few = given(
    [issueTicket('t1'), issueTicket('t2'), issueTicket('t3'), issueTicket('t4')],
    openHall({ ...smallRules, maxOvertakes: 1 }),
  )
  const chosen = given([{ type: 'CallTicket', at, counter: 'q1', chosen: 't2' }], few)
  assert.is(chosen.tickets.get('t1')?.overtakes, 1)
  assert.equal(when({ type: 'CallTicket', at, counter: 'q2', chosen: 't3' }, chosen), [
    'refused overtake-limit',
  ])
  assert.equal(when({ type: 'CallTicket', at, counter: 'q2', chosen: 't1' }, chosen), ['TicketCalled A001'])
})
life.run()

const rule = suite('the calling rule')
rule('a faster class goes first, and only so often', () => {
  const hall = openHall({ ...unequalRules, counters: smallRules.counters })
  let state = given([issueTicket('slow', 'land', { at: at - 10 * minute })], hall)
  for (let n = 0; n < 4; n++)
    state = given([issueTicket(`fast${n}`, 'land', { at: at - 9 * minute, class: 'priority' })], state)
  const called: (string | undefined)[] = []
  for (let n = 0; n < 3; n++) {
    const { ticket, events } = decide({ type: 'CallNext', at: at + n, counter: 'q1' }, state)
    called.push(ticket)
    const why = events.find((event) => event.type === 'TicketCalled')?.data.why
    if (n === 2) assert.is(why?.by, 'limit')
    else
      assert.equal(
        why?.passed.map(({ number }) => number),
        ['A001'],
      )
    state = applyAll(state, events, at + n)
    state = applyAll(state, decide({ type: 'NoShow', at: at + n, counter: 'q1' }, state).events, at + n)
  }
  assert.equal(called, ['fast0', 'fast1', 'slow'])
})
rule(
  'a counter may weigh a service, and a booked visitor in the grace window has the credit of the booked time',
  () => {
    const state = given(
      [
        {
          type: 'BookAppointment',
          at: at - 30 * minute,
          code: 'HEN-1',
          service: 'land',
          bookedAt: at - 10 * minute,
        },
        issueTicket('walk', 'land', { at: at - 5 * minute }),
        { type: 'CheckIn', at, newTicket: 'booked', code: 'HEN-1', source: 'greeter' },
      ],
      openHall(),
    )
    assert.equal(order(state), ['booked', 'walk'])
    assert.is(state.tickets.get('booked')?.legs[0]?.enteredAt, at, 'the wait begins at check-in')
    assert.is(state.bookings.size, 0)
  },
)
rule(
  'late beyond the grace window a booked visitor waits from check-in; unknown codes need admitting',
  () => {
    const late = given(
      [
        {
          type: 'BookAppointment',
          at: at - 40 * minute,
          code: 'HEN-1',
          service: 'land',
          bookedAt: at - 20 * minute,
        },
        issueTicket('walk', 'land', { at: at - 5 * minute }),
        { type: 'CheckIn', at, newTicket: 'booked', code: 'HEN-1', source: 'greeter' },
      ],
      openHall(),
    )
    assert.equal(order(late), ['walk', 'booked'])
    assert.equal(when({ type: 'CheckIn', at, newTicket: 'x', code: 'HEN-9', source: 'greeter' }, late), [
      'refused unknown-booking',
    ])
    assert.equal(when({ type: 'CheckIn', at, newTicket: 'x', code: 'HEN-1', source: 'greeter' }, late), [
      'refused booking-used',
    ])
    const admitted = decide(
      {
        type: 'CheckIn',
        at,
        newTicket: 'x',
        code: 'HEN-9',
        source: 'greeter',
        unverified: { service: 'land', bookedAt: at },
      },
      late,
    )
    const issued = admitted.events.find((event) => event.type === 'TicketIssued')
    assert.is(issued?.data.booking?.verified, false)
  },
)
rule('who is ahead is told by the same credit that calls', () => {
  const state = three()
  assert.equal(
    ['t1', 't2', 't3'].map((id) => aheadOf(state, state.tickets.get(id) ?? ({} as never), at)),
    [0, 1, 2],
  )
})
rule.run()

const counters = suite('counters and officers')
counters('an officer who logs in elsewhere leaves the first counter, unless a visitor sits there', () => {
  const one = given([{ type: 'LogIn', at, counter: 'q1', officer: 'cb-07' }], three())
  assert.equal(when({ type: 'LogIn', at, counter: 'q2', officer: 'cb-07' }, one), [
    'OfficerLoggedOut',
    'OfficerLoggedIn',
  ])
  const busy = given([next('q1')], one)
  assert.equal(when({ type: 'LogIn', at, counter: 'q2', officer: 'cb-07' }, busy), [
    'refused officer-busy-elsewhere',
  ])
  assert.equal(when({ type: 'LogIn', at, counter: 'q1', officer: 'Nguyễn Văn A' }, one), [
    'refused bad-officer-code',
  ])
  assert.is(given([next('q1')], one).tickets.get('t1')?.legs[0]?.officer, 'cb-07')
})
counters('a paused counter calls nobody until it continues', () => {
  const paused = given([{ type: 'PauseCounter', at, counter: 'q1', reason: 'break' }], three())
  assert.equal(when(next('q1'), paused), ['refused counter-paused'])
  assert.equal(when(next('q1'), then(paused, { type: 'ResumeCounter', at, counter: 'q1' })), [
    'TicketCalled A001',
  ])
})
counters('services of a counter change for the day', () => {
  const changed = given(
    [issueTicket('f1', 'family'), { type: 'ChangeCounterServices', at, counter: 'q1', services: ['family'] }],
    three(),
  )
  assert.equal(when(next('q1'), changed), ['TicketCalled 01'])
})
counters('the day’s end logs everybody out and ends what is held', () => {
  const state = given(
    [
      { type: 'LogIn', at, counter: 'q1', officer: 'cb-07' },
      next('q1'),
      start('q1'),
      { type: 'Hold', at, counter: 'q1', reason: 'specialist' },
    ],
    three(),
  )
  assert.equal(when({ type: 'CloseDay', at }, state), [
    'ServiceFinished A001',
    'TicketVoided A002',
    'TicketVoided A003',
    'OfficerLoggedOut',
    'DayClosed',
  ])
})
counters.run()
