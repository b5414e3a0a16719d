/**
 * What an event makes of the state. Total: any event of a journal this program wrote is taken in without a
 * question; whether it was allowed was `decide`'s to say. A start replays from the last `DayOpened`, so that
 * event must not depend on anything before it.
 */
import { fromCarriedBookings, withBooking, withoutBooking } from './bookings.ts'
import { passedBy } from './calling-rule.ts'
import { fromCarried, withTaken } from './dossier-state.ts'
import type { EventData, TimedEvent } from './events.ts'
import type { Rules } from './rules.ts'
import {
  type CallRecord,
  type CounterState,
  initialState,
  type Leg,
  legOf,
  maxCallRecords,
  type Slip,
  type State,
  type Ticket,
  type TicketId,
  type Undo,
} from './state.ts'

export function evolve(state: State, event: TimedEvent): State {
  const next = step(state, event)
  return next.latestAt >= event.at ? next : { ...next, latestAt: event.at }
}

function step(state: State, event: TimedEvent): State {
  const { at } = event
  switch (event.type) {
    case 'SiteChanged':
      return { ...state, rules: event.data.rules, counters: countersOf(event.data.rules, state.counters) }
    case 'DayOpened': {
      const { rules, date } = event.data
      const dossier = fromCarried(event.data.dossier)
      const counters = countersOf(rules, new Map())
      const booked = fromCarriedBookings(event.data.bookings, date)
      return { ...initialState(), rules, day: date, lastDay: date, counters, dossier, ...booked }
    }
    case 'DayClosed':
      return { ...state, day: null, counters: mapValues(state.counters, closed) }
    case 'OfficerLoggedIn':
      return withCounter(state, event.data.counter, { officer: event.data.officer })
    case 'OfficerLoggedOut':
      return withCounter(state, event.data.counter, { officer: null })
    case 'CounterOpened':
      return withCounter(state, event.data.counter, { open: true, paused: null })
    case 'CounterPaused':
      return withCounter(state, event.data.counter, { paused: event.data.reason })
    case 'CounterResumed':
      return withCounter(state, event.data.counter, { paused: null })
    case 'CounterClosed':
      return withCounter(state, event.data.counter, { open: false, paused: null })
    case 'CounterServicesChanged':
      return withCounter(state, event.data.counter, { services: event.data.services })
    case 'AppointmentBooked': {
      const { date, ...booking } = event.data
      return { ...state, ...withBooking(state, booking, date) }
    }
    case 'AppointmentCancelled':
      return { ...state, ...withoutBooking(state, event.data.code) }
    case 'NumberReserved': {
      const { series, value, ...data } = event.data
      return {
        ...state,
        series: new Map(state.series).set(series, value),
        reservations: new Map(state.reservations).set(data.code, { ...data, series, value, reservedAt: at }),
      }
    }
    case 'ReservationEnded':
      return { ...state, reservations: without(state.reservations, event.data.code) }
    case 'DossierFiguresReceived':
      return { ...state, dossier: { ...state.dossier, figures: event.data } }
    case 'NoticePosted': {
      const others = state.dossier.notices.filter(({ id, until }) => id !== event.data.id && until > at)
      return { ...state, dossier: { ...state.dossier, notices: [...others, event.data] } }
    }
    case 'NoticeWithdrawn': {
      const notices = state.dossier.notices.filter(({ id }) => id !== event.data.id)
      return { ...state, dossier: { ...state.dossier, notices } }
    }
    case 'DossierCommandTaken':
      return { ...state, dossier: withTaken(state.dossier, event.data, at) }

    case 'TicketIssued':
      return issued(state, event.data, at)
    case 'SlipRequested': {
      const { copy, station, printer } = event.data
      const slip: Slip = { copy, station, printer, state: 'requested', requestedAt: at, at, reason: null }
      return withTicket(state, event.data.ticket, { slip })
    }
    case 'SlipStarted':
      return withSlip(state, event.data.ticket, { state: 'started', at })
    case 'SlipPrinted': {
      const { printedBy } = event.data
      const other = printedBy === undefined ? {} : { printer: printedBy }
      return withSlip(state, event.data.ticket, { state: 'printed', at, ...other })
    }
    case 'SlipFailed':
      return withSlip(state, event.data.ticket, { state: 'failed', at, reason: event.data.reason })
    case 'SlipUnknown':
      return withSlip(state, event.data.ticket, { state: 'unknown', at, reason: event.data.reason })
    case 'TicketClaimed':
      return withTicket(state, event.data.ticket, { confirmed: true })
    case 'TicketsLinked':
      return event.data.tickets.reduce(
        (present, id) => withTicket(present, id, { link: event.data.link }),
        state,
      )
    case 'TicketChanged': {
      const { ticket: id, service, class: ticketClass } = event.data
      return withLeg(state, id, { service }, { class: ticketClass })
    }

    case 'TicketCalled':
      return called(state, event.data, at)
    case 'TicketRecalled': {
      const { ticket: id, counter, calls } = event.data
      return withCall(withLeg(state, id, { lastCalledAt: at, calls }), {
        ticket: id,
        counter,
        at,
        recall: true,
      })
    }
    case 'ServiceStarted': {
      const { ticket: id, auto } = event.data
      return withLeg(state, id, { startedAt: at, startedBySystem: auto }, { state: 'serving' })
    }
    case 'ServiceFinished': {
      const { ticket: id, counter, outcome, dossiers, auto } = event.data
      const undoable = remember(state, id, counter, 'finish')
      const end = { end: 'finished', outcome, endedAt: at, endedBySystem: auto } as const
      const known = state.tickets.get(id)?.dossiers ?? []
      const finished = leave(undoable, id, end, { state: 'finished', dossiers: [...known, ...dossiers] })
      return withCounter(finished, counter, { lastFinished: id })
    }
    case 'TicketHeld': {
      const { ticket: id, counter } = event.data
      const held = withLeg(state, id, { heldSince: at }, { state: 'held' })
      return withCounter(held, counter, { ticket: null, undo: null })
    }
    case 'ServiceResumed': {
      const { ticket: id, counter } = event.data
      const officer = state.counters.get(counter)?.officer ?? null
      const resume = (leg: Leg) => ({
        ...leg,
        counter,
        officer,
        heldMs: leg.heldMs + (leg.heldSince === null ? 0 : at - leg.heldSince),
        heldSince: null,
      })
      const resumed = changeLeg(state, id, resume, { state: 'serving' })
      return withCounter(resumed, counter, { ticket: id, lastTicket: id, undo: null })
    }
    case 'TicketTransferred': {
      const { ticket: id, counter, service, tiedTo, creditStart, outcome, dossiers } = event.data
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
    case 'TicketUntied':
      return withTicket(state, event.data.ticket, { tiedTo: null })
    case 'TicketNoShow': {
      const { ticket: id, counter, auto } = event.data
      const undoable = remember(state, id, counter, 'no-show')
      const end = { end: 'no-show', endedAt: at, endedBySystem: auto } as const
      return leave(undoable, id, end, { state: 'no-show' })
    }
    case 'TicketReturned': {
      const { ticket: id, creditStart } = event.data
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
    case 'CallUndone':
    case 'NoShowUndone':
    case 'TransferUndone':
    case 'FinishUndone':
      return undone(state, event.data.counter)
    case 'TicketReopened': {
      const { ticket: id, counter } = event.data
      // The time away is no service time: it counts as held.
      const reopen = (leg: Leg) => ({
        ...leg,
        heldMs: leg.heldMs + (leg.endedAt === null ? 0 : at - leg.endedAt),
        end: null,
        endedAt: null,
        endedBySystem: false,
        outcome: null,
      })
      const reopened = changeLeg(state, id, reopen, { state: 'serving' })
      return withCounter(reopened, counter, { ticket: id, lastTicket: id, undo: null })
    }
    case 'VisitRated': {
      const { ticket: id, value, of, satisfied } = event.data
      return withLeg(state, id, { rating: { value, of, satisfied, at } })
    }
    case 'TicketVoided':
      return leave(
        state,
        event.data.ticket,
        { end: 'voided', endedAt: at },
        { state: 'voided', voidReason: event.data.reason },
      )
  }
}

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

function issued(state: State, data: EventData['TicketIssued'], at: number): State {
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

function called(state: State, data: EventData['TicketCalled'], at: number): State {
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

/**
 * The ticket's life and the counter as they were. Its paper and its companions stay as they are now: what was
 * printed since is printed, and what a visitor said was said. What others were overtaken by stays, and is only ever too much.
 */
function undone(state: State, counterId: string): State {
  const undo = state.counters.get(counterId)?.undo
  if (!undo) return state
  const { what, ticket: before, lastTicket } = undo
  const now = state.tickets.get(before.id) ?? before
  const legs = before.legs.map((leg, n) => ({ ...leg, rating: now.legs[n]?.rating ?? leg.rating }))
  const ticket: Ticket = { ...before, legs, slip: now.slip, confirmed: now.confirmed, link: now.link }
  const tickets = new Map(state.tickets).set(ticket.id, ticket)
  const current = what === 'call' ? null : ticket.id
  const calls =
    what === 'call'
      ? state.calls.filter((call) => call.ticket !== ticket.id || call.counter !== counterId)
      : state.calls
  return withCounter({ ...state, tickets, calls }, counterId, {
    ticket: current,
    lastTicket: what === 'call' ? lastTicket : ticket.id,
    undo: null,
  })
}

/** Notes how ticket and counter are, before they change. */
function remember(state: State, id: TicketId, counter: string, what: Undo['what']): State {
  const ticket = state.tickets.get(id)
  const present = state.counters.get(counter)
  if (!ticket || !present) return state
  return withCounter(state, counter, { undo: { what, ticket, lastTicket: present.lastTicket } })
}

/** Counters as the rules name them, keeping what is known of those that stay. */
function countersOf(rules: Rules, known: State['counters']): State['counters'] {
  return new Map(
    rules.counters.map(({ id, services }) => {
      const fresh = {
        open: false,
        paused: null,
        officer: null,
        services,
        ticket: null,
        lastTicket: null,
        lastFinished: null,
        undo: null,
      }
      return [id, { ...fresh, ...known.get(id), services }]
    }),
  )
}

const closed = (counter: CounterState): CounterState => ({
  ...counter,
  open: false,
  paused: null,
  officer: null,
  ticket: null,
  undo: null,
})

/** A third quicker than `new Map(map)`, which makes a pair of every entry; this is where a busy day's time goes. */
function copyOf<K, V>(map: ReadonlyMap<K, V>): Map<K, V> {
  const copy = new Map<K, V>()
  map.forEach((value, key) => {
    copy.set(key, value)
  })
  return copy
}

function change(state: State, id: TicketId, make: (ticket: Ticket) => Ticket): State {
  const ticket = state.tickets.get(id)
  return ticket ? { ...state, tickets: copyOf(state.tickets).set(id, make(ticket)) } : state
}
const withTicket = (state: State, id: TicketId, part: Partial<Ticket>): State =>
  change(state, id, (ticket) => ({ ...ticket, ...part }))

/** The present leg and, in the same copy of the tickets (which is what costs), the ticket itself. */
function changeLeg(state: State, id: TicketId, make: (leg: Leg) => Leg, part: Partial<Ticket> = {}): State {
  return change(state, id, (ticket) => ({
    ...ticket,
    ...part,
    legs: [...ticket.legs.slice(0, -1), make(legOf(ticket))],
  }))
}
const withLeg = (state: State, id: TicketId, leg: Partial<Leg>, part: Partial<Ticket> = {}): State =>
  changeLeg(state, id, (present) => ({ ...present, ...leg }), part)

function withSlip(state: State, id: TicketId, part: Partial<Slip> & Pick<Slip, 'state'>): State {
  return change(state, id, (ticket) => ({
    ...ticket,
    slip: ticket.slip && { ...ticket.slip, ...part },
    confirmed: ticket.confirmed || part.state === 'printed' || part.state === 'unknown',
  }))
}

function withCounter(state: State, id: string, part: Partial<CounterState>): State {
  const counter = state.counters.get(id)
  return counter ? { ...state, counters: new Map(state.counters).set(id, { ...counter, ...part }) } : state
}

function withCall(state: State, call: CallRecord): State {
  return { ...state, calls: [call, ...state.calls].slice(0, maxCallRecords) }
}

/** Ends the present leg and frees the counter that had the ticket. */
function leave(
  state: State,
  id: TicketId,
  leg: Partial<Leg>,
  part: Partial<Ticket> & Pick<Ticket, 'state'>,
): State {
  const counter = state.tickets.get(id)?.legs.at(-1)?.counter
  const end = (present: Leg) => ({
    ...present,
    ...leg,
    heldMs:
      present.heldMs +
      (present.heldSince === null ? 0 : (leg.endedAt ?? present.heldSince) - present.heldSince),
    heldSince: null,
  })
  const ended = changeLeg(state, id, end, part)
  return counter && state.counters.get(counter)?.ticket === id
    ? withCounter(ended, counter, { ticket: null })
    : ended
}

function mapValues<K, V>(map: ReadonlyMap<K, V>, make: (value: V) => V): ReadonlyMap<K, V> {
  return new Map([...map].map(([key, value]) => [key, make(value)]))
}

function without<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  const rest = new Map(map)
  rest.delete(key)
  return rest
}
