/** Numbers and paper: issue, check-in, slips, links, the wrong button, void. */

import { comingBooking } from './bookings.ts'
import { mayIssue } from './calendar.ts'
import { queueOf } from './calling-rule.ts'
import type { CommandOf } from './commands.ts'
import { givenToday, isCode } from './decide-ahead.ts'
import { isOfAnotherDay } from './decide-booking.ts'
import { type Decision, happens, type OpenState, refuse } from './decision.ts'
import type { DomainEvent } from './events.ts'
import { dateOf, minuteOf } from './local-time.ts'
import { type TicketClass, ticketNumber } from './rules.ts'
import { hasEnded, isUnclaimed, type Reservation, type State, serviceOf, type Ticket } from './state.ts'

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
  const otherDay = comingBooking(state, code)
  if (otherDay) return isOfAnotherDay(otherDay, state.rules.timeZone)
  const known = state.bookings.get(code)
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
  return give(
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

export function reprint(
  { ticket: id, station, printer, ready }: CommandOf<'ReprintSlip'>,
  state: OpenState,
): Decision {
  const ticket = state.tickets.get(id)
  if (!ticket) return refuse('unknown-ticket')
  if (hasEnded(ticket)) return refuse('already-ended')
  if (ticket.slip?.state === 'requested' || ticket.slip?.state === 'started') return refuse('slip-under-way')
  if (!ready) return refuse('printer-down')
  const copy = ticket.slip ? ticket.slip.copy + 1 : 1
  return happens(id, {
    type: 'SlipRequested',
    data: { ticket: id, number: ticket.number, copy, station, printer },
  })
}

export function startSlip({ ticket: id, copy }: CommandOf<'StartSlip'>, state: OpenState): Decision {
  const ticket = state.tickets.get(id)
  if (!ticket?.slip) return refuse('unknown-ticket')
  if (ticket.slip.copy !== copy || ticket.slip.state !== 'requested') return refuse('slip-settled')
  // A slip for a ticket that has ended meanwhile would send its holder to a counter for nothing.
  if (hasEnded(ticket)) return refuse('already-ended')
  return happens(id, { type: 'SlipStarted', data: ofSlip(ticket, ticket.slip) })
}

/** Why a slip failed, where nobody gave a code. */
export const unknownFault = 'unknown-fault'
const isReasonCode = (text: string): boolean => /^[A-Za-z0-9._-]{1,60}$/.test(text)

/** Allowed after the day's end too: the paper's fate is known when it is known. */
export function endSlip(
  { ticket: id, copy, outcome, reason, printedBy }: CommandOf<'EndSlip'>,
  state: State,
): Decision {
  const ticket = state.tickets.get(id)
  if (!ticket?.slip) return refuse('unknown-ticket')
  const { slip } = ticket
  const pending = slip.state === 'started' || (slip.state === 'requested' && outcome === 'failed')
  if (slip.copy !== copy || !pending) return refuse('slip-settled')
  const of = ofSlip(ticket, slip)
  if (outcome === 'printed') {
    const other = printedBy !== undefined && printedBy !== slip.printer ? { printedBy } : {}
    return happens(id, { type: 'SlipPrinted', data: { ...of, ...other } })
  }
  // A station may be of another make: its words are no code, and may tell of more than paper.
  const data = { ...of, reason: isReasonCode(reason) ? reason : unknownFault }
  return happens(id, { type: outcome === 'failed' ? 'SlipFailed' : 'SlipUnknown', data })
}

const ofSlip = (ticket: Ticket, slip: { copy: number; station: string; printer: string }) => ({
  ticket: ticket.id,
  number: ticket.number,
  copy: slip.copy,
  station: slip.station,
  printer: slip.printer,
})

export function claim({ ticket: id }: CommandOf<'ClaimTicket'>, state: OpenState): Decision {
  const ticket = state.tickets.get(id)
  if (!ticket) return refuse('unknown-ticket')
  if (!isUnclaimed(ticket)) return refuse('not-unclaimed')
  return happens(id, { type: 'TicketClaimed', data: { ticket: id, number: ticket.number } })
}

/** One person, several services: none is called while another is at a counter; each keeps its place. */
export function linkTickets({ tickets }: CommandOf<'LinkTickets'>, state: OpenState): Decision {
  const ids = [...new Set(tickets)]
  const found = ids.map((id) => state.tickets.get(id))
  if (ids.length < 2) return refuse('link-needs-two')
  if (found.some((ticket) => !ticket)) return refuse('unknown-ticket')
  const live = found.filter((ticket) => ticket !== undefined)
  if (live.some((ticket) => ticket.state !== 'waiting')) return refuse('not-waiting')
  const link = live.find((ticket) => ticket.link !== null)?.link ?? `link-${ids[0]}`
  return { events: [{ type: 'TicketsLinked', data: { tickets: ids, link } }] }
}

/** The wrong button: service or class change, the issue time and the number stay. */
export function changeTicket(command: CommandOf<'ChangeTicket'>, state: OpenState): Decision {
  const ticket = state.tickets.get(command.ticket)
  if (!ticket) return refuse('unknown-ticket')
  if (ticket.state !== 'waiting') return refuse('not-waiting')
  if (!state.rules.changeReasons.some(({ code }) => code === command.reason)) return refuse('unknown-reason')
  const service = command.service ?? serviceOf(ticket)
  const ticketClass = command.class ?? ticket.class
  if (!state.rules.services.some(({ id }) => id === service)) return refuse('unknown-service')
  if (!state.rules.classes.some(({ id }) => id === ticketClass)) return refuse('unknown-class')
  if (service === serviceOf(ticket) && ticketClass === ticket.class) return refuse('nothing-to-change')
  const data = {
    ticket: ticket.id,
    number: ticket.number,
    service,
    class: ticketClass,
    reason: command.reason,
  }
  return happens(ticket.id, { type: 'TicketChanged', data })
}

export function voidTicket({ ticket: id, reason }: CommandOf<'VoidTicket'>, state: OpenState): Decision {
  const ticket = state.tickets.get(id)
  if (!ticket) return refuse('unknown-ticket')
  if (hasEnded(ticket)) return refuse('already-ended')
  if (ticket.state !== 'waiting') return refuse('not-waiting')
  if (!state.rules.voidReasons.some(({ code }) => code === reason)) return refuse('unknown-reason')
  return happens(id, { type: 'TicketVoided', data: { ticket: id, number: ticket.number, reason } })
}

export function voidUnclaimed({ at }: CommandOf<'VoidUnclaimed'>, state: State): Decision {
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
