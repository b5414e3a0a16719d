/** What may be done to tickets that wait: link, the wrong button, void. */
import type { CommandOf } from './commands.ts'
import { type Decision, happens, type OpenState, refuse } from './decision.ts'
import { hasEnded, serviceOf } from './state.ts'

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
