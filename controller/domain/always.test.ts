/** What must hold after any sequence of commands, found or refuted by random ones. */
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { compareTurn } from './calling-rule.ts'
import type { Command } from './commands.ts'
import { applyAll, decide } from './decide.ts'
import type { TimedEvent } from './events.ts'
import { evolve } from './evolve.ts'
import { noon, smallRules } from './given.test-kit.ts'
import { refusalSentences } from './refusals.ts'
import { initialState, type State } from './state.ts'

const counter = fc.constantFrom('q1', 'q2', 'q3', 'nowhere')
const service = fc.constantFrom('land', 'family', 'fees', 'nothing')
const ticket = fc.nat(30).map((n) => `t${n}`)
const outcome = fc.constantFrom('accepted', 'lunch', undefined)
const shape = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant('IssueTicket'),
      service,
      source: fc.constant('button'),
      slip: fc.option(
        fc.record({ station: fc.constant('hall'), printer: fc.constant('p'), ready: fc.boolean() }),
        { nil: undefined },
      ),
      requestId: fc.option(fc.constantFrom('r1', 'r2', 'r3'), { nil: undefined }),
    }),
  },
  { weight: 8, arbitrary: fc.record({ type: fc.constant('CallNext'), counter, outcome }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constantFrom('Start', 'Recall', 'NoShow'), counter }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('Finish'),
      counter,
      outcome,
      ticket: fc.option(ticket, { nil: undefined }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ type: fc.constant('StartSlip'), ticket, copy: fc.nat(1) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('EndSlip'),
      ticket,
      copy: fc.nat(1),
      outcome: fc.constantFrom('printed', 'failed', 'unknown'),
      reason: fc.constant('no-answer'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('ClaimTicket'), ticket }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('ReprintSlip'),
      ticket,
      station: fc.constant('hall'),
      printer: fc.constant('p'),
      ready: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('VoidTicket'), ticket, reason: fc.constant('mistake') }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('OpenCounter', 'CloseCounter'), counter }) },
  { weight: 1, arbitrary: fc.constant({ type: 'VoidUnclaimed' }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('ChangeSite'),
      rules: fc.constantFrom(
        smallRules,
        { ...smallRules, nextWhileCalled: 'refuse' },
        { ...smallRules, services: smallRules.services.slice(1) },
        { ...smallRules, counters: smallRules.counters.slice(1) },
      ),
      site: fc.constant({}),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'CloseDay' }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('OpenDay'),
      date: fc.constantFrom('2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'),
    }),
  },
)
const sequence = fc.array(fc.tuple(shape, fc.integer({ min: -60_000, max: 400_000 })), {
  minLength: 5,
  maxLength: 120,
})

type Step = { command: Command; before: State; events: TimedEvent[]; after: State; refused: string | null }

/** Plays a random sequence in a hall that starts open; ids of new tickets count up as a real hall's never repeat. */
function play(choices: readonly (readonly [object, number])[]): Step[] {
  const opening: object[] = [
    { type: 'ChangeSite', rules: smallRules, site: {} },
    { type: 'OpenDay', date: '2026-11-22' },
  ]
  let state = initialState()
  let at = noon
  let issued = 0
  return [...opening.map((command) => [command, 0] as const), ...choices].map(([choice, elapsed]) => {
    at += elapsed
    const command = { ...choice, at, newTicket: `t${issued}` } as unknown as Command
    const before = state
    const { events, refused } = decide(command, before)
    if (events.some(({ type }) => type === 'TicketIssued')) issued++
    state = applyAll(before, events, at)
    return {
      command,
      before,
      events: events.map((event) => ({ ...event, at })),
      after: state,
      refused: refused?.code ?? null,
    }
  })
}

const plain = (state: State) =>
  JSON.stringify(state, (_, value) => (value instanceof Map ? [...value] : value))

const always = (name: string, property: (steps: Step[]) => void) =>
  test(name, () =>
    fc.assert(
      fc.property(sequence, (choices) => property(play(choices))),
      { numRuns: 2000 },
    ),
  )

const test = suite('always')

always(
  'a refusal is one of the named ones and changes nothing, but for "next" when nobody waits',
  (steps) => {
    for (const { refused, events, command } of steps) {
      if (refused === null) continue
      assert.ok(refused in refusalSentences)
      if (events.length) assert.ok(refused === 'nobody-waiting' && command.type === 'CallNext')
    }
  },
)

always('a ticket is at one counter at most, and that counter and the ticket agree', (steps) => {
  for (const { after } of steps) {
    for (const { state, id, counter: at } of after.tickets.values())
      if (state === 'called' || state === 'serving') assert.is(after.counters.get(at ?? '')?.ticket, id)
    for (const [id, { ticket: current }] of after.counters) {
      if (current === null) continue
      assert.is(after.tickets.get(current)?.counter, id)
      assert.ok(['called', 'serving'].includes(after.tickets.get(current)?.state ?? ''))
    }
  }
})

always('numbers of a series run from one without a gap, and no number is given twice in a day', (steps) => {
  let seen = new Map<string, number>()
  let numbers = new Set<string>()
  for (const event of steps.flatMap(({ events }) => events)) {
    if (event.type === 'DayOpened') {
      seen = new Map()
      numbers = new Set()
    }
    if (event.type !== 'TicketIssued') continue
    const { series, value, number } = event.data
    assert.is(value, (seen.get(series) ?? 0) + 1)
    seen.set(series, value)
    assert.not.ok(numbers.has(number))
    numbers.add(number)
  }
})

always('no ticket vanishes during its day, and an ended one stays as it ended', (steps) => {
  for (const { before, after, events } of steps) {
    if (events.some(({ type }) => type === 'DayOpened')) continue
    for (const ticket of before.tickets.values()) {
      const later = after.tickets.get(ticket.id)
      assert.ok(later)
      if (ticket.endedAt !== null)
        assert.equal([later?.state, later?.endedAt], [ticket.state, ticket.endedAt])
    }
  }
})

always('each ticket is called once, and nobody who could be called is passed over', (steps) => {
  const called = new Set<string>()
  for (const { before, events, command } of steps) {
    for (const event of events) {
      if (event.type !== 'TicketCalled' || command.type !== 'CallNext') continue
      assert.not.ok(called.has(event.data.ticket), 'called twice')
      called.add(event.data.ticket)
      const taken = before.tickets.get(event.data.ticket)
      const services = before.rules?.counters.find(({ id }) => id === command.counter)?.services ?? []
      for (const other of before.tickets.values()) {
        const could = other.state === 'waiting' && !(other.slip?.state === 'failed' && !other.confirmed)
        if (could && services.includes(other.service)) assert.ok(taken && compareTurn(taken, other) <= 0)
      }
    }
  }
})

always('a slip is started at most once for each copy that was asked for', (steps) => {
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

always('replay from the start, and from the last opened day, gives the live state byte for byte', (steps) => {
  const events = steps.flatMap((step) => step.events)
  const live = plain(steps.at(-1)?.after ?? initialState())
  const replay = (from: number) => plain(events.slice(from).reduce(evolve, initialState()))
  assert.is(replay(0), live)
  assert.is(replay(events.map(({ type }) => type).lastIndexOf('DayOpened')), live)
})

test.run()
