/** What happens to one ticket, from its issue to its end, makes of the state. */
import { passedBy } from './calling-rule.ts'
import type { EventData } from './events.ts'
import { remember } from './evolve-undo.ts'
import type { Leg, State, Ticket, Undo } from './state.ts'
import { change, changeLeg, copyOf, leave, withCall, withCounter, withLeg, without } from './state-copies.ts'

function newLeg(service: string, at: number): Leg {
  return {
    service,
    enteredAt: at,
    counter: null,
    officer: null,
    calledAt: null,
    lastCalledAt: null,
    calls: 0,
    startedAt: null,
    startedBySystem: false,
    heldMs: 0,
    heldSince: null,
    endedAt: null,
    endedBySystem: false,
    rating: null,
    end: null,
    outcome: null,
  }
}

export function issued(state: State, data: EventData['TicketIssued'], at: number): State {
  const {
    ticket: id,
    number,
    source,
    order,
    creditStart,
    booking,
    link,
    slip,
    series,
    value,
    requestId,
  } = data
  const ticket: Ticket = {
    id,
    number,
    source,
    class: data.class,
    order,
    issuedAt: at,
    state: 'waiting',
    creditStart,
    overtakes: 0,
    tiedTo: null,
    link,
    booking,
    reserved: data.reserved ?? null,
    estimate: data.estimate,
    slip: slip && { ...slip, copy: 0, state: 'requested', requestedAt: at, at, reason: null },
    confirmed: slip === null,
    returns: 0,
    legs: [newLeg(data.service, at)],
    dossiers: [],
    voidReason: null,
  }
  return {
    ...state,
    // A number given ahead does not set the series back.
    series: data.reserved ? state.series : new Map(state.series).set(series, value),
    tickets: copyOf(state.tickets).set(id, ticket),
    requests: requestId === null ? state.requests : new Map(state.requests).set(requestId, id),
    bookings: booking ? without(state.bookings, booking.code) : state.bookings,
    reservations: data.reserved ? without(state.reservations, data.reserved.code) : state.reservations,
  }
}

export function called(state: State, data: EventData['TicketCalled'], at: number): State {
  const { ticket: id, counter, officer } = data
  const present = state.counters.get(counter)
  const ticket = state.tickets.get(id)
  if (!present || !ticket) return state
  const undo: Undo = { what: 'call', ticket, lastTicket: present.lastTicket }
  const call = (leg: Leg) => ({
    ...leg,
    counter,
    officer,
    calledAt: leg.calledAt ?? at,
    lastCalledAt: at,
    calls: 1,
  })
  const calledNow = changeLeg(state, id, call, { state: 'called' })
  const passed = passedBy(state, { id: counter, services: present.services }, ticket)
  const overtaken =
    passed.length === 0 ? calledNow : { ...calledNow, tickets: overtakenOnce(calledNow.tickets, passed) }
  return withCounter(withCall(overtaken, { ticket: id, counter, at, recall: false }), counter, {
    ticket: id,
    lastTicket: id,
    undo,
  })
}

function overtakenOnce(tickets: State['tickets'], passed: readonly Ticket[]): State['tickets'] {
  const after = copyOf(tickets)
  for (const other of passed) after.set(other.id, { ...other, overtakes: other.overtakes + 1 })
  return after
}

export function recalled(state: State, data: EventData['TicketRecalled'], at: number): State {
  const { ticket: id, counter, calls } = data
  return withCall(withLeg(state, id, { lastCalledAt: at, calls }), {
    ticket: id,
    counter,
    at,
    recall: true,
  })
}

export function finished(state: State, data: EventData['ServiceFinished'], at: number): State {
  const { ticket: id, counter, outcome, dossiers, auto } = data
  const undoable = remember(state, id, counter, 'finish')
  const end = { end: 'finished', outcome, endedAt: at, endedBySystem: auto } as const
  const known = state.tickets.get(id)?.dossiers ?? []
  const ended = leave(undoable, id, end, { state: 'finished', dossiers: [...known, ...dossiers] })
  return withCounter(ended, counter, { lastFinished: id })
}

export function held(state: State, data: EventData['TicketHeld'], at: number): State {
  const { ticket: id, counter } = data
  const after = withLeg(state, id, { heldSince: at }, { state: 'held' })
  return withCounter(after, counter, { ticket: null, undo: null })
}

export function resumed(state: State, data: EventData['ServiceResumed'], at: number): State {
  const { ticket: id, counter } = data
  const officer = state.counters.get(counter)?.officer ?? null
  const resume = (leg: Leg) => ({
    ...leg,
    counter,
    officer,
    heldMs: leg.heldMs + (leg.heldSince === null ? 0 : at - leg.heldSince),
    heldSince: null,
  })
  const after = changeLeg(state, id, resume, { state: 'serving' })
  return withCounter(after, counter, { ticket: id, lastTicket: id, undo: null })
}

export function transferred(state: State, data: EventData['TicketTransferred'], at: number): State {
  const { ticket: id, counter, service, tiedTo, creditStart, outcome, dossiers } = data
  const undoable = remember(state, id, counter, 'transfer')
  const left = leave(undoable, id, { end: 'transferred', outcome, endedAt: at }, { state: 'waiting' })
  return change(left, id, (ticket) => ({
    ...ticket,
    tiedTo,
    creditStart,
    overtakes: 0,
    legs: [...ticket.legs, newLeg(service, at)],
    dossiers: [...ticket.dossiers, ...dossiers],
  }))
}

export function noShow(state: State, data: EventData['TicketNoShow'], at: number): State {
  const { ticket: id, counter, auto } = data
  const undoable = remember(state, id, counter, 'no-show')
  const end = { end: 'no-show', endedAt: at, endedBySystem: auto } as const
  return leave(undoable, id, end, { state: 'no-show' })
}

export function returned(state: State, data: EventData['TicketReturned']): State {
  const { ticket: id, creditStart } = data
  const back = change(state, id, (ticket) => ({
    ...ticket,
    state: 'waiting',
    creditStart,
    overtakes: 0,
    returns: ticket.returns + 1,
  }))
  return withLeg(back, id, {
    counter: null,
    end: null,
    endedAt: null,
    endedBySystem: false,
    calls: 0,
    lastCalledAt: null,
  })
}

export function reopened(state: State, data: EventData['TicketReopened'], at: number): State {
  const { ticket: id, counter } = data
  // The time away is no service time: it counts as held.
  const reopen = (leg: Leg) => ({
    ...leg,
    heldMs: leg.heldMs + (leg.endedAt === null ? 0 : at - leg.endedAt),
    end: null,
    endedAt: null,
    endedBySystem: false,
    outcome: null,
  })
  const after = changeLeg(state, id, reopen, { state: 'serving' })
  return withCounter(after, counter, { ticket: id, lastTicket: id, undo: null })
}
