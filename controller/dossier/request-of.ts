/** A command as the contract has it → what the hall's domain is asked. Pure. */
import type { DossierRequest } from '../domain/commands.ts'
import type { InboundCommand } from './read-command.ts'

type Asked = Exclude<
  InboundCommand,
  { type: 'EventsReceived' | 'ReplayEvents' | 'SendReconciliation' | 'ChangeServices' }
>

export function requestOf(command: Asked, made: { now: number; newTicket: string }): DossierRequest {
  switch (command.type) {
    case 'ShowDossierFigures': {
      const { since, asOf, early, onTime, overdue, total } = command.data
      return { type: 'ShowDossierFigures', since, asOf: Date.parse(asOf), early, onTime, overdue, total }
    }
    case 'BookAppointment': {
      const { code, service, at } = command.data
      return { type: 'BookAppointment', code, service, bookedAt: Date.parse(at) }
    }
    case 'CancelAppointment':
      return { type: 'CancelAppointment', code: command.data.code }
    case 'ReserveNumber': {
      const { code, service, source, class: ticketClass } = command.data
      return {
        type: 'ReserveNumber',
        newTicket: made.newTicket,
        code,
        service,
        source,
        ...(ticketClass === undefined ? {} : { class: ticketClass }),
      }
    }
    case 'CancelReservation':
      return { type: 'CancelReservation', code: command.data.code }
    case 'CheckIn':
      return {
        type: 'CheckIn',
        newTicket: made.newTicket,
        code: command.data.code,
        source: 'dossier-server',
      }
    case 'PostNotice': {
      const { id, text, from, until } = command.data
      return {
        type: 'PostNotice',
        id,
        text: text.trim(),
        from: from === undefined ? made.now : Date.parse(from),
        until: Date.parse(until),
      }
    }
    case 'WithdrawNotice':
      return { type: 'WithdrawNotice', id: command.data.id }
  }
}
