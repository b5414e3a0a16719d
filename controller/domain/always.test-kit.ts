/** Random days: any command in any order, with halls of different rules. Ids of tickets count up, as a real hall's never repeat. */
import fc from 'fast-check'
import type { Command } from './commands.ts'
import { applyAll, decide } from './decide.ts'
import type { TimedEvent } from './events.ts'
import { noon, smallRules } from './given.test-kit.ts'
import type { Rules } from './rules.ts'
import { initialState, type State, type Ticket } from './state.ts'

export type Step = {
  command: Command
  before: State
  events: TimedEvent[]
  after: State
  refused: string | null
}

const counter = fc.constantFrom('q1', 'q1', 'q1', 'q1', 'q2', 'q2', 'q2', 'q2', 'q3', 'nowhere')
const service = fc.constantFrom('land', 'land', 'land', 'land', 'family', 'family', 'fees', 'nothing')
/** The n-th ticket of those the command is for; `play` finds it. */
const ticket = fc.nat(24).map((n) => `#${n}`)
const outcome = fc.constantFrom('accepted', undefined, undefined, undefined, 'lunch')
const slip = fc.option(
  fc.record({
    station: fc.constant('hall'),
    printer: fc.constant('p'),
    ready: fc.constantFrom(true, true, true, true, false),
  }),
  { nil: undefined },
)
const requestId = fc.option(fc.constantFrom('r1', 'r2', 'r3'), { nil: undefined, freq: 6 })
const ticketClass = fc.constantFrom('ordinary', 'ordinary', 'priority', undefined)
const code = fc.constantFrom('book-1', 'book-2', 'book-3', 'x')
const bookedAt = fc.integer({ min: -3_600_000, max: 3_600_000 }).map((offset) => noon + offset)
/** Mostly today's; at times of another day, past, coming or too far away. */
const bookedOn = fc
  .tuple(bookedAt, fc.constantFrom(0, 0, 0, -1, 1, 1, 2, 3, 59, 62))
  .map(([time, days]) => time + days * 86_400_000)
const type = (...names: string[]) => fc.constantFrom(...names)
const of = (weight: number, arbitrary: fc.Arbitrary<object>) => ({ weight, arbitrary })

const dossierRequest = (rules: readonly Rules[]) =>
  fc.oneof(
    fc.record({ type: type('ReserveNumber'), code, service, source: fc.constant('dossier-server') }),
    fc.record({ type: type('CheckIn'), code, source: fc.constant('dossier-server') }),
    fc.record({ type: type('BookAppointment'), code, service, bookedAt: bookedOn }),
    fc.record({ type: type('CancelAppointment', 'CancelReservation'), code }),
    fc.record({ type: type('ChangeSite'), rules: fc.constantFrom(...rules), site: fc.constant({}) }),
    fc
      .record({ early: fc.nat(9), onTime: fc.nat(9), overdue: fc.nat(9), extra: fc.constantFrom(0, 0, 1) })
      .map(({ extra, ...parts }) => ({
        type: 'ShowDossierFigures',
        since: '2026-11-01',
        asOf: noon,
        ...parts,
        total: parts.early + parts.onTime + parts.overdue + extra,
      })),
    fc.record({
      type: type('PostNotice'),
      id: fc.constantFrom('n1', 'n2'),
      text: fc.constantFrom('Nghỉ lễ ngày 01/01', ''),
      from: bookedAt,
      until: bookedAt,
    }),
    fc.record({ type: type('WithdrawNotice'), id: fc.constantFrom('n1', 'n2') }),
  )
const fromDossier = (rules: readonly Rules[]) =>
  fc.record({
    type: type('TakeDossierCommand'),
    id: fc.constantFrom('c1', 'c2', 'c3', 'c4', 'c5', 'c6'),
    validUntil: fc.integer({ min: -3_600_000, max: 40 * 3_600_000 }).map((offset) => noon + offset),
    request: dossierRequest(rules),
  })

const command = (rules: readonly Rules[]) =>
  fc.oneof(
    of(
      260,
      fc.record({
        type: type('IssueTicket'),
        service,
        source: fc.constant('button'),
        class: ticketClass,
        slip,
        requestId,
        link: fc.option(ticket, { nil: undefined, freq: 8 }),
      }),
    ),
    of(160, fc.record({ type: type('CallNext'), counter, outcome })),
    of(40, fc.record({ type: type('CallTicket'), counter, outcome, chosen: ticket })),
    of(110, fc.record({ type: type('Start', 'Start', 'Recall', 'NoShow'), counter })),
    of(
      60,
      fc.record({
        type: type('Finish'),
        counter,
        outcome,
        ticket: fc.option(ticket, { nil: undefined, freq: 8 }),
      }),
    ),
    of(40, fc.record({ type: type('Hold'), counter, reason: fc.constantFrom('specialist', 'tea') })),
    of(30, fc.record({ type: type('Resume'), counter, held: ticket })),
    of(40, fc.record({ type: type('Transfer'), counter, toService: service })),
    of(30, fc.record({ type: type('Transfer'), counter, toCounter: counter })),
    of(40, fc.record({ type: type('ReturnTicket'), ticket })),
    of(40, fc.record({ type: type('Undo'), counter })),
    of(15, fc.record({ type: type('Reopen'), counter, finished: ticket })),
    of(40, fc.record({ type: type('RateVisit'), counter, value: fc.integer({ min: 0, max: 6 }) })),
    of(30, fc.record({ type: type('RateVisit'), ticket, value: fc.integer({ min: 0, max: 6 }) })),
    of(50, fc.record({ type: type('StartSlip'), ticket, copy: fc.nat(1) })),
    of(
      50,
      fc.record({
        type: type('EndSlip'),
        ticket,
        copy: fc.nat(1),
        outcome: fc.constantFrom('printed', 'failed', 'unknown'),
        reason: fc.constantFrom('no-answer', 'no-answer', 'Error: no font in /home/pi', '', 'hết giấy'),
      }),
    ),
    of(12, fc.record({ type: type('ClaimTicket'), ticket })),
    of(
      12,
      fc.record({
        type: type('ReprintSlip'),
        ticket,
        station: fc.constant('hall'),
        printer: fc.constant('p'),
        ready: fc.boolean(),
      }),
    ),
    of(8, fc.record({ type: type('VoidTicket'), ticket, reason: fc.constant('mistake') })),
    of(
      30,
      fc.record({
        type: type('ChangeTicket'),
        ticket,
        service: fc.option(service, { nil: undefined }),
        class: ticketClass,
        reason: fc.constant('wrong-button'),
      }),
    ),
    of(
      15,
      fc.record({ type: type('LinkTickets'), tickets: fc.array(ticket, { minLength: 1, maxLength: 3 }) }),
    ),
    of(25, fc.record({ type: type('BookAppointment'), code, service, bookedAt: bookedOn })),
    of(
      40,
      fc.record({
        type: type('CheckIn'),
        code,
        source: fc.constant('greeter'),
        slip,
        unverified: fc.option(fc.record({ service, bookedAt }), { nil: undefined }),
      }),
    ),
    of(4, fc.record({ type: type('CancelAppointment'), code })),
    of(30, fc.record({ type: type('ReserveNumber'), code, service, source: fc.constant('dossier-server') })),
    of(4, fc.record({ type: type('CancelReservation'), code })),
    of(20, fromDossier(rules)),
    of(10, fc.record({ type: type('LogIn'), counter, officer: fc.constantFrom('cb-1', 'cb-2', 'no one') })),
    of(
      25,
      fc.record({
        type: type(
          'OpenCounter',
          'OpenCounter',
          'OpenCounter',
          'ResumeCounter',
          'ResumeCounter',
          'ResumeCounter',
          'CloseCounter',
          'LogOut',
        ),
        counter,
      }),
    ),
    of(4, fc.record({ type: type('PauseCounter'), counter, reason: fc.constantFrom('break', 'tea') })),
    of(
      4,
      fc.record({
        type: type('ChangeCounterServices'),
        counter,
        services: fc.array(service, { maxLength: 2 }),
      }),
    ),
    of(8, fc.constant({ type: 'VoidUnclaimed' })),
    of(4, fc.record({ type: type('ChangeSite'), rules: fc.constantFrom(...rules), site: fc.constant({}) })),
    of(2, fc.constant({ type: 'CloseDay' })),
    of(
      8,
      fc.record({
        type: type('OpenDay'),
        date: fc.constantFrom('2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'),
      }),
    ),
  )

/** Sequences of commands with the time that passes before each; at times a clock is set back. */
export const dayOf = (rules: Rules) => {
  const variants = [
    rules,
    { ...rules, nextWhileCalled: 'refuse' as const },
    { ...rules, services: rules.services.slice(1) },
    { ...rules, counters: rules.counters.slice(1) },
  ]
  const elapsed = fc.oneof(
    { weight: 20, arbitrary: fc.integer({ min: 0, max: 400_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: -600_000, max: 0 }) },
  )
  return fc
    .array(fc.tuple(command(variants), elapsed), { minLength: 5, maxLength: 120, size: 'max' })
    .map((choices) => play(rules, choices))
}

function play(rules: Rules, choices: readonly (readonly [object, number])[]): Step[] {
  const opening: object[] = [
    { type: 'ChangeSite', rules, site: {} },
    { type: 'OpenDay', date: '2026-11-23' },
  ]
  let state = initialState()
  let at = noon
  let issued = 0
  return [...opening.map((one) => [one, 0] as const), ...choices].map(([choice, elapsed]) => {
    at += elapsed
    const before = state
    const given = withNewTicket({ ...aimed(choice, before), at }, `t${issued}`)
    const { events, refused } = decide(given, before)
    if (events.some((event) => event.type === 'TicketIssued' || event.type === 'NumberReserved')) issued++
    state = applyAll(before, events, at)
    return {
      command: given,
      before,
      events: events.map((event) => ({ ...event, at })),
      after: state,
      refused: refused?.code ?? null,
    }
  })
}

function withNewTicket(command: object, newTicket: string): Command {
  const request = 'request' in command ? { request: { ...(command.request as object), newTicket } } : {}
  return { ...command, ...request, newTicket } as unknown as Command
}

/** Which tickets a command is for: random ones would hardly ever be in the right state. */
const meant: Record<string, (ticket: Ticket) => boolean> = {
  CallTicket: ({ state }) => state === 'waiting',
  ChangeTicket: ({ state }) => state === 'waiting',
  LinkTickets: ({ state }) => state === 'waiting',
  VoidTicket: ({ state }) => state === 'waiting',
  ClaimTicket: ({ slip }) => slip?.state === 'failed',
  ReprintSlip: ({ slip }) => slip?.state === 'failed',
  Resume: ({ state }) => state === 'held',
  Reopen: ({ state }) => state === 'finished',
  ReturnTicket: ({ state }) => state === 'no-show',
  StartSlip: ({ slip }) => slip?.state === 'requested',
  EndSlip: ({ slip }) => slip?.state === 'started',
}

/** Puts ids of tickets where a choice only says which of them: mostly one in the right state. */
function aimed(choice: object, state: State): object {
  const type = (choice as { type: string }).type
  const all = [...state.tickets.values()]
  const fitting = all.filter(meant[type] ?? (() => true))
  const find = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(find)
    if (typeof value !== 'string' || !value.startsWith('#')) return value
    const among = fitting.length > 0 ? fitting : all
    return among[Number(value.slice(1)) % Math.max(1, among.length)]?.id ?? 't-none'
  }
  const copy = type === 'StartSlip' || type === 'EndSlip' ? { copy: fitting[0]?.slip?.copy ?? 0 } : {}
  return { ...Object.fromEntries(Object.entries(choice).map(([key, value]) => [key, find(value)])), ...copy }
}

/** Rates that differ, a counter with a preference, few overtakes allowed. */
export const unequalRules: Rules = {
  ...smallRules,
  classes: [
    { id: 'ordinary', rate: 1 },
    { id: 'booked', rate: 3 },
    { id: 'priority', rate: 8 },
  ],
  counters: smallRules.counters.map((one) => (one.id === 'q2' ? { ...one, preference: { family: 5 } } : one)),
  maxOvertakes: 2,
}
