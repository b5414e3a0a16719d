/**
 * What can have happened. Past tense; data is JSON; codes only, never a person's name. `eventVersions` says
 * which shape of the data this program writes, and reads.
 */
import type { CarriedBookings } from './bookings.ts'
import type { CarriedDossier, DossierFigures, Notice, TakenCommand } from './dossier-state.ts'
import type { Rules, TicketClass } from './rules.ts'
import type { Booking, CounterId, Source, TicketId } from './state.ts'

type OfTicket = { ticket: TicketId; number: string }
type AtCounter = OfTicket & { counter: CounterId }
type OfSlip = OfTicket & { copy: number; station: string; printer: string }

/** Why this ticket and no other: the rule's figures, and who could have been called but was passed over. */
export type CallReason = {
  /** rule: by credit. limit: because it, or one before it, had been overtaken as often as is allowed. chosen: by the officer. */
  by: 'rule' | 'limit' | 'chosen'
  credit: number
  waitedMs: number
  overtakes: number
  /** The first 10 by their place, with what they have been overtaken, this call included. */
  passed: { ticket: TicketId; number: string; overtakes: number }[]
  passedCount: number
}

export type EventData = {
  /**
   * `site` is the whole site file as it was read, for the record; `rules` is what the queue goes by;
   * `catalogue` is what the dossier server changed of the file, and what the next start changes again.
   */
  SiteChanged: { rules: Rules; site: unknown; catalogue?: unknown }
  /** `dossier`, `bookings`, `missed`: what outlives the day before; absent when there is nothing. */
  DayOpened: {
    date: string
    rules: Rules
    dossier?: CarriedDossier
    bookings?: CarriedBookings
    missed?: Booking[]
  }
  /** Everybody was logged out, waiting tickets voided and current ones ended before it. */
  DayClosed: { date: string }
  OfficerLoggedIn: { counter: CounterId; officer: string }
  OfficerLoggedOut: { counter: CounterId; officer: string }
  CounterOpened: { counter: CounterId }
  CounterPaused: { counter: CounterId; reason: string }
  CounterResumed: { counter: CounterId }
  CounterClosed: { counter: CounterId }
  CounterServicesChanged: { counter: CounterId; services: string[] }
  /** `date`: when it is a coming day's; without it the open day's. */
  AppointmentBooked: Booking & { date?: string }
  AppointmentCancelled: { code: string }
  /** A number given ahead: a ticket only once its holder checks in. */
  NumberReserved: OfTicket & {
    code: string
    service: string
    class: TicketClass
    source: Source
    series: string
    value: number
  }
  ReservationEnded: OfTicket & { code: string; reason: 'cancelled' | 'day-ended' }
  DossierFiguresReceived: DossierFigures
  NoticePosted: Notice
  NoticeWithdrawn: { id: string }
  /** A command of the dossier server was decided; its own events stand before this one. */
  DossierCommandTaken: TakenCommand
  TicketIssued: OfTicket & {
    service: string
    source: Source
    class: TicketClass
    series: string
    value: number
    order: number
    creditStart: number
    /** People ahead at that moment: what the slip says. */
    ahead: number
    /** The estimate given then, seconds; null where none could be made. */
    estimate: { low: number; mid: number; high: number } | null
    booking: { code: string; bookedAt: number; verified: boolean } | null
    link: string | null
    requestId: string | null
    slip: { station: string; printer: string } | null
    /** Its number was given ahead, at that moment: the series does not move on. */
    reserved?: { code: string; at: number }
  }
  /** A reprint was asked for. */
  SlipRequested: OfSlip
  /** Durable before the first byte leaves for the printer. */
  SlipStarted: OfSlip
  /** `printedBy`: the printer that took the slip over from `printer`, where one did, whatever became of it there. */
  SlipPrinted: OfSlip & { printedBy?: string }
  SlipFailed: OfSlip & { reason: string; printedBy?: string }
  /** Bytes left and nothing tells what became of them; never printed again unasked. */
  SlipUnknown: OfSlip & { reason: string; printedBy?: string }
  /** The visitor of a failed slip stands there and knows the number. */
  TicketClaimed: OfTicket
  TicketsLinked: { tickets: TicketId[]; link: string }
  /** The wrong button: another service or class, the issue time stays. */
  TicketChanged: OfTicket & { service: string; class: TicketClass; reason: string }
  TicketCalled: AtCounter & { service: string; officer: string | null; why: CallReason }
  TicketRecalled: AtCounter & { calls: number }
  /** `auto`: inferred by the system, not said by the officer (R19). */
  ServiceStarted: AtCounter & { auto: boolean }
  ServiceFinished: AtCounter & { outcome: string | null; dossiers: string[]; auto: boolean }
  TicketHeld: AtCounter & { reason: string }
  ServiceResumed: AtCounter
  /** To a service, or to one counter (`tiedTo`). `creditStart` is what the new leg waits by. */
  TicketTransferred: AtCounter & {
    service: string
    tiedTo: CounterId | null
    creditStart: number
    outcome: string | null
    dossiers: string[]
  }
  /** A counter it was tied to is not there: any counter of its service may call it. */
  TicketUntied: OfTicket
  /** `auto`: the day ended while the ticket was being called. */
  TicketNoShow: AtCounter & { auto: boolean }
  /** A no-show came back in time; its credit is now that of the ticket it goes behind. */
  TicketReturned: OfTicket & { creditStart: number }
  CallUndone: AtCounter
  NoShowUndone: AtCounter
  TransferUndone: AtCounter
  FinishUndone: AtCounter
  /** A visitor who was done is back with the photocopy; service goes on. */
  TicketReopened: AtCounter
  TicketVoided: OfTicket & { reason: string }
  /** The visitor's word on a leg: `value` of `of`, 1 the best. It stays whatever is undone afterwards. */
  VisitRated: AtCounter & {
    service: string
    officer: string | null
    value: number
    of: number
    satisfied: boolean
    by: 'counter-device' | 'phone'
  }
}

export type EventType = keyof EventData
export type DomainEvent = { [T in EventType]: { type: T; data: EventData[T] } }[EventType]
/** An event with its time, as `evolve` takes it. */
export type TimedEvent = DomainEvent & { at: number }

export const eventVersions: Record<EventType, number> = {
  SiteChanged: 1,
  DayOpened: 1,
  DayClosed: 1,
  OfficerLoggedIn: 1,
  OfficerLoggedOut: 1,
  CounterOpened: 1,
  CounterPaused: 1,
  CounterResumed: 1,
  CounterClosed: 1,
  CounterServicesChanged: 1,
  AppointmentBooked: 1,
  AppointmentCancelled: 1,
  NumberReserved: 1,
  ReservationEnded: 1,
  DossierFiguresReceived: 1,
  NoticePosted: 1,
  NoticeWithdrawn: 1,
  DossierCommandTaken: 1,
  TicketIssued: 1,
  SlipRequested: 1,
  SlipStarted: 1,
  SlipPrinted: 1,
  SlipFailed: 1,
  SlipUnknown: 1,
  TicketClaimed: 1,
  TicketsLinked: 1,
  TicketChanged: 1,
  TicketCalled: 1,
  TicketRecalled: 1,
  ServiceStarted: 1,
  ServiceFinished: 1,
  TicketHeld: 1,
  ServiceResumed: 1,
  TicketTransferred: 1,
  TicketUntied: 1,
  TicketNoShow: 1,
  TicketReturned: 1,
  CallUndone: 1,
  NoShowUndone: 1,
  TransferUndone: 1,
  FinishUndone: 1,
  TicketReopened: 1,
  TicketVoided: 1,
  VisitRated: 1,
}
