/** What the dossier server may ask: numbers ahead, figures, notices, each command once and never late. */
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { dayOf } from './always.test-kit.ts'
import { queueOf } from './calling-rule.ts'
import type { Command, DossierRequest } from './commands.ts'
import { applyAll, decide } from './decide.ts'
import { maxNotices, maxTaken, noticesAt } from './dossier-state.ts'
import { given, issueTicket, lines, noon, openHall, smallRules } from './given.test-kit.ts'
import type { State } from './state.ts'

const test = suite('what the dossier server asks')
const minute = 60_000
const reserve: DossierRequest = {
  type: 'ReserveNumber',
  newTicket: 'r1',
  code: 'portal-1',
  service: 'land',
  source: 'dossier-server',
}
const checkIn = (code: string, at: number, newTicket = 'ignored'): Command => ({
  type: 'CheckIn',
  at,
  code,
  newTicket,
  source: 'greeter',
})
const take = (
  request: DossierRequest,
  more: { id?: string; at?: number; validUntil?: number } = {},
): Command => ({
  type: 'TakeDossierCommand',
  id: 'c1',
  at: noon,
  validUntil: noon + 10 * minute,
  request,
  ...more,
})
const after = (state: State, command: Command) => {
  const decision = decide(command, state)
  return { decision, state: applyAll(state, decision.events, command.at) }
}

test('a number given ahead is no ticket until its holder checks in, and waits from then', () => {
  const ahead = given([{ ...reserve, at: noon } as Command, issueTicket('t1')], openHall())
  assert.is(ahead.tickets.size, 1)
  assert.equal(
    queueOf(ahead, 'land', noon).map(({ number }) => number),
    ['A002'],
  )
  const here = given([checkIn('portal-1', noon + 30 * minute)], ahead)
  const ticket = here.tickets.get('r1')
  assert.is(ticket?.number, 'A001')
  assert.is(ticket?.source, 'dossier-server')
  assert.is(ticket?.issuedAt, noon + 30 * minute)
  assert.is(ticket?.legs[0]?.enteredAt, noon + 30 * minute)
  assert.equal(
    queueOf(here, 'land', noon + 31 * minute).map(({ number }) => number),
    ['A002', 'A001'],
  )
  assert.equal(lines(decide(issueTicket('t2'), here)), ['TicketIssued A003'])
  assert.equal(lines(decide(checkIn('portal-1', noon + 31 * minute), here)), ['refused booking-used'])
})

test('whoever does not check in loses the number with the day, and is in no figure', () => {
  const ahead = given([{ ...reserve, at: noon } as Command], openHall())
  const decision = decide({ type: 'CloseDay', at: noon + 60 * minute }, ahead)
  assert.equal(lines(decision), ['ReservationEnded A001', 'DayClosed'])
  const next = given(
    [{ type: 'OpenDay', at: noon + 24 * 60 * minute, date: '2026-11-24' }],
    applyAll(ahead, decision.events, noon + 60 * minute),
  )
  assert.is(next.reservations.size, 0)
})

test('a number given ahead can be given up, and its code is used then', () => {
  const ahead = given([{ ...reserve, at: noon } as Command], openHall())
  const refused = (command: Command) => lines(decide(command, ahead))
  assert.equal(refused({ ...reserve, at: noon } as Command), ['refused code-taken'])
  assert.equal(refused({ type: 'CancelReservation', at: noon, code: 'portal-9' }), [
    'refused unknown-reservation',
  ])
  const book: Command = {
    type: 'BookAppointment',
    at: noon,
    code: 'portal-1',
    service: 'land',
    bookedAt: noon,
  }
  assert.equal(refused(book), ['refused code-taken'])
  const gone = given([{ type: 'CancelReservation', at: noon, code: 'portal-1' }], ahead)
  assert.equal(lines(decide(checkIn('portal-1', noon), gone)), ['refused unknown-booking'])
  assert.equal(lines(decide(issueTicket('t1'), gone)), ['TicketIssued A002'])
})

test('numbers given ahead count towards the day’s limit, once', () => {
  const calendar = {
    ...smallRules.calendar,
    services: { land: { week: null, issueBefore: 0, cutOff: 0, dailyLimit: 1 } },
  }
  const ahead = given([{ ...reserve, at: noon } as Command], openHall({ ...smallRules, calendar }))
  assert.equal(lines(decide(issueTicket('t1'), ahead)), ['refused daily-limit'])
  assert.equal(lines(decide(checkIn('portal-1', noon), ahead)), ['TicketIssued A001'])
})

test('before the session a number is given ahead, but checks in only when numbers are given', () => {
  const calendar = {
    ...smallRules.calendar,
    week: Array.from({ length: 7 }, () => [{ from: 780, to: 1020 }]),
  }
  const ahead = given([{ ...reserve, at: noon } as Command], openHall({ ...smallRules, calendar }))
  assert.equal(lines(decide(checkIn('portal-1', noon), ahead)), ['refused service-not-yet'])
  assert.equal(lines(decide(checkIn('portal-1', noon + 61 * minute), ahead)), ['TicketIssued A001'])
})

test('a closed service gives no numbers, and whoever has one is still served', () => {
  const before = given([{ ...reserve, at: noon } as Command, issueTicket('t1')], openHall())
  const rules = {
    ...smallRules,
    services: smallRules.services.map((one) => (one.id === 'land' ? { ...one, closed: true } : one)),
  }
  const closed = given([{ type: 'ChangeSite', at: noon, rules, site: {} }], before)
  assert.equal(lines(decide(issueTicket('t2'), closed)), ['refused service-closed'])
  assert.equal(lines(decide({ ...reserve, code: 'portal-2', at: noon } as Command, closed)), [
    'refused service-closed',
  ])
  assert.equal(lines(decide(checkIn('portal-1', noon), closed)), ['TicketIssued A001'])
  assert.equal(lines(decide({ type: 'CallNext', at: noon, counter: 'q1' }, closed)), ['TicketCalled A002'])
  const gone = { ...smallRules, services: smallRules.services.slice(1) }
  assert.equal(lines(decide({ type: 'ChangeSite', at: noon, rules: gone, site: {} }, closed)), [
    'refused service-in-use',
  ])
})

test('a command that comes again is answered as before and changes nothing', () => {
  const first = after(openHall(), take(reserve))
  assert.equal(lines(first.decision), ['NumberReserved A001', 'DossierCommandTaken'])
  const again = after(first.state, take({ ...reserve, newTicket: 'r2' }, { at: noon + minute }))
  assert.equal(again.decision, { events: [], ticket: 'r1' })
  const refused = after(first.state, take({ type: 'WithdrawNotice', id: 'n' }, { id: 'c2' }))
  assert.equal(lines(refused.decision), ['DossierCommandTaken', 'refused unknown-notice'])
  const other = { id: 'n', text: 'a', from: noon, until: noon + minute }
  const posted = after(refused.state, { type: 'PostNotice', at: noon, ...other })
  // What was refused once stays refused: the server has acted on that answer.
  const late = after(posted.state, take({ type: 'WithdrawNotice', id: 'n' }, { id: 'c2' }))
  assert.equal(lines(late.decision), ['refused unknown-notice'])
  assert.equal(lines(decide(take({ type: 'WithdrawNotice', id: 'n' }), posted.state)), [
    'refused command-id-reused',
  ])
})

test('the same command again hears word for word what was said first, over midnight too', () => {
  const validUntil = noon + 24 * 60 * minute
  const booked = given(
    [
      {
        type: 'BookAppointment',
        at: noon,
        code: 'book-b',
        service: 'land',
        bookedAt: noon + 2 * 24 * 60 * minute,
      },
    ],
    openHall(),
  )
  const early = after(
    booked,
    take({ type: 'CheckIn', code: 'book-b', newTicket: 't', source: 'greeter' }, { validUntil }),
  )
  const here = after(early.state, take(reserve, { id: 'c2', validUntil }))
  const later = given(
    [
      { type: 'CheckIn', at: noon, code: 'portal-1', newTicket: 'ignored', source: 'greeter' },
      { type: 'CloseDay', at: noon + 60 * minute },
      { type: 'OpenDay', at: noon + 20 * 60 * minute, date: '2026-11-24' },
    ],
    here.state,
  )
  const at = noon + 21 * 60 * minute
  const again = after(
    later,
    take({ type: 'CheckIn', code: 'book-b', newTicket: 't', source: 'greeter' }, { at, validUntil }),
  )
  assert.is(again.decision.refused?.vi, 'Lịch hẹn này là ngày 25/11 lúc 12:00.')
  assert.is(again.decision.refused?.vi, early.decision.refused?.vi)
  const shown = { number: 'A001', service: 'land', state: 'reserved', ahead: null }
  assert.equal(later.dossier.taken.get('c2')?.answer, { refused: null, ticket: 'r1', at: noon, shown })
})

test('a command is refused when it is late, valid too long, or the clock cannot tell', () => {
  const state = openHall()
  const refused = (command: Command, from = state) => lines(decide(command, from))
  assert.equal(refused(take(reserve, { validUntil: noon - 1 })), ['refused expired'])
  assert.equal(refused(take(reserve, { validUntil: noon + 49 * 60 * minute })), ['refused validity-too-long'])
  assert.equal(refused(take(reserve, { at: noon - 62 * minute })), ['refused clock-behind'])
})

test('commands are remembered over midnight, forgotten after their time, and bounded', () => {
  let { state } = after(openHall(), take(reserve, { validUntil: noon + 30 * 60 * minute }))
  state = given(
    [
      { type: 'CloseDay', at: noon + 60 * minute },
      { type: 'OpenDay', at: noon + 24 * 60 * minute, date: '2026-11-24' },
    ],
    state,
  )
  const again = take(reserve, { at: noon + 25 * 60 * minute, validUntil: noon + 30 * 60 * minute })
  assert.equal(decide(again, state), { events: [], ticket: 'r1' })
  const notice = { type: 'WithdrawNotice', id: 'n' } as const
  const at = noon + 40 * 60 * minute
  for (let one = 0; one < maxTaken; one++)
    ({ state } = after(state, take(notice, { id: `flood-${one}`, at, validUntil: at + minute })))
  assert.is(state.dossier.taken.size, maxTaken)
  assert.not.ok(state.dossier.taken.has('c1'))
  const one = (id: string, then: number) => take(notice, { id, at: then, validUntil: then + minute })
  assert.equal(lines(decide(one('more', at), state)), ['refused too-many-commands'])
  const later = after(state, one('more', at + 62 * minute))
  assert.equal(lines(later.decision), ['DossierCommandTaken', 'refused unknown-notice'])
  assert.is(later.state.dossier.taken.size, 1)
})

test('figures state their denominator and never go back in time', () => {
  const figures = { since: '2026-11-01', asOf: noon, early: 40, onTime: 55, overdue: 5, total: 100 }
  const show = (more: object): Command => ({ type: 'ShowDossierFigures', at: noon, ...figures, ...more })
  const state = given([show({})], openHall())
  assert.equal(state.dossier.figures, figures)
  assert.equal(lines(decide(show({ total: 99 }), state)), ['refused figures-disagree'])
  assert.equal(lines(decide(show({ asOf: noon - 1 }), state)), ['refused older-figures'])
  assert.equal(lines(decide(show({ asOf: noon + 10 * minute }), state)), ['refused figures-from-the-future'])
})

test('notices are plain, bounded, replaced by id, and shown from their beginning to their end', () => {
  const post = (id: string, more: object = {}): Command => ({
    type: 'PostNotice',
    at: noon,
    id,
    text: 'Nghỉ lễ ngày 01/01',
    from: noon,
    until: noon + 10 * minute,
    ...more,
  })
  const refused = (command: Command, from = openHall()) => lines(decide(command, from))
  for (const more of [
    { text: ' ' },
    { text: 'a\u0007b' },
    { text: 'a'.repeat(201) },
    { until: noon },
    { from: noon - 2, until: noon - 1 },
  ])
    assert.equal(refused(post('n', more)), ['refused bad-notice'], JSON.stringify(more))
  const full = given(
    Array.from({ length: maxNotices }, (_, index) => post(`n${index}`)),
    openHall(),
  )
  assert.equal(refused(post('more'), full), ['refused too-many-notices'])
  const changed = given([post('n0', { text: 'Khác', from: noon + minute })], full)
  assert.is(noticesAt(changed.dossier, noon).length, maxNotices - 1)
  assert.is(noticesAt(changed.dossier, noon + minute).at(-1)?.text, 'Khác')
  assert.is(noticesAt(changed.dossier, noon + 10 * minute).length, 0)
  assert.equal(refused({ type: 'WithdrawNotice', at: noon, id: 'none' }, full), ['refused unknown-notice'])
})

test('in any day a command is carried out once, and a number given ahead becomes one ticket at most', () => {
  let checkedIn = 0
  fc.assert(
    fc.property(dayOf(smallRules), (steps) => {
      const events = steps.flatMap((step) => step.events)
      const ids = events.flatMap((one) =>
        one.type === 'DossierCommandTaken' ? [`${one.data.id} ${one.data.validUntil}`] : [],
      )
      assert.is(new Set(ids).size, ids.length)
      const issued = new Set<string>()
      for (const event of events) {
        if (event.type !== 'TicketIssued') continue
        assert.not.ok(issued.has(event.data.ticket))
        issued.add(event.data.ticket)
        if (event.data.reserved) checkedIn++
      }
      for (const { after: state } of steps)
        for (const { ticket } of state.reservations.values()) assert.not.ok(state.tickets.has(ticket))
    }),
    { numRuns: 500 },
  )
  assert.ok(checkedIn > 20, `${checkedIn} check-ins`)
})

test.run()
