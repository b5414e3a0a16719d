/** Appointments: booked for today or a coming day, changed, cancelled. Checking in makes a ticket and is elsewhere. */
import { comingBooking, countComing, maxBookings, maxComingBookings, maxDaysAhead } from './bookings.ts'
import type { CommandOf } from './commands.ts'
import { isCode, isCodeTaken } from './decide-ahead.ts'
import { type Decision, refuse } from './decision.ts'
import { dateOf, daysLater, isoTime } from './local-time.ts'
import { refusal } from './refusals.ts'
import type { Booking, State } from './state.ts'

/** Taken while the hall is closed too: the server need not wait for the morning. */
export function book(command: CommandOf<'BookAppointment'>, state: State): Decision {
  const { code, service, bookedAt, at } = command
  const { rules, day } = state
  if (!rules) return refuse('day-closed')
  if (!isCode(code)) return refuse('bad-booking-code')
  if (!rules.services.some(({ id }) => id === service)) return refuse('unknown-service')
  const ofComing = comingBooking(state, code)
  if (!ofComing && !state.bookings.has(code) && isCodeTaken(state, code))
    return refuse(state.reservations.has(code) ? 'code-taken' : 'booking-used')
  const date = dateOf(bookedAt, rules.timeZone)
  const first = firstDay(state, dateOf(at, rules.timeZone))
  if (date < first) return refuse('booking-past')
  if (date > daysLater(first, maxDaysAhead)) return refuse('booking-too-far')
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

/** Says when it is: whoever stands there has come on the wrong day. */
export function isOfAnotherDay({ bookedAt }: Booking, timeZone: string): Decision {
  const local = isoTime(bookedAt, timeZone)
  const date = `${local.slice(8, 10)}/${local.slice(5, 7)}`
  const time = local.slice(11, 16)
  return {
    events: [],
    refused: {
      ...refusal('booking-other-day'),
      vi: `Lịch hẹn này là ngày ${date} lúc ${time}.`,
      en: `This appointment is on ${date} at ${time}.`,
    },
  }
}
