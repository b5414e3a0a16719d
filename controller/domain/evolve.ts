/**
 * What an event makes of the state. Total: any event of a journal this program wrote is taken in without a
 * question; whether it was allowed was `decide`'s to say. A start replays from the last `DayOpened`, so that
 * event must not depend on anything before it.
 */
import type { TimedEvent } from './events.ts'
import type { Rules } from './rules.ts'
import {
  type CallRecord,
  type CounterState,
  maxCallRecords,
  type Slip,
  type State,
  type Ticket,
  type TicketId,
} from './state.ts'

export function evolve(state: State, event: TimedEvent): State {
  const { at } = event
  switch (event.type) {
    case 'SiteChanged':
      return { ...state, rules: event.data.rules, counters: countersOf(event.data.rules, state.counters) }
    case 'DayOpened':
      return {
        rules: event.data.rules,
        day: event.data.date,
        lastDay: event.data.date,
        series: new Map(),
        tickets: new Map(),
        requests: new Map(),
        counters: countersOf(event.data.rules, new Map()),
        calls: [],
      }
    case 'DayClosed':
      return { ...state, day: null, counters: mapValues(state.counters, closed) }
    case 'CounterOpened':
      return withCounter(state, event.data.counter, (counter) => ({ ...counter, open: true }))
    case 'CounterClosed':
      return withCounter(state, event.data.counter, (counter) => ({ ...counter, open: false }))
    case 'TicketIssued': {
      const { ticket: id, number, service, source, order, series, value, requestId, slip } = event.data
      const ticket: Ticket = {
        id,
        number,
        service,
        source,
        order,
        issuedAt: at,
        state: 'waiting',
        slip: slip && { ...slip, copy: 0, state: 'requested', requestedAt: at, at, reason: null },
        confirmed: slip === null,
        counter: null,
        calledAt: null,
        lastCalledAt: null,
        calls: 0,
        startedAt: null,
        startedBySystem: false,
        endedAt: null,
        endedBySystem: false,
        outcome: null,
        voidReason: null,
      }
      return {
        ...state,
        series: new Map(state.series).set(series, value),
        tickets: new Map(state.tickets).set(id, ticket),
        requests: requestId === null ? state.requests : new Map(state.requests).set(requestId, id),
      }
    }
    case 'SlipRequested': {
      const { copy, station, printer } = event.data
      const slip: Slip = { copy, station, printer, state: 'requested', requestedAt: at, at, reason: null }
      return withTicket(state, event.data.ticket, (ticket) => ({ ...ticket, slip }))
    }
    case 'SlipStarted':
      return withSlip(state, event.data.ticket, { state: 'started', at })
    case 'SlipPrinted':
      return withSlip(state, event.data.ticket, { state: 'printed', at })
    case 'SlipFailed':
      return withSlip(state, event.data.ticket, { state: 'failed', at, reason: event.data.reason })
    case 'SlipUnknown':
      return withSlip(state, event.data.ticket, { state: 'unknown', at, reason: event.data.reason })
    case 'TicketClaimed':
      return withTicket(state, event.data.ticket, (ticket) => ({ ...ticket, confirmed: true }))
    case 'TicketCalled': {
      const { ticket: id, counter } = event.data
      const called = withTicket(state, id, (ticket) => ({
        ...ticket,
        state: 'called',
        counter,
        calledAt: ticket.calledAt ?? at,
        lastCalledAt: at,
        calls: 1,
      }))
      return withCounter(
        withCall(called, { ticket: id, counter, at, recall: false }),
        counter,
        (present) => ({ ...present, ticket: id, lastTicket: id }),
      )
    }
    case 'TicketRecalled': {
      const { ticket: id, counter, calls } = event.data
      const recalled = withTicket(state, id, (ticket) => ({ ...ticket, lastCalledAt: at, calls }))
      return withCall(recalled, { ticket: id, counter, at, recall: true })
    }
    case 'ServiceStarted':
      return withTicket(state, event.data.ticket, (ticket) => ({
        ...ticket,
        state: 'serving',
        startedAt: at,
        startedBySystem: event.data.auto,
      }))
    case 'ServiceFinished':
      return leaveCounter(state, event.data.ticket, {
        state: 'finished',
        endedAt: at,
        endedBySystem: event.data.auto,
        outcome: event.data.outcome,
      })
    case 'TicketNoShow':
      return leaveCounter(state, event.data.ticket, {
        state: 'no-show',
        endedAt: at,
        endedBySystem: event.data.auto,
      })
    case 'TicketVoided':
      return leaveCounter(state, event.data.ticket, {
        state: 'voided',
        endedAt: at,
        voidReason: event.data.reason,
      })
  }
}

/** Counters as the rules name them, keeping what is known of those that stay. */
function countersOf(rules: Rules, known: State['counters']): State['counters'] {
  return new Map(
    rules.counters.map(({ id }) => [id, known.get(id) ?? { open: false, ticket: null, lastTicket: null }]),
  )
}

const closed = (counter: CounterState): CounterState => ({ ...counter, open: false, ticket: null })

function withTicket(state: State, id: TicketId, change: (ticket: Ticket) => Ticket): State {
  const ticket = state.tickets.get(id)
  return ticket ? { ...state, tickets: new Map(state.tickets).set(id, change(ticket)) } : state
}

function withSlip(state: State, id: TicketId, change: Partial<Slip> & Pick<Slip, 'state'>): State {
  return withTicket(state, id, (ticket) => ({
    ...ticket,
    slip: ticket.slip && { ...ticket.slip, ...change },
    confirmed: ticket.confirmed || change.state === 'printed' || change.state === 'unknown',
  }))
}

function withCounter(state: State, id: string, change: (counter: CounterState) => CounterState): State {
  const counter = state.counters.get(id)
  return counter ? { ...state, counters: new Map(state.counters).set(id, change(counter)) } : state
}

function withCall(state: State, call: CallRecord): State {
  return { ...state, calls: [call, ...state.calls].slice(0, maxCallRecords) }
}

/** Ends a ticket and frees the counter that had it. */
function leaveCounter(state: State, id: TicketId, change: Partial<Ticket>): State {
  const ticket = state.tickets.get(id)
  const ended = withTicket(state, id, (present) => ({ ...present, ...change }))
  if (!ticket?.counter || state.counters.get(ticket.counter)?.ticket !== id) return ended
  return withCounter(ended, ticket.counter, (counter) => ({ ...counter, ticket: null }))
}

function mapValues<K, V>(map: ReadonlyMap<K, V>, change: (value: V) => V): ReadonlyMap<K, V> {
  return new Map([...map].map(([key, value]) => [key, change(value)]))
}
