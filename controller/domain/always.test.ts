/** What must hold after any sequence of commands, found or refuted by random ones. */
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { dayOf, type Step, unequalRules } from './always.test-kit.ts'
import { aheadOf, candidatesOf, compareTurn, isCallable, mayCall } from './calling-rule.ts'
import type { Command } from './commands.ts'
import { applyAll, decide } from './decide.ts'
import type { EventType } from './events.ts'
import { evolve } from './evolve.ts'
import { smallRules } from './given.test-kit.ts'
import { refusalSentences } from './refusals.ts'
import { hasEnded, initialState, legOf, type State, serviceOf, type Ticket } from './state.ts'

const test = suite('always')
const runs = 2000
const equal = dayOf(smallRules)
const unequal = dayOf(unequalRules)
const any = fc.oneof(equal, unequal)
const always = (name: string, days: fc.Arbitrary<Step[]>, property: (steps: Step[]) => void) =>
  test(name, () => fc.assert(fc.property(days, property), { numRuns: runs }))

const plain = (state: State) =>
  JSON.stringify(state, (_, value) => (value instanceof Map ? [...value] : value))

test('every refusal has a sentence in each language', () => {
  for (const [code, { vi, en }] of Object.entries(refusalSentences)) {
    assert.match(vi, /^\p{Lu}.+[.!?]$/u, code)
    assert.match(en, /^[A-Za-z].+[.!?]$/, code)
    assert.match(vi, /[^\x20-\x7e]/, `${code} is not in Vietnamese`)
    assert.not.match(vi, /\bbạn\b/i, code)
  }
})

always('a refusal is a named one and changes nothing, but for "next" when nobody waits', any, (steps) => {
  for (const { refused, events, command } of steps) {
    if (refused === null) continue
    assert.ok(Object.hasOwn(refusalSentences, refused), refused)
    // What the dossier server asked is remembered with its refusal.
    if (command.type === 'TakeDossierCommand') {
      assert.ok(events.every(({ type }) => type === 'DossierCommandTaken'))
      continue
    }
    if (events.length) assert.ok(refused === 'nobody-waiting' && command.type === 'CallNext')
  }
})

always('whatever a station says, the reason of an event is a code', any, (steps) => {
  for (const { events } of steps)
    for (const { data } of events) if ('reason' in data) assert.match(data.reason, /^[A-Za-z0-9._-]{1,60}$/)
})

always('a ticket is at one counter at most, and that counter and the ticket agree', any, (steps) => {
  for (const { after } of steps) {
    for (const ticket of after.tickets.values())
      if (ticket.state === 'called' || ticket.state === 'serving')
        assert.is(after.counters.get(legOf(ticket).counter ?? '')?.ticket, ticket.id)
    for (const [id, { ticket: current }] of after.counters) {
      if (current === null) continue
      const ticket = after.tickets.get(current)
      assert.ok(ticket && legOf(ticket).counter === id)
      assert.ok(['called', 'serving'].includes(ticket?.state ?? ''))
    }
  }
})

always('numbers of a series run from one without a gap, and none is given twice in a day', any, (steps) => {
  let seen = new Map<string, number>()
  let numbers = new Set<string>()
  for (const event of steps.flatMap(({ events }) => events)) {
    if (event.type === 'DayOpened') {
      seen = new Map()
      numbers = new Set()
    }
    if (event.type === 'TicketIssued' && event.data.reserved) {
      assert.ok(numbers.has(event.data.number))
      continue
    }
    if (event.type !== 'TicketIssued' && event.type !== 'NumberReserved') continue
    const { series, value, number } = event.data
    assert.is(value, (seen.get(series) ?? 0) + 1)
    seen.set(series, value)
    assert.not.ok(numbers.has(number))
    numbers.add(number)
  }
})

const backToLife: EventType[] = [
  'TicketReturned',
  'NoShowUndone',
  'FinishUndone',
  'TransferUndone',
  'CallUndone',
  'TicketReopened',
]
always(
  'no ticket vanishes during its day, and an ended one comes back only by return, undo or reopen',
  any,
  (steps) => {
    for (const { before, after, events } of steps) {
      if (events.some(({ type }) => type === 'DayOpened')) continue
      for (const ticket of before.tickets.values()) {
        const later = after.tickets.get(ticket.id)
        assert.ok(later)
        if (hasEnded(ticket) && later?.state !== ticket.state)
          assert.ok(events.some(({ type }) => backToLife.includes(type)))
      }
    }
  },
)

always('with equal rates nobody who came first is passed over by "next"', equal, (steps) => {
  for (const { before, events, command } of steps) {
    if (command.type !== 'CallNext') continue
    const called = events.find((event) => event.type === 'TicketCalled')
    const taken = called && before.tickets.get(called.data.ticket)
    const counter = before.counters.get(command.counter)
    if (!taken || !counter) continue
    for (const other of before.tickets.values())
      if (mayCall(before, { id: command.counter, services: counter.services }, other))
        assert.ok(compareTurn(taken, other) <= 0)
  }
})

always(
  'whatever the rates and whoever is chosen, nobody is overtaken more often than the bound',
  any,
  (steps) => {
    for (const { after } of steps)
      for (const { overtakes } of after.tickets.values())
        assert.ok(overtakes <= (after.rules?.maxOvertakes ?? 0), `${overtakes}`)
  },
)

always(
  'whoever waits is called while the service is served, though favoured newcomers never end',
  any,
  (steps) => {
    const last = steps.at(-1)
    if (!last || last.after.day === null || !last.after.counters.has('q2')) return
    let state = last.after
    let at = Math.max(state.latestAt, last.command.at)
    const tell = (command: object) => {
      at += 1000
      const { events } = decide({ ...command, at } as Command, state)
      state = applyAll(state, events, at)
    }
    for (const type of ['OpenCounter', 'ResumeCounter', 'CallNext']) tell({ type, counter: 'q2' })
    const counter = state.counters.get('q2')
    if (!counter?.open || !state.rules) return
    const here = { id: 'q2', services: counter.services }
    // Who could have gone before: everybody who waits now, and as many later ones as the bound allows.
    const calls =
      [...state.tickets.values()].filter((one) => !hasEnded(one)).length + state.rules.maxOvertakes + 1
    const waiting = candidatesOf(state, here).map(({ id }) => id)
    for (let call = 0; call < calls; call++) {
      const favoured = { newTicket: `new-${call}`, service: 'family', class: 'priority', source: 'button' }
      tell({ type: 'IssueTicket', ...favoured })
      tell({ type: 'Start', counter: 'q2' })
      tell({ type: 'CallNext', counter: 'q2' })
    }
    for (const id of waiting)
      assert.is.not(state.tickets.get(id)?.state, 'waiting', `${id} of ${waiting.length}`)
  },
)

always('every call says why, and names whom it passed over with their new count', any, (steps) => {
  for (const { before, after, events } of steps)
    for (const event of events) {
      if (event.type !== 'TicketCalled') continue
      const { passed, passedCount, by } = event.data.why
      assert.is(passed.length, Math.min(10, passedCount))
      for (const one of passed) {
        assert.is(after.tickets.get(one.ticket)?.overtakes, one.overtakes)
        assert.is((before.tickets.get(one.ticket)?.overtakes ?? 0) + 1, one.overtakes)
      }
      if (by === 'limit') assert.ok(event.data.why.overtakes > 0 || passedCount >= 0)
    }
})

/** What may put somebody ahead of a visitor who waits, where rates are equal. */
const growsAhead: EventType[] = [
  'TicketIssued',
  'TicketReturned',
  'TicketTransferred',
  'TicketChanged',
  'CallUndone',
  'NoShowUndone',
  'TransferUndone',
  'FinishUndone',
  'TicketClaimed',
  'SlipRequested',
  // A ticket of the same person has left a counter: its companions stand in their places again.
  'ServiceFinished',
  'TicketNoShow',
  'TicketVoided',
  'TicketsLinked',
]
const aheadByCounting = ({ tickets }: State, ticket: Ticket) =>
  [...tickets.values()].filter(
    (other) =>
      other.state === 'waiting' &&
      serviceOf(other) === serviceOf(ticket) &&
      compareTurn(other, ticket) < 0 &&
      !(other.slip?.state === 'failed' && !other.confirmed) &&
      ![...tickets.values()].some(
        ({ link, state }) =>
          other.link !== null && link === other.link && ['called', 'serving', 'held'].includes(state),
      ),
  ).length
always('the number ahead is who has more credit, and grows only by a stated event', equal, (steps) => {
  for (const { before, after, events, command } of steps) {
    if (events.some(({ type }) => type === 'DayOpened')) continue
    for (const ticket of after.tickets.values()) {
      const now = aheadOf(after, ticket, command.at)
      assert.is(now !== null, isCallable(after, ticket))
      if (now !== null) assert.is(now, aheadByCounting(after, ticket))
      const earlier = before.tickets.get(ticket.id)
      const then = earlier && aheadOf(before, earlier, command.at)
      if (now === null || then === undefined || then === null || now <= then) continue
      assert.ok(
        events.some(({ type }) => growsAhead.includes(type)),
        events.map(({ type }) => type).join(),
      )
      const plainIssue = events.every(
        (event) =>
          event.type === 'TicketIssued' && event.data.booking === null && event.data.class === 'ordinary',
      )
      assert.not.ok(plainIssue, 'an ordinary new ticket goes before nobody')
    }
  }
})

always('a slip is started at most once for each copy that was asked for', any, (steps) => {
  const asked = new Set<string>()
  const started = new Set<string>()
  for (const event of steps.flatMap(({ events }) => events)) {
    if (event.type === 'TicketIssued' && event.data.slip) asked.add(`${event.data.ticket} 0`)
    if (event.type === 'SlipRequested') asked.add(`${event.data.ticket} ${event.data.copy}`)
    if (event.type !== 'SlipStarted') continue
    const copy = `${event.data.ticket} ${event.data.copy}`
    assert.ok(asked.has(copy) && !started.has(copy))
    started.add(copy)
  }
})

always('people of one link are never at two counters', any, (steps) => {
  for (const { after, events } of steps) {
    if (!events.some(({ type }) => type === 'TicketCalled')) continue
    for (const event of events) {
      if (event.type !== 'TicketCalled') continue
      const { link } = after.tickets.get(event.data.ticket) ?? {}
      if (!link) continue
      const busy = [...after.tickets.values()].filter(
        (one) => one.link === link && ['called', 'serving', 'held'].includes(one.state),
      )
      assert.is(busy.length, 1)
    }
  }
})

always(
  'replay from the start, and from the last opened day, gives the live state byte for byte',
  any,
  (steps) => {
    const events = steps.flatMap((step) => step.events)
    const live = plain(steps.at(-1)?.after ?? initialState())
    const replay = (from: number) => plain(events.slice(from).reduce(evolve, initialState()))
    assert.is(replay(0), live)
    assert.is(replay(events.map(({ type }) => type).lastIndexOf('DayOpened')), live)
  },
)

always('replay of any first part of the events gives the state of that moment', any, (steps) => {
  let state = initialState()
  for (const { events, after } of steps) {
    state = events.reduce(evolve, state)
    assert.is(plain(state), plain(after))
  }
})

always('replay of any part of a day never throws', any, (steps) => {
  const events = steps.flatMap((step) => step.events)
  const half = Math.floor(events.length / 2)
  events.slice(0, half).reduce(evolve, initialState())
  events.slice(half).reduce(evolve, initialState())
})

test.run()
