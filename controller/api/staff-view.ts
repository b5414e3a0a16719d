/** State → what staff need beside the hall's view. Pure. */
import { compareTurn, isCallable } from '../domain/calling-rule.ts'
import { isoTime } from '../domain/local-time.ts'
import { legOf, type State, type Ticket } from '../domain/state.ts'
import type { StaffTicket, StaffView } from './views.ts'

const most = { waiting: 300, held: 100, returnable: 50, finished: 50 }

export function staffView(timeZone: string, state: State, now: number): StaffView {
  const iso = (at: number) => isoTime(at, timeZone)
  const tickets = [...state.tickets.values()]
  const { rules } = state
  const inState = (which: Ticket['state']) => tickets.filter(({ state: is }) => is === which)
  const endedAt = (ticket: Ticket) => legOf(ticket).endedAt ?? 0
  const newestFirst = (a: Ticket, b: Ticket) => endedAt(b) - endedAt(a)
  const named = (ticket: Ticket, at: number): StaffTicket => {
    const { service, counter } = legOf(ticket)
    return { id: ticket.id, number: ticket.number, service, counter, at: iso(at) }
  }
  const returnMs = (rules?.returnWithinMinutes ?? 0) * 60_000

  return {
    at: iso(now),
    waiting: inState('waiting')
      .sort(compareTurn)
      .slice(0, most.waiting)
      .map((ticket) => ({
        id: ticket.id,
        number: ticket.number,
        service: legOf(ticket).service,
        class: ticket.class,
        issuedAt: iso(ticket.issuedAt),
        tiedTo: ticket.tiedTo,
        linked: ticket.link !== null,
        overtakes: ticket.overtakes,
        callable: isCallable(state, ticket),
      })),
    held: inState('held')
      .slice(0, most.held)
      .map((ticket) => named(ticket, legOf(ticket).heldSince ?? now)),
    returnable: inState('no-show')
      .filter((ticket) => ticket.returns === 0 && now - endedAt(ticket) <= returnMs)
      .sort(newestFirst)
      .slice(0, most.returnable)
      .map((ticket) => ({ ...named(ticket, endedAt(ticket)), until: iso(endedAt(ticket) + returnMs) })),
    finished: inState('finished')
      .sort(newestFirst)
      .slice(0, most.finished)
      .map((ticket) => named(ticket, endedAt(ticket))),
    reasons: {
      hold: rules?.holdReasons ?? [],
      pause: rules?.pauseReasons ?? [],
      change: rules?.changeReasons ?? [],
      void: rules?.voidReasons ?? [],
    },
    classes: (rules?.classes ?? []).map(({ id }) => id),
    maxOvertakes: rules?.maxOvertakes ?? 0,
  }
}
