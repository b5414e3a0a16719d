/** Which code of a booking, or of a number given ahead, is meant by what somebody typed or a scanner read. */
import type { State } from './domain/state.ts'

/** Keys on a screen write capitals: a code that differs in nothing else is meant. */
export function codeAsBooked(
  { bookings, coming, missed, reservations, tickets }: State,
  typed: string,
): string {
  const ahead = [...coming.values()].flatMap((day) => [...day.keys()])
  if (bookings.has(typed) || reservations.has(typed)) return typed
  const used = [...tickets.values()].flatMap(({ booking, reserved }) => booking?.code ?? reserved?.code ?? [])
  const known = [...bookings.keys(), ...ahead, ...reservations.keys(), ...used, ...missed.keys()]
  const alike = [...new Set(known)].filter((code) => code.toUpperCase() === typed.toUpperCase())
  return alike.length === 1 ? (alike[0] ?? typed) : typed
}
