/** What comes back: a held visit, a finished one, a no-show, and what an officer takes back. */
import { queueOf } from './calling-rule.ts'
import type { CommandOf } from './commands.ts'
import { at, type Decision, happens, type OpenState, refuse } from './decision.ts'
import type { DomainEvent } from './events.ts'
import { counterOf, legOf, serviceOf } from './state.ts'

export function resume({ counter: id, held }: CommandOf<'Resume'>, state: OpenState): Decision {
  const free = freeCounter(id, state)
  if (free) return refuse(free)
  const ticket = state.tickets.get(held)
  if (!ticket) return refuse('unknown-ticket')
  if (ticket.state !== 'held') return refuse('not-held')
  return happens(held, { type: 'ServiceResumed', data: at(ticket, id) })
}

export function reopen({ counter: id, finished }: CommandOf<'Reopen'>, state: OpenState): Decision {
  const free = freeCounter(id, state)
  if (free) return refuse(free)
  const ticket = state.tickets.get(finished)
  if (!ticket) return refuse('unknown-ticket')
  if (ticket.state !== 'finished') return refuse('not-finished')
  if (counterOf(ticket) !== id) return refuse('other-counter')
  return happens(finished, { type: 'TicketReopened', data: at(ticket, id) })
}

function freeCounter(id: string, state: OpenState) {
  const counter = state.counters.get(id)
  if (!counter) return 'unknown-counter'
  if (!counter.open) return 'counter-closed'
  if (counter.paused !== null) return 'counter-paused'
  return counter.ticket === null ? null : 'counter-busy'
}

/** Back in time: behind the next `returnBehind` of its service; nobody else is moved. */
export function returnTicket({ ticket: id, at: now }: CommandOf<'ReturnTicket'>, state: OpenState): Decision {
  const ticket = state.tickets.get(id)
  const { rules } = state
  if (!ticket) return refuse('unknown-ticket')
  if (ticket.state !== 'no-show') return refuse('not-no-show')
  if (ticket.returns > 0) return refuse('returned-before')
  if (now - (legOf(ticket).endedAt ?? 0) > rules.returnWithinMinutes * 60_000)
    return refuse('return-too-late')
  const behind = queueOf(state, serviceOf(ticket), now).slice(0, rules.returnBehind).at(-1)
  // One millisecond after whom it goes behind: whoever stands next keeps standing after it only if later still.
  const creditStart = behind && rules.returnBehind > 0 ? behind.creditStart + 1 : ticket.creditStart
  const of = { ticket: id, number: ticket.number }
  const returned: DomainEvent = { type: 'TicketReturned', data: { ...of, creditStart } }
  // The counter it was tied to may have gone since: nobody else could call it.
  const tied = ticket.tiedTo === null ? undefined : state.counters.get(ticket.tiedTo)
  const isGone = ticket.tiedTo !== null && !(tied?.open && tied.paused === null)
  return happens(id, returned, ...(isGone ? [{ type: 'TicketUntied', data: of } as const] : []))
}

const undone = {
  call: 'CallUndone',
  'no-show': 'NoShowUndone',
  transfer: 'TransferUndone',
  finish: 'FinishUndone',
} as const

/** Takes back the last call, no-show, transfer or finish of a counter, until it calls again. */
export function undo({ counter: id }: CommandOf<'Undo'>, state: OpenState): Decision {
  const counter = state.counters.get(id)
  if (!counter) return refuse('unknown-counter')
  if (!counter.undo) return refuse('nothing-to-undo')
  const { what, ticket } = counter.undo
  const now = state.tickets.get(ticket.id)
  const expected = { call: 'called', 'no-show': 'no-show', transfer: 'waiting', finish: 'finished' } as const
  // Somebody else has gone on with the ticket since: it is theirs now.
  const legs = ticket.legs.length + (what === 'transfer' ? 1 : 0)
  if (now?.state !== expected[what] || now.legs.length !== legs || now.returns !== ticket.returns)
    return refuse('nothing-to-undo')
  if (what !== 'call' && counter.ticket !== null) return refuse('counter-busy')
  if (!counter.open) return refuse('counter-closed')
  if (counter.paused !== null) return refuse('counter-paused')
  if (what === 'call' && counter.ticket !== ticket.id) return refuse('nothing-to-undo')
  return happens(ticket.id, { type: undone[what], data: at(ticket, id) })
}
