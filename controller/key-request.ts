/**
 * What a key of an officer's keypad asks for, by what is going on at the counter. Null: nothing that could be
 * asked; the keypad says no.
 */
import type { Key } from '../firmware/messages.ts'
import type { State, Ticket } from './domain/state.ts'
import { hasEnded, serviceOf } from './domain/state.ts'
import type { Request } from './hall.ts'

export function keyRequest(state: State, { key, long, digits = '' }: Key, counter: string): Request | null {
  switch (key) {
    case 'next':
      return { type: 'CallNext', counter }
    case 'recall':
      return { type: 'Recall', counter }
    case 'start': {
      if (long) return { type: 'NoShow', counter }
      const current = state.tickets.get(state.counters.get(counter)?.ticket ?? '')
      return { type: current?.state === 'serving' ? 'Finish' : 'Start', counter }
    }
    case 'call': {
      const chosen = chosenBy(state, digits, counter)
      if (!chosen) return null
      // Who was put aside goes on where the visit stopped.
      return chosen.state === 'held'
        ? { type: 'Resume', counter, held: chosen.id }
        : { type: 'CallTicket', counter, chosen: chosen.id }
    }
    case 'officer':
      // The same number again is a farewell.
      return state.counters.get(counter)?.officer === digits
        ? { type: 'LogOut', counter }
        : { type: 'LogIn', counter, officer: digits }
  }
}

/**
 * The ticket that an officer means by the digits of its number, among those of the counter's services: 12 or 012
 * is A012. Where two services have such a ticket, the service's place among those of the counter goes before it:
 * 2012 is number 012 of the second one. Undefined when there is none, or still more than one.
 */
export function chosenBy(state: State, digits: string, counterId: string): Ticket | undefined {
  const services = state.counters.get(counterId)?.services ?? []
  const plain = only(state, digits, services, counterId)
  if (plain !== 'several' && plain) return plain
  const service = services[Number(digits[0]) - 1]
  const one = service && digits.length > 1 ? only(state, digits.slice(1), [service], counterId) : undefined
  return one === 'several' ? undefined : one
}

function only(
  state: State,
  digits: string,
  services: readonly string[],
  counterId: string,
): Ticket | 'several' | undefined {
  const value = Number(digits)
  const found = [...state.tickets.values()].filter(
    (ticket) =>
      (services.includes(serviceOf(ticket)) || ticket.tiedTo === counterId) &&
      Number(/[0-9]+$/.exec(ticket.number)?.[0]) === value,
  )
  const live = found.filter((ticket) => !hasEnded(ticket))
  const meant = live.length > 0 ? live : found
  return meant.length > 1 ? 'several' : meant[0]
}
