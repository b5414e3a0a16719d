/** The paper of a ticket, and what becomes of a ticket whose paper failed. */
import type { CommandOf } from './commands.ts'
import { type Decision, happens, type OpenState, refuse } from './decision.ts'
import type { DomainEvent } from './events.ts'
import { hasEnded, isUnclaimed, type State, type Ticket } from './state.ts'

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
  const other = printedBy !== undefined && printedBy !== slip.printer ? { printedBy } : {}
  const of = { ...ofSlip(ticket, slip), ...other }
  if (outcome === 'printed') return happens(id, { type: 'SlipPrinted', data: of })
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
