/** Appointments: booked for today or a coming day, changed, cancelled. Checking in makes a ticket and is elsewhere. */
import { comingBooking, countComing, maxBookings, maxComingBookings, maxDaysAhead } from './bookings.ts'
import { sessionsOf } from './calendar.ts'
import type { CommandOf } from './commands.ts'
import { isCode, isCodeTaken } from './decide-ahead.ts'
import { type Decision, type OpenState, refuse } from './decision.ts'
import { dateOf, daysLater, isoTime, minuteOf } from './local-time.ts'
import { type RefusalCode, refusal } from './refusals.ts'
import type { Booking, State } from './state.ts'

/** Taken while the hall is closed too: the server need not wait for the morning. */
export function book(command: CommandOf<'BookAppointment'>, state: State): Decision {
  const { code, service, bookedAt, at } = command
  const { rules, day } = state
  if (!rules) return refuse('day-closed')
  if (!isCode(code)) return refuse('bad-booking-code')
  const offered = rules.services.find(({ id }) => id === service)
  if (!offered) return refuse('unknown-service')
  if (offered.closed) return refuse('booking-service-closed')
  const ofComing = comingBooking(state, code)
  if (!ofComing && !state.bookings.has(code) && isCodeTaken(state, code))
    return refuse(state.reservations.has(code) ? 'code-taken' : 'booking-used')
  const date = dateOf(bookedAt, rules.timeZone)
  const first = firstDay(state, dateOf(at, rules.timeZone))
  if (date < first) return refuse('booking-past')
  if (date > daysLater(first, maxDaysAhead)) return refuse('booking-too-far')
  const sessions = sessionsOf(rules.calendar, service, date)
  if (sessions.length === 0) return refuse('booking-closed-day')
  const minute = minuteOf(bookedAt, rules.timeZone)
  if (!sessions.some(({ from, to }) => from <= minute && minute < to)) return refuse('booking-out-of-hours')
  const thatDay = date === day ? state.bookings : state.coming.get(date)
  if (!thatDay?.has(code) && (thatDay?.size ?? 0) >= maxBookings) return refuse('too-many-bookings')
  if (date !== day && !ofComing && countComing(state) >= maxComingBookings)
    return refuse('too-many-coming-bookings')
  const data = { code, service, bookedAt, ...(date === day ? {} : { date }) }
  return { events: [{ type: 'AppointmentBooked', data }] }
}

/** The open day, or the first that can still be opened. */
function firstDay({ day, lastDay }: State, today: string): string {
  if (day !== null) return day
  return lastDay !== null && lastDay >= today ? daysLater(lastDay, 1) : today
}

export function cancelBooking({ code }: CommandOf<'CancelAppointment'>, state: State): Decision {
  const today = state.day !== null && state.bookings.has(code)
  if (!today && !comingBooking(state, code)) return refuse('unknown-booking')
  return { events: [{ type: 'AppointmentCancelled', data: { code } }] }
}

/** Says when it is, or was: whoever stands there has come on the wrong day. */
export function isOfAnotherDay({ bookedAt }: Booking, { rules, day }: OpenState): Decision {
  const date = dateOf(bookedAt, rules.timeZone)
  const { date: written, time } = inWords(bookedAt, rules.timeZone, day)
  const isPast = date < day
  return refuseBooked(isPast ? 'booking-past' : 'booking-other-day', bookedAt, {
    vi: `Lịch hẹn này là ngày ${written} lúc ${time}${isPast ? ', đã qua' : ''}.`,
    en: `This appointment ${isPast ? 'was' : 'is'} on ${written} at ${time}.`,
  })
}

/** Of today, but no number is given now: too early for the service's hours, or too late. */
export function isOutOfHours(code: RefusalCode, { bookedAt }: Booking, { rules, day }: OpenState): Decision {
  const { vi, en } = refusal(code)
  const { time } = inWords(bookedAt, rules.timeZone, day)
  return refuseBooked(code, bookedAt, {
    vi: `${vi} Lịch hẹn này là hôm nay lúc ${time}.`,
    en: `${en} This appointment is today at ${time}.`,
  })
}

const refuseBooked = (code: RefusalCode, bookedAt: number, words: { vi: string; en: string }): Decision => ({
  events: [],
  refused: { code, ...words, bookedAt },
})

/** "27/11", with the year when it is not this one, and "08:30". */
function inWords(at: number, timeZone: string, today: string): { date: string; time: string } {
  const local = isoTime(at, timeZone)
  const year = local.slice(0, 4) === today.slice(0, 4) ? '' : `/${local.slice(0, 4)}`
  return { date: `${local.slice(8, 10)}/${local.slice(5, 7)}${year}`, time: local.slice(11, 16) }
}
