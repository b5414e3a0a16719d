/**
 * What an event makes of the state. Total: any event of a journal this program wrote is taken in without a
 * question; whether it was allowed was `decide`'s to say. A start replays from the last `DayOpened`, so that
 * event must not depend on anything before it.
 */
import { fromCarriedBookings, fromMissed, withBooking, withoutBooking } from './bookings.ts'
import { fromCarried, withTaken } from './dossier-state.ts'
import type { TimedEvent } from './events.ts'
import {
  called,
  finished,
  held,
  issued,
  noShow,
  recalled,
  reopened,
  resumed,
  returned,
  transferred,
} from './evolve-ticket.ts'
import { undone } from './evolve-undo.ts'
import type { Rules } from './rules.ts'
import { type CounterState, initialState, type Slip, type State } from './state.ts'
import { leave, mapValues, withCounter, withLeg, without, withSlip, withTicket } from './state-copies.ts'

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
      const missed = fromMissed(event.data.missed)
      return { ...initialState(), rules, day: date, lastDay: date, counters, dossier, ...booked, missed }
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
    case 'TicketRecalled':
      return recalled(state, event.data, at)
    case 'ServiceStarted': {
      const { ticket: id, auto } = event.data
      return withLeg(state, id, { startedAt: at, startedBySystem: auto }, { state: 'serving' })
    }
    case 'ServiceFinished':
      return finished(state, event.data, at)
    case 'TicketHeld':
      return held(state, event.data, at)
    case 'ServiceResumed':
      return resumed(state, event.data, at)
    case 'TicketTransferred':
      return transferred(state, event.data, at)
    case 'TicketUntied':
      return withTicket(state, event.data.ticket, { tiedTo: null })
    case 'TicketNoShow':
      return noShow(state, event.data, at)
    case 'TicketReturned':
      return returned(state, event.data)
    case 'CallUndone':
    case 'NoShowUndone':
    case 'TransferUndone':
    case 'FinishUndone':
      return undone(state, event.data.counter)
    case 'TicketReopened':
      return reopened(state, event.data, at)
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
