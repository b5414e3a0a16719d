/** Numbers: issue and check-in. */
import { comingBooking } from './bookings.ts'
import { mayIssue } from './calendar.ts'
import { queueOf } from './calling-rule.ts'
import type { CommandOf } from './commands.ts'
import { givenToday, isCode } from './decide-ahead.ts'
import { isOfAnotherDay, isOutOfHours } from './decide-booking.ts'
import { type Decision, happens, type OpenState, refuse } from './decision.ts'
import { dateOf, minuteOf } from './local-time.ts'
import { type TicketClass, ticketNumber } from './rules.ts'
import { hasEnded, type Reservation, type State, type Ticket } from './state.ts'

type Issue = CommandOf<'IssueTicket'> | CommandOf<'CheckIn'>
type Kind = {
  service: string
  class: TicketClass
  creditStart: number
  booking: Ticket['booking']
  link: string | null
  reserved?: Reservation
}

export function issue(command: CommandOf<'IssueTicket'>, state: OpenState): Decision {
  const { at, service } = command
  const earlier = repeated(command, service, state)
  if (earlier) return earlier
  if (!state.rules.services.some(({ id }) => id === service)) return refuse('unknown-service')
  const companion = command.link === undefined ? undefined : state.tickets.get(command.link)
  if (command.link !== undefined && (!companion || hasEnded(companion))) return refuse('unknown-ticket')
  const link = companion ? (companion.link ?? `link-${companion.id}`) : null
  const decision = give(
    command,
    {
      service,
      class: command.class ?? 'ordinary',
      creditStart: Math.max(at, state.latestAt),
      booking: null,
      link,
    },
    state,
  )
  if (!companion || companion.link !== null || link === null || decision.refused) return decision
  return {
    ...decision,
    events: [{ type: 'TicketsLinked', data: { tickets: [companion.id], link } }, ...decision.events],
  }
}

/**
 * A booked visitor's credit is the larger of the ordinary one from check-in and the appointment's from the booked
 * time; after the grace window it is the ordinary one. Either way the wait begins at check-in.
 */
export function checkIn(command: CommandOf<'CheckIn'>, state: OpenState): Decision {
  const { code, at, unverified } = command
  const reservation = state.reservations.get(code)
  if (reservation) return checkInReserved(command, reservation, state)
  const known = state.bookings.get(code)
  const otherDay = comingBooking(state, code) ?? (known ? undefined : state.missed.get(code))
  if (otherDay) return isOfAnotherDay(otherDay, state)
  const booking = known ?? unverified
  if (!booking) {
    const used = [...state.tickets.values()].find(
      ({ booking: by, reserved }) => (by?.code ?? reserved?.code) === code,
    )
    if (used && command.requestId !== undefined && state.requests.get(command.requestId) === used.id)
      return happens(used.id)
    return refuse(used ? 'booking-used' : 'unknown-booking')
  }
  if (!isCode(code)) return refuse('bad-booking-code')
  const { service, bookedAt } = booking
  const earlier = repeated(command, service, state)
  if (earlier) return earlier
  if ([...state.tickets.values()].some((ticket) => ticket.booking?.code === code))
    return refuse('booking-used')
  if (!state.rules.services.some(({ id }) => id === service)) return refuse('unknown-service')
  const now = Math.max(at, state.latestAt)
  const inGrace = at - bookedAt <= state.rules.bookingGraceMinutes * 60_000
  const decision = give(
    command,
    {
      service,
      class: inGrace ? 'booked' : 'ordinary',
      creditStart: inGrace ? Math.min(now, bookedAt) : now,
      booking: { code, bookedAt, verified: known !== undefined },
      link: null,
    },
    state,
  )
  const { refused } = decision
  return refused && known && (refused.code === 'service-not-yet' || refused.code === 'service-cut-off')
    ? isOutOfHours(refused.code, known, state)
    : decision
}

/** The number is known already; the wait begins now. */
function checkInReserved(command: CommandOf<'CheckIn'>, reserved: Reservation, state: OpenState): Decision {
  const { service } = reserved
  const earlier = repeated(command, service, state)
  if (earlier) return earlier
  const creditStart = Math.max(command.at, state.latestAt)
  return give(
    { ...command, newTicket: reserved.ticket, source: reserved.source },
    { service, class: reserved.class, creditStart, booking: null, link: null, reserved },
    state,
  )
}

/** The answer to a request that was carried out before. */
function repeated({ requestId }: Issue, service: string, state: State): Decision | undefined {
  const earlier = state.tickets.get(requestId === undefined ? '' : (state.requests.get(requestId) ?? ''))
  if (!earlier) return undefined
  return earlier.legs[0]?.service === service ? happens(earlier.id) : refuse('request-reused')
}

/** Whether a number of the service is given to anybody now: what a button's ring says. */
export function isIssuing(state: OpenState, service: string, at: number): boolean {
  const rule = state.rules.services.find(({ id }) => id === service)
  return (
    rule !== undefined && !rule.closed && byHours(state, service, at, givenToday(state, service)) === 'open'
  )
}

function byHours({ rules, day }: OpenState, service: string, at: number, given: number) {
  // By the open day's date: a clock that was set back must not reopen yesterday's sessions.
  const today = dateOf(at, rules.timeZone) === day
  return mayIssue(rules.calendar, service, day, today ? minuteOf(at, rules.timeZone) : 0, given)
}

function give(command: Issue, { reserved, ...kind }: Kind, state: OpenState): Decision {
  const { at, newTicket, slip } = command
  const { rules } = state
  const rule = rules.services.find(({ id }) => id === kind.service)
  const series = rules.series.find(({ id }) => id === rule?.series)
  if (!rule || !series) return refuse('unknown-service')
  if (rule.closed && !reserved) return refuse('service-closed')
  // A number given ahead was counted when it was given.
  const may = byHours(state, kind.service, at, givenToday(state, kind.service) - (reserved ? 1 : 0))
  if (may !== 'open') return refuse(may)
  if (slip && !slip.ready) return refuse('printer-down')
  const value = reserved?.value ?? (state.series.get(series.id) ?? 0) + 1
  return happens(newTicket, {
    type: 'TicketIssued',
    data: {
      ticket: newTicket,
      number: reserved?.number ?? ticketNumber(series, value),
      source: command.source,
      series: reserved?.series ?? series.id,
      value,
      order: state.tickets.size + 1,
      ...kind,
      ahead: aheadOfNew(state, kind, at),
      estimate: command.estimate ?? null,
      requestId: command.requestId ?? null,
      slip: slip ? { station: slip.station, printer: slip.printer } : null,
      ...(reserved ? { reserved: { code: reserved.code, at: reserved.reservedAt } } : {}),
    },
  })
}

/** Who has more credit, or came first: a booking may come in before some who wait. */
function aheadOfNew(
  state: OpenState,
  { service, class: ticketClass, creditStart }: Kind,
  at: number,
): number {
  const rate = (one: TicketClass) => state.rules.classes.find(({ id }) => id === one)?.rate ?? 1
  const own = rate(ticketClass) * Math.max(0, at - creditStart)
  return queueOf(state, service, at).filter((ticket) => {
    const credit = rate(ticket.class) * Math.max(0, at - ticket.creditStart)
    return credit > own || (credit === own && ticket.creditStart <= creditStart)
  }).length
}
