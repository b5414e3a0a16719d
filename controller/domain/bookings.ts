/**
 * Appointments that are kept: today's, by date those of coming days, and for a while those that nobody came for, so
 * that whoever comes late is told when it was. They outlive the day: `DayOpened` carries them. The coming ones stand
 * by date, so that one more costs no copy of all.
 */
import type { Booking, State } from './state.ts'

/** As they stand in `DayOpened`, in order of date. */
export type CarriedBookings = { date: string; appointments: Booking[] }[]
export type Bookings = Pick<State, 'bookings' | 'coming'>

/** Of one day. */
export const maxBookings = 2000
/** Of all coming days together. */
export const maxComingBookings = 20_000
export const maxDaysAhead = 60
/** Of all days that are over together; the newest are kept. */
export const maxMissedBookings = 2000
export const missedKeptDays = 30

/** The appointment of a coming day under this code. */
export function comingBooking({ coming }: Pick<State, 'coming'>, code: string): Booking | undefined {
  for (const day of coming.values()) {
    const booking = day.get(code)
    if (booking) return booking
  }
  return undefined
}

export function countComing({ coming }: Pick<State, 'coming'>): number {
  let count = 0
  for (const day of coming.values()) count += day.size
  return count
}

/** `date` is that of a coming day; without it the appointment is today's. */
export function withBooking(before: Bookings, booking: Booking, date: string | undefined): Bookings {
  const { code } = booking
  const was = date === undefined ? before.bookings : before.coming.get(date)
  // In its own day it keeps its place; from another one it goes away.
  const { bookings, coming } = was?.has(code) ? before : withoutBooking(before, code)
  if (date === undefined) return { bookings: new Map(bookings).set(code, booking), coming }
  return { bookings, coming: new Map(coming).set(date, new Map(coming.get(date)).set(code, booking)) }
}

export function withoutBooking({ bookings, coming }: Bookings, code: string): Bookings {
  if (bookings.has(code)) return { bookings: less(bookings, code), coming }
  for (const [date, day] of coming) {
    if (!day.has(code)) continue
    const rest = less(day, code)
    return { bookings, coming: rest.size > 0 ? new Map(coming).set(date, rest) : less(coming, date) }
  }
  return { bookings, coming }
}

function less<V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> {
  const rest = new Map(map)
  rest.delete(key)
  return rest
}

/** What a day that opens brings along; days that are past are dropped. */
export function carriedBookings({ coming }: Pick<State, 'coming'>, date: string): CarriedBookings {
  return [...coming]
    .filter(([day]) => day >= date)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([day, appointments]) => ({ date: day, appointments: [...appointments.values()] }))
}

export function fromCarriedBookings(from: CarriedBookings | undefined, date: string): Bookings {
  const days = new Map((from ?? []).map((one) => [one.date, byCode(one.appointments)]))
  const bookings = days.get(date) ?? new Map()
  days.delete(date)
  return { bookings, coming: days }
}

const byCode = (list: readonly Booking[]) => new Map(list.map((one) => [one.code, one]))

/** When the day `date` opens: who was expected before it, did not come, and is not expected again. */
export function missedBookings({ missed, bookings, coming }: State, date: string): Booking[] {
  const over = [...coming].filter(([day]) => day < date).flatMap(([, day]) => [...day])
  const all = new Map([...missed, ...bookings, ...over])
  for (const [day, again] of coming) if (day >= date) for (const code of again.keys()) all.delete(code)
  const since = Date.parse(date) - missedKeptDays * 86_400_000
  return [...all.values()]
    .filter(({ bookedAt }) => bookedAt >= since)
    .sort((a, b) => a.bookedAt - b.bookedAt || (a.code < b.code ? -1 : 1))
    .slice(-maxMissedBookings)
}

export const fromMissed = (list: readonly Booking[] | undefined): State['missed'] => byCode(list ?? [])
