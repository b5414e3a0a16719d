/** What an officer does with visitors: call, recall, start, finish, no-show, hold, transfer. */
import { creditOf, isCallable, mayCall, nextTicket, passedBy } from './calling-rule.ts'
import type { CommandOf } from './commands.ts'
import { at, type Decision, happens, type OpenState, refuse } from './decision.ts'
import type { CallReason, DomainEvent } from './events.ts'
import { refusal } from './refusals.ts'
import type { CounterRule } from './rules.ts'
import { type CounterState, legOf, serviceOf, type Ticket } from './state.ts'

type WithCurrent = CommandOf<
  'CallNext' | 'CallTicket' | 'Recall' | 'Start' | 'Finish' | 'NoShow' | 'Hold' | 'Transfer'
>
type Place = { rule: CounterRule; counter: CounterState; current: Ticket | undefined }

export function atCounter(command: WithCurrent, state: OpenState): Decision {
  const counter = state.counters.get(command.counter)
  const rule = state.rules.counters.find(({ id }) => id === command.counter)
  if (!counter || !rule) return refuse('unknown-counter')
  if (!counter.open) return refuse('counter-closed')
  if (command.ticket !== undefined && command.ticket !== counter.ticket) return refuse('stale')
  const bad = badEnding(command, state)
  if (bad) return refuse(bad)
  const place = { rule, counter, current: state.tickets.get(counter.ticket ?? '') }
  switch (command.type) {
    case 'CallNext':
    case 'CallTicket':
      return counter.paused === null ? call(command, state, place) : refuse('counter-paused')
    case 'Recall':
    case 'Start':
    case 'NoShow':
      return withCalled(command, place)
    case 'Finish':
    case 'Hold':
    case 'Transfer':
      return withServed(command, state, place)
  }
}

function badEnding(command: WithCurrent, state: OpenState) {
  if ('outcome' in command && command.outcome !== undefined) {
    const { outcome } = command
    if (!state.rules.outcomes.some(({ code }) => code === outcome)) return 'unknown-outcome'
  }
  if ('dossiers' in command && command.dossiers !== undefined) {
    if (command.dossiers.length > 20 || command.dossiers.some((code) => !/^[A-Za-z0-9./-]{1,60}$/.test(code)))
      return 'bad-dossier-code'
  }
  return null
}

function withCalled(command: CommandOf<'Recall' | 'Start' | 'NoShow'>, { current }: Place): Decision {
  if (!current) return refuse('nobody-called')
  if (current.state === 'serving')
    return refuse(command.type === 'NoShow' ? 'already-started' : 'nobody-called')
  const of = at(current, command.counter)
  if (command.type === 'Recall')
    return happens(current.id, { type: 'TicketRecalled', data: { ...of, calls: legOf(current).calls + 1 } })
  return happens(current.id, {
    type: command.type === 'Start' ? 'ServiceStarted' : 'TicketNoShow',
    data: { ...of, auto: false },
  })
}

function withServed(
  command: CommandOf<'Finish'> | CommandOf<'Hold'> | CommandOf<'Transfer'>,
  state: OpenState,
  { current }: Place,
): Decision {
  if (!current) return refuse('nobody-served')
  if (current.state !== 'serving') return refuse('not-started')
  const of = at(current, command.counter)
  switch (command.type) {
    case 'Finish':
      if (state.rules.outcomeRequired && command.outcome === undefined) return refuse('outcome-required')
      return happens(current.id, {
        type: 'ServiceFinished',
        data: { ...of, ...ending(command), auto: false },
      })
    case 'Hold':
      if (!state.rules.holdReasons.some(({ code }) => code === command.reason))
        return refuse('unknown-reason')
      return happens(current.id, { type: 'TicketHeld', data: { ...of, reason: command.reason } })
    case 'Transfer':
      return transfer(command, state, current)
  }
}

const ending = ({ outcome, dossiers }: { outcome?: string; dossiers?: string[] }) => ({
  outcome: outcome ?? null,
  dossiers: [...new Set(dossiers ?? [])],
})

function transfer(command: CommandOf<'Transfer'>, state: OpenState, ticket: Ticket): Decision {
  const { rules } = state
  const target = 'toCounter' in command ? state.counters.get(command.toCounter) : undefined
  if ('toCounter' in command) {
    if (!target) return refuse('unknown-counter')
    if (command.toCounter === command.counter) return refuse('same-counter')
    if (!target.open || target.paused !== null) return refuse('counter-closed')
  } else if (!rules.services.some(({ id }) => id === command.toService)) return refuse('unknown-service')
  // To a counter: its service stays when that counter gives it, else it is the first that the counter gives.
  const service =
    'toService' in command
      ? command.toService
      : target?.services.includes(serviceOf(ticket))
        ? serviceOf(ticket)
        : (target?.services[0] ?? serviceOf(ticket))
  return happens(ticket.id, {
    type: 'TicketTransferred',
    data: {
      ...at(ticket, command.counter),
      service,
      tiedTo: 'toCounter' in command ? command.toCounter : null,
      creditStart:
        rules.transferCredit === 'keep' ? ticket.creditStart : Math.max(command.at, state.latestAt),
      ...ending(command),
    },
  })
}

function call(
  command: CommandOf<'CallNext'> | CommandOf<'CallTicket'>,
  state: OpenState,
  { rule, counter, current }: Place,
): Decision {
  const events: DomainEvent[] = []
  const { rules } = state
  if (current) {
    const of = at(current, command.counter)
    const auto = current.state === 'called'
    if (auto && rules.nextWhileCalled === 'refuse') return refuse('not-started')
    if (rules.outcomeRequired && command.outcome === undefined) return refuse('outcome-required')
    if (auto) events.push({ type: 'ServiceStarted', data: { ...of, auto } })
    events.push({ type: 'ServiceFinished', data: { ...of, ...ending(command), auto } })
  }
  // The visit that ends here frees the other tickets of the same person: they may be called at once.
  const after: OpenState = current
    ? { ...state, tickets: new Map(state.tickets).set(current.id, { ...current, state: 'finished' }) }
    : state
  const here = { id: rule.id, preference: rule.preference, services: counter.services }
  if (command.type === 'CallNext') {
    const choice = nextTicket(after, rules, here, command.at)
    if (!choice) return { events, refused: refusal('nobody-waiting') }
    const why = reason(choice.by, choice.credit, choice.ticket, choice.passed, command.at)
    return happens(
      choice.ticket.id,
      ...events,
      calledEvent(choice.ticket, command.counter, counter.officer, why),
    )
  }
  const chosen = after.tickets.get(command.chosen)
  if (!chosen) return refuse('unknown-ticket')
  if (chosen.state !== 'waiting') return refuse('not-waiting')
  if (!isCallable(after, chosen)) return refuse('not-callable')
  if (!mayCall(after, here, chosen)) return refuse('not-served-here')
  const passed = passedBy(after, here, chosen)
  if (passed.some(({ overtakes }) => overtakes >= rules.maxOvertakes)) return refuse('overtake-limit')
  const why = reason('chosen', creditOf(rules, chosen, command.at), chosen, passed, command.at)
  return happens(chosen.id, ...events, calledEvent(chosen, command.counter, counter.officer, why))
}

function reason(
  by: CallReason['by'],
  credit: number,
  ticket: Ticket,
  passed: readonly Ticket[],
  now: number,
): CallReason {
  return {
    by,
    credit: Math.round(credit * 1000) / 1000,
    waitedMs: now - legOf(ticket).enteredAt,
    overtakes: ticket.overtakes,
    passed: passed
      .slice(0, 10)
      .map((one) => ({ ticket: one.id, number: one.number, overtakes: one.overtakes + 1 })),
    passedCount: passed.length,
  }
}

const calledEvent = (
  ticket: Ticket,
  counter: string,
  officer: string | null,
  why: CallReason,
): DomainEvent => ({
  type: 'TicketCalled',
  data: { ...at(ticket, counter), service: serviceOf(ticket), officer, why },
})
