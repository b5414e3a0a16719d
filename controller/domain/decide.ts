/**
 * May this be done, and what happens then? Pure and total: any command in any state gives events or a named
 * refusal, never an exception. The working order is `decide`, then `evolve` over the events it gave.
 */
import { nextTicket, queueOf } from './calling-rule.ts'
import type { Command, CommandData } from './commands.ts'
import type { DomainEvent } from './events.ts'
import { evolve } from './evolve.ts'
import { type Refusal, type RefusalCode, refusal } from './refusals.ts'
import { type Rules, ticketNumber } from './rules.ts'
import { type CounterState, isUnclaimed, type State, type Ticket, type TicketId } from './state.ts'

/**
 * `ticket` is the one the command was about, as an answer to the caller. A refusal comes without events, but
 * for one case: "next" when nobody waits still ends the visit that the officer is done with.
 */
export type Decision = { events: DomainEvent[]; ticket?: TicketId; refused?: Refusal }

type Arguments<T extends Command['type']> = CommandData[T] & { at: number }

const refuse = (code: RefusalCode): Decision => ({ events: [], refused: refusal(code) })
const happens = (ticket: TicketId, ...events: DomainEvent[]): Decision => ({ events, ticket })

export function decide(command: Command, state: State): Decision {
  switch (command.type) {
    case 'ChangeSite':
      return changeSite(command, state)
    case 'OpenDay':
      return openDay(command, state)
    case 'CloseDay':
      return closeDay(state)
    case 'VoidUnclaimed':
      return voidUnclaimed(command, state)
    case 'EndSlip':
      return endSlip(command, state)
  }
  if (state.day === null || state.rules === null) return refuse('day-closed')
  const open: OpenState = { ...state, rules: state.rules }
  switch (command.type) {
    case 'IssueTicket':
      return issue(command, open)
    case 'ReprintSlip':
      return reprint(command, open)
    case 'StartSlip':
      return startSlip(command, open)
    case 'ClaimTicket':
      return claim(command, open)
    case 'VoidTicket':
      return voidTicket(command, open)
    case 'OpenCounter':
    case 'CloseCounter':
    case 'CallNext':
    case 'Recall':
    case 'Start':
    case 'Finish':
    case 'NoShow':
      return atCounter(command, open)
  }
}

type OpenState = State & { rules: Rules }

// ——— the day and the site ———

function changeSite({ rules, site }: Arguments<'ChangeSite'>, state: State): Decision {
  if (state.day !== null && state.rules) {
    const services = new Set(rules.services.map(({ id }) => id))
    const counters = new Set(rules.counters.map(({ id }) => id))
    for (const ticket of state.tickets.values()) {
      if (ticket.endedAt !== null) continue
      if (!services.has(ticket.service)) return refuse('service-in-use')
      if (ticket.counter !== null && !counters.has(ticket.counter)) return refuse('service-in-use')
    }
    for (const before of state.rules.series) {
      if (!state.series.has(before.id)) continue
      const after = rules.series.find(({ id }) => id === before.id)
      if (!after || after.prefix !== before.prefix || after.width !== before.width)
        return refuse('series-in-use')
    }
  }
  const opening =
    state.day === null
      ? []
      : rules.counters.filter(({ id, opensItself }) => opensItself && !state.counters.has(id))
  return {
    events: [
      { type: 'SiteChanged', data: { rules, site } },
      ...opening.map(({ id }): DomainEvent => ({ type: 'CounterOpened', data: { counter: id } })),
    ],
  }
}

function openDay({ date }: Arguments<'OpenDay'>, state: State): Decision {
  const { rules } = state
  if (state.day !== null) return refuse('day-already-open')
  if (!rules) return refuse('day-closed')
  if (state.lastDay !== null && date <= state.lastDay) return refuse('day-over')
  return {
    events: [
      { type: 'DayOpened', data: { date, rules } },
      ...rules.counters
        .filter(({ opensItself }) => opensItself)
        .map(({ id }): DomainEvent => ({ type: 'CounterOpened', data: { counter: id } })),
    ],
  }
}

/** Nobody is left in between: waiting → voided; called → no-show; being served → finished; all by the system. */
function closeDay(state: State): Decision {
  if (state.day === null) return refuse('day-closed')
  const events: DomainEvent[] = []
  for (const ticket of state.tickets.values()) {
    const of = { ticket: ticket.id, number: ticket.number }
    if (ticket.state === 'waiting')
      events.push({ type: 'TicketVoided', data: { ...of, reason: 'day-ended' } })
    if (ticket.counter === null) continue
    const at = { ...of, counter: ticket.counter, auto: true }
    if (ticket.state === 'called') events.push({ type: 'TicketNoShow', data: at })
    if (ticket.state === 'serving') events.push({ type: 'ServiceFinished', data: { ...at, outcome: null } })
  }
  events.push({ type: 'DayClosed', data: { date: state.day } })
  return { events }
}

// ——— issue and paper ———

function issue(command: Arguments<'IssueTicket'>, state: OpenState): Decision {
  const service = state.rules.services.find(({ id }) => id === command.service)
  const series = state.rules.series.find(({ id }) => id === service?.series)
  if (!service || !series) return refuse('unknown-service')
  const earlier = command.requestId === undefined ? undefined : state.requests.get(command.requestId)
  if (earlier !== undefined) {
    const same = state.tickets.get(earlier)?.service === service.id
    return same ? happens(earlier) : refuse('request-reused')
  }
  if (command.slip && !command.slip.ready) return refuse('printer-down')
  const value = (state.series.get(series.id) ?? 0) + 1
  return happens(command.newTicket, {
    type: 'TicketIssued',
    data: {
      ticket: command.newTicket,
      number: ticketNumber(series, value),
      service: service.id,
      source: command.source,
      series: series.id,
      value,
      order: state.tickets.size + 1,
      ahead: queueOf(state, service.id).length,
      requestId: command.requestId ?? null,
      slip: command.slip ? { station: command.slip.station, printer: command.slip.printer } : null,
    },
  })
}

function reprint(
  { ticket: id, station, printer, ready }: Arguments<'ReprintSlip'>,
  state: OpenState,
): Decision {
  const ticket = state.tickets.get(id)
  if (!ticket) return refuse('unknown-ticket')
  if (ticket.endedAt !== null) return refuse('already-ended')
  if (ticket.slip?.state === 'requested' || ticket.slip?.state === 'started') return refuse('slip-under-way')
  if (!ready) return refuse('printer-down')
  const copy = ticket.slip ? ticket.slip.copy + 1 : 1
  return happens(id, {
    type: 'SlipRequested',
    data: { ticket: id, number: ticket.number, copy, station, printer },
  })
}

function startSlip({ ticket: id, copy }: Arguments<'StartSlip'>, state: OpenState): Decision {
  const ticket = state.tickets.get(id)
  if (!ticket?.slip) return refuse('unknown-ticket')
  if (ticket.slip.copy !== copy || ticket.slip.state !== 'requested') return refuse('slip-settled')
  // A slip for a ticket that has ended meanwhile would send its holder to a counter for nothing.
  if (ticket.endedAt !== null) return refuse('already-ended')
  return happens(id, { type: 'SlipStarted', data: ofSlip(ticket, ticket.slip) })
}

/** Allowed after the day's end too: the paper's fate is known when it is known. */
function endSlip({ ticket: id, copy, outcome, reason }: Arguments<'EndSlip'>, state: State): Decision {
  const ticket = state.tickets.get(id)
  if (!ticket?.slip) return refuse('unknown-ticket')
  const { slip } = ticket
  const pending = slip.state === 'started' || (slip.state === 'requested' && outcome === 'failed')
  if (slip.copy !== copy || !pending) return refuse('slip-settled')
  const of = ofSlip(ticket, slip)
  if (outcome === 'printed') return happens(id, { type: 'SlipPrinted', data: of })
  return happens(id, { type: outcome === 'failed' ? 'SlipFailed' : 'SlipUnknown', data: { ...of, reason } })
}

const ofSlip = (ticket: Ticket, slip: { copy: number; station: string; printer: string }) => ({
  ticket: ticket.id,
  number: ticket.number,
  copy: slip.copy,
  station: slip.station,
  printer: slip.printer,
})

function claim({ ticket: id }: Arguments<'ClaimTicket'>, state: OpenState): Decision {
  const ticket = state.tickets.get(id)
  if (!ticket) return refuse('unknown-ticket')
  if (!isUnclaimed(ticket)) return refuse('not-unclaimed')
  return happens(id, { type: 'TicketClaimed', data: { ticket: id, number: ticket.number } })
}

function voidTicket({ ticket: id, reason }: Arguments<'VoidTicket'>, state: OpenState): Decision {
  const ticket = state.tickets.get(id)
  if (!ticket) return refuse('unknown-ticket')
  if (ticket.endedAt !== null) return refuse('already-ended')
  if (ticket.state !== 'waiting') return refuse('not-waiting')
  return happens(id, { type: 'TicketVoided', data: { ticket: id, number: ticket.number, reason } })
}

function voidUnclaimed({ at }: Arguments<'VoidUnclaimed'>, state: State): Decision {
  const limitMs = (state.rules?.voidFailedAfterMinutes ?? 0) * 60_000
  const events: DomainEvent[] = []
  for (const ticket of state.tickets.values())
    if (isUnclaimed(ticket) && ticket.slip && at - ticket.slip.at >= limitMs)
      events.push({
        type: 'TicketVoided',
        data: { ticket: ticket.id, number: ticket.number, reason: 'slip-failed' },
      })
  return { events }
}

// ——— at the counter ———

type CounterCommand = Extract<
  Command,
  { type: 'OpenCounter' | 'CloseCounter' | 'CallNext' | 'Recall' | 'Start' | 'Finish' | 'NoShow' }
>

function atCounter(command: CounterCommand, state: OpenState): Decision {
  const counter = state.counters.get(command.counter)
  const rule = state.rules.counters.find(({ id }) => id === command.counter)
  if (!counter || !rule) return refuse('unknown-counter')
  if (command.type === 'OpenCounter' || command.type === 'CloseCounter') return turnCounter(command, counter)
  if (!counter.open) return refuse('counter-closed')
  if (command.ticket !== undefined && command.ticket !== counter.ticket) return refuse('stale')
  if ('outcome' in command && command.outcome !== undefined) {
    const { outcome } = command
    if (!state.rules.outcomes.some(({ code }) => code === outcome)) return refuse('unknown-outcome')
  }
  const current = counter.ticket === null ? undefined : state.tickets.get(counter.ticket)
  if (command.type === 'CallNext') return callNext(command, state, rule.services, current)

  if (!current || (current.state === 'serving' && command.type !== 'Finish'))
    return refuse(
      !current
        ? command.type === 'Finish'
          ? 'nobody-served'
          : 'nobody-called'
        : servingRefusal(command.type),
    )
  const of = { ticket: current.id, number: current.number, counter: command.counter }
  switch (command.type) {
    case 'Recall':
      return happens(current.id, { type: 'TicketRecalled', data: { ...of, calls: current.calls + 1 } })
    case 'Start':
      return happens(current.id, { type: 'ServiceStarted', data: { ...of, auto: false } })
    case 'NoShow':
      return happens(current.id, { type: 'TicketNoShow', data: { ...of, auto: false } })
    case 'Finish':
      if (current.state !== 'serving') return refuse('not-started')
      if (state.rules.outcomeRequired && command.outcome === undefined) return refuse('outcome-required')
      return happens(current.id, {
        type: 'ServiceFinished',
        data: { ...of, outcome: command.outcome ?? null, auto: false },
      })
  }
}

const servingRefusal = (type: CounterCommand['type']): RefusalCode =>
  type === 'NoShow' ? 'already-started' : 'nobody-called'

function turnCounter(command: CounterCommand, counter: CounterState): Decision {
  const data = { counter: command.counter }
  if (command.type === 'OpenCounter')
    return counter.open ? refuse('counter-open') : { events: [{ type: 'CounterOpened', data }] }
  if (!counter.open) return refuse('counter-closed')
  if (counter.ticket !== null) return refuse('counter-busy')
  return { events: [{ type: 'CounterClosed', data }] }
}

function callNext(
  command: Extract<Command, { type: 'CallNext' }>,
  state: OpenState,
  services: readonly string[],
  current: Ticket | undefined,
): Decision {
  const events: DomainEvent[] = []
  if (current) {
    const of = { ticket: current.id, number: current.number, counter: command.counter }
    if (current.state === 'called' && state.rules.nextWhileCalled === 'refuse') return refuse('not-started')
    if (state.rules.outcomeRequired && command.outcome === undefined) return refuse('outcome-required')
    const auto = current.state === 'called'
    if (auto) events.push({ type: 'ServiceStarted', data: { ...of, auto } })
    events.push({ type: 'ServiceFinished', data: { ...of, outcome: command.outcome ?? null, auto } })
  }
  const next = nextTicket(state, services)
  if (!next) return { events, refused: refusal('nobody-waiting') }
  events.push({
    type: 'TicketCalled',
    data: { ticket: next.id, number: next.number, counter: command.counter, service: next.service },
  })
  return happens(next.id, ...events)
}

/** The state after a decision: what `decide` gave, folded in. */
export function applyAll(state: State, events: readonly DomainEvent[], at: number): State {
  return events.reduce((present, event) => evolve(present, { ...event, at }), state)
}
