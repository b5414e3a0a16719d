/** What a decision is, and how the deciders say it. */
import type { DomainEvent } from './events.ts'
import { type Refusal, type RefusalCode, refusal } from './refusals.ts'
import type { Rules } from './rules.ts'
import type { State, Ticket, TicketId } from './state.ts'

/**
 * `ticket` is the one the command was about, as an answer to the caller. A refusal comes without events, but
 * for one case: "next" when nobody waits still ends the visit that the officer is done with.
 */
export type Decision = { events: DomainEvent[]; ticket?: TicketId; refused?: Refusal }
/** A state in which the day is open. */
export type OpenState = State & { rules: Rules; day: string }

export const refuse = (code: RefusalCode): Decision => ({ events: [], refused: refusal(code) })
export const happens = (ticket: TicketId, ...events: DomainEvent[]): Decision => ({ events, ticket })

/** What an event says of a ticket at a counter. */
export const at = (ticket: Ticket, counter: string) => ({ ticket: ticket.id, number: ticket.number, counter })
