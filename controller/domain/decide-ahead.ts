/**
 * Numbers given ahead: asked for by the portal or the greeter's software before the visitor is here. Such a
 * number is a reservation and no ticket: nobody waits, nothing is called, no figure counts it. Check-in makes
 * the ticket, and its wait begins then.
 */
import { comingBooking } from './bookings.ts'
import { mayIssue } from './calendar.ts'
import type { CommandOf } from './commands.ts'
import { type Decision, happens, type OpenState, refuse } from './decision.ts'
import { dateOf, minuteOf } from './local-time.ts'
import { ticketNumber } from './rules.ts'
import { maxReservations, type State } from './state.ts'

export const isCode = (text: string): boolean => /^[A-Za-z0-9-]{4,40}$/.test(text)

/** Given today for a service: tickets that began there, and numbers whose holders are not here yet. */
export function givenToday(state: State, service: string): number {
  let given = 0
  for (const { legs } of state.tickets.values()) if (legs[0]?.service === service) given++
  for (const reservation of state.reservations.values()) if (reservation.service === service) given++
  return given
}

/** The code is known already: an appointment's, a reservation's, or one that checked in. */
export function isCodeTaken(state: State, code: string): boolean {
  if (state.bookings.has(code) || state.reservations.has(code) || comingBooking(state, code)) return true
  return [...state.tickets.values()].some(
    ({ booking, reserved }) => (booking?.code ?? reserved?.code) === code,
  )
}

export function reserve(command: CommandOf<'ReserveNumber'>, state: OpenState): Decision {
  const { at, code, service, newTicket } = command
  const { rules } = state
  if (!isCode(code)) return refuse('bad-booking-code')
  const rule = rules.services.find(({ id }) => id === service)
  const series = rules.series.find(({ id }) => id === rule?.series)
  if (!rule || !series) return refuse('unknown-service')
  const ticketClass = command.class ?? 'ordinary'
  if (!rules.classes.some(({ id }) => id === ticketClass)) return refuse('unknown-class')
  if (isCodeTaken(state, code)) return refuse('code-taken')
  if (state.reservations.size >= maxReservations) return refuse('too-many-reservations')
  if (rule.closed) return refuse('service-closed')
  const minute = dateOf(at, rules.timeZone) === state.day ? minuteOf(at, rules.timeZone) : 0
  const may = mayIssue(rules.calendar, service, state.day, minute, givenToday(state, service))
  // Before the session a number may be given: its holder queues from check-in, not from now.
  if (may !== 'open' && may !== 'service-not-yet') return refuse(may)
  if (may === 'service-not-yet') {
    const limit = rules.calendar.services[service]?.dailyLimit ?? null
    if (limit !== null && givenToday(state, service) >= limit) return refuse('daily-limit')
  }
  const value = (state.series.get(series.id) ?? 0) + 1
  return happens(newTicket, {
    type: 'NumberReserved',
    data: {
      ticket: newTicket,
      number: ticketNumber(series, value),
      code,
      service,
      class: ticketClass,
      source: command.source,
      series: series.id,
      value,
    },
  })
}

export function cancelReservation({ code }: CommandOf<'CancelReservation'>, state: OpenState): Decision {
  const reservation = state.reservations.get(code)
  if (!reservation) return refuse(isCodeTaken(state, code) ? 'booking-used' : 'unknown-reservation')
  const { ticket, number } = reservation
  return happens(ticket, {
    type: 'ReservationEnded',
    data: { ticket, number, code, reason: 'cancelled' },
  })
}
