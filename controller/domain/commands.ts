/** What may be asked of the hall. Imperative; every command brings its own time. */
import type { DossierFigures, Notice } from './dossier-state.ts'
import type { Rules, TicketClass } from './rules.ts'
import type { Booking, CounterId, Source, TicketId } from './state.ts'

/**
 * `ticket` is the one the caller believes to be current (null: none); when it is given and wrong, the command
 * is refused as stale instead of acting on somebody else.
 */
type AtCounter = { counter: CounterId; ticket?: TicketId | null }
type Ending = { outcome?: string; dossiers?: string[] }
type Paper = { slip?: { station: string; printer: string; ready: boolean } }
type Issue = Paper & {
  /** The id the ticket will have. */
  newTicket: TicketId
  source: Source
  requestId?: string
  /** What the hall estimates now, seconds: kept with the ticket, so that its error can be told. */
  estimate?: { low: number; mid: number; high: number }
}

export type CommandData = {
  /** `catalogue`: what the dossier server changed of the site file, for the next start. */
  ChangeSite: { rules: Rules; site: unknown; catalogue?: unknown }
  OpenDay: { date: string }
  CloseDay: Record<never, never>

  LogIn: { counter: CounterId; officer: string }
  LogOut: { counter: CounterId }
  OpenCounter: { counter: CounterId }
  PauseCounter: { counter: CounterId; reason: string }
  ResumeCounter: { counter: CounterId }
  CloseCounter: { counter: CounterId }
  ChangeCounterServices: { counter: CounterId; services: string[] }

  BookAppointment: Booking
  CancelAppointment: { code: string }
  /** A number for somebody who is not here yet; `code` checks in. */
  ReserveNumber: { newTicket: TicketId; code: string; service: string; source: Source; class?: TicketClass }
  CancelReservation: { code: string }
  ShowDossierFigures: DossierFigures
  PostNotice: Notice
  WithdrawNotice: { id: string }
  /** A command of the dossier server, carried out once by its id and never after `validUntil`. */
  TakeDossierCommand: { id: string; validUntil: number; request: DossierRequest }
  /** `link`: a ticket of the same person. */
  IssueTicket: Issue & { service: string; class?: TicketClass; link?: TicketId }
  /** A booked visitor is here. An unknown code is admitted only as `unverified`, with a service. */
  CheckIn: Issue & { code: string; unverified?: { service: string; bookedAt: number } }
  ReprintSlip: { ticket: TicketId; station: string; printer: string; ready: boolean }
  ClaimTicket: { ticket: TicketId }
  LinkTickets: { tickets: TicketId[] }
  /** The wrong button. */
  ChangeTicket: { ticket: TicketId; service?: string; class?: TicketClass; reason: string }
  VoidTicket: { ticket: TicketId; reason: string }
  /** Voids tickets whose slip failed too long ago. */
  VoidUnclaimed: Record<never, never>
  StartSlip: { ticket: TicketId; copy: number }
  EndSlip: {
    ticket: TicketId
    copy: number
    outcome: 'printed' | 'failed' | 'unknown'
    reason: string
    /** Another printer of the station that took the slip over. */
    printedBy?: string
  }

  CallNext: AtCounter & Ending
  /** A ticket the officer chooses; counts as overtaking, and is refused at the bound. */
  CallTicket: AtCounter & Ending & { chosen: TicketId }
  Recall: AtCounter
  Start: AtCounter
  Finish: AtCounter & Ending
  NoShow: AtCounter
  Hold: AtCounter & { reason: string }
  Resume: { counter: CounterId; held: TicketId }
  Transfer: AtCounter & Ending & ({ toService: string } | { toCounter: CounterId })
  /** A no-show is back. */
  ReturnTicket: { ticket: TicketId }
  Undo: { counter: CounterId }
  Reopen: { counter: CounterId; finished: TicketId }
  /** By the visitor whose visit was finished last at this counter, or by the holder of a ticket; 1 is the best word. */
  RateVisit: ({ counter: CounterId } | { ticket: TicketId }) & { value: number }
}

/** What the dossier server may ask to be changed. */
export type DossierRequestType =
  | 'ChangeSite'
  | 'BookAppointment'
  | 'CancelAppointment'
  | 'ReserveNumber'
  | 'CancelReservation'
  | 'CheckIn'
  | 'ShowDossierFigures'
  | 'PostNotice'
  | 'WithdrawNotice'
export type DossierRequest = {
  [T in DossierRequestType]: { type: T } & CommandData[T]
}[DossierRequestType]

export type CommandType = keyof CommandData
export type CommandOf<T extends CommandType> = T extends CommandType
  ? { type: T; at: number } & CommandData[T]
  : never
export type Command = CommandOf<CommandType>
