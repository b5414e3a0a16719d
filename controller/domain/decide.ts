/**
 * May this be done, and what happens then? Pure and total: any command in any state gives events or a named
 * refusal, never an exception. The working order is `decide`, then `evolve` over the events it gave.
 */
import type { Command } from './commands.ts'
import { cancelReservation, reserve } from './decide-ahead.ts'
import { reopen, resume, returnTicket, undo } from './decide-back.ts'
import { book, cancelBooking } from './decide-booking.ts'
import { atCounter } from './decide-counter.ts'
import { changeSite, closeDay, openDay, turnCounter } from './decide-day.ts'
import { postNotice, takeDossierCommand, takeFigures, withdrawNotice } from './decide-dossier.ts'
import { checkIn, issue } from './decide-issue.ts'
import { claim, endSlip, reprint, startSlip, voidUnclaimed } from './decide-slip.ts'
import { changeTicket, linkTickets, voidTicket } from './decide-waiting.ts'
import { type Decision, type OpenState, refuse } from './decision.ts'
import type { DomainEvent } from './events.ts'
import { evolve } from './evolve.ts'
import { rate } from './rating.ts'
import type { State } from './state.ts'

export type { Decision } from './decision.ts'

export function decide(command: Command, state: State): Decision {
  switch (command.type) {
    case 'ChangeSite':
      return changeSite(command, state)
    case 'OpenDay':
      return openDay(command, state)
    case 'CloseDay':
      return closeDay(state)
    case 'VoidUnclaimed':
      return voidUnclaimed(command, state)
    case 'EndSlip':
      return endSlip(command, state)
    case 'TakeDossierCommand':
      return takeDossierCommand(command, state, decide)
    case 'BookAppointment':
      return book(command, state)
    case 'CancelAppointment':
      return cancelBooking(command, state)
    case 'ShowDossierFigures':
      return takeFigures(command, state)
    case 'PostNotice':
      return postNotice(command, state)
    case 'WithdrawNotice':
      return withdrawNotice(command, state)
    case 'RateVisit':
      return rate(command, state)
  }
  if (state.day === null || state.rules === null) return refuse('day-closed')
  const open: OpenState = { ...state, rules: state.rules, day: state.day }
  switch (command.type) {
    case 'IssueTicket':
      return issue(command, open)
    case 'CheckIn':
      return checkIn(command, open)
    case 'ReserveNumber':
      return reserve(command, open)
    case 'CancelReservation':
      return cancelReservation(command, open)
    case 'ReprintSlip':
      return reprint(command, open)
    case 'StartSlip':
      return startSlip(command, open)
    case 'ClaimTicket':
      return claim(command, open)
    case 'LinkTickets':
      return linkTickets(command, open)
    case 'ChangeTicket':
      return changeTicket(command, open)
    case 'VoidTicket':
      return voidTicket(command, open)
    case 'LogIn':
    case 'LogOut':
    case 'OpenCounter':
    case 'PauseCounter':
    case 'ResumeCounter':
    case 'CloseCounter':
    case 'ChangeCounterServices':
      return turnCounter(command, open)
    case 'CallNext':
    case 'CallTicket':
    case 'Recall':
    case 'Start':
    case 'Finish':
    case 'NoShow':
    case 'Hold':
    case 'Transfer':
      return atCounter(command, open)
    case 'Resume':
      return resume(command, open)
    case 'Reopen':
      return reopen(command, open)
    case 'ReturnTicket':
      return returnTicket(command, open)
    case 'Undo':
      return undo(command, open)
  }
}

/** The state after a decision: what `decide` gave, folded in. */
export function applyAll(state: State, events: readonly DomainEvent[], at: number): State {
  return events.reduce((present, event) => evolve(present, { ...event, at }), state)
}
