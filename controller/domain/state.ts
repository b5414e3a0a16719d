/**
 * What the hall knows at one moment: the fold of today's events. Values never change in place; `evolve` makes
 * new ones. Times are epoch milliseconds that arrived with the events.
 */
import { type DossierState, noDossier } from './dossier-state.ts'
import type { Rules, TicketClass } from './rules.ts'

export type TicketId = string
export type CounterId = string
export type Source = 'button' | 'touch-screen' | 'greeter' | 'dossier-server' | 'code-scanner'
/**
 * waiting → called → serving → finished. Beside it: held (put aside at a counter), no-show (may return once),
 * voided. A transfer ends a leg and makes the ticket wait again.
 */
export type TicketState = 'waiting' | 'called' | 'serving' | 'held' | 'finished' | 'no-show' | 'voided'
export type SlipState = 'requested' | 'started' | 'printed' | 'failed' | 'unknown'

export type Slip = {
  /** 0 is the slip of the issue, 1 the first reprint. */
  copy: number
  station: string
  printer: string
  state: SlipState
  /** When this copy was asked for. */
  requestedAt: number
  /** When its state last changed. */
  at: number
  reason: string | null
}

/** The part of a ticket's life in one service. A transfer ends one and starts the next. */
export type Leg = {
  service: string
  /** Issued, checked in or transferred: the wait begins (requirement R19). */
  enteredAt: number
  /** Who called or served it here last. */
  counter: CounterId | null
  officer: string | null
  calledAt: number | null
  lastCalledAt: number | null
  calls: number
  startedAt: number | null
  startedBySystem: boolean
  /** Time on hold so far, in ms, and since when when it is held now. */
  heldMs: number
  heldSince: number | null
  endedAt: number | null
  endedBySystem: boolean
  /** What the visitor said of it; 1 is the best of `of` words. */
  rating: { value: number; of: number; satisfied: boolean; at: number } | null
  /** How it ended: an outcome's code, or what happened instead. */
  end: 'finished' | 'no-show' | 'voided' | 'transferred' | null
  outcome: string | null
}

export type Ticket = {
  id: TicketId
  number: string
  source: Source
  class: TicketClass
  /** Place among all tickets issued today, from 1; breaks ties. */
  order: number
  issuedAt: number
  state: TicketState
  /**
   * From when its credit grows. Whoever has the smaller one came first; a booking in its grace window has the
   * booked time, a returned no-show that of the ticket it goes behind.
   */
  creditStart: number
  /** Later tickets that were called before it while it could have been called. */
  overtakes: number
  /** Set when only this counter may call it: a transfer to a counter. */
  tiedTo: CounterId | null
  /** Tickets of one person: none is called while another is called, served or held. */
  link: string | null
  booking: { code: string; bookedAt: number; verified: boolean } | null
  /** Its number was given ahead, under this code. */
  reserved: { code: string; at: number } | null
  /** The wait that was estimated at issue, seconds; null where none could be made. */
  estimate: { low: number; mid: number; high: number } | null
  /** Null when no paper was asked for: the number was given another way. */
  slip: Slip | null
  /** The visitor is known to hold the number: some slip came out (or may have), or was claimed. */
  confirmed: boolean
  /** How often it came back after a no-show. */
  returns: number
  /** At least one; the last is the present one. */
  legs: readonly Leg[]
  dossiers: readonly string[]
  voidReason: string | null
}

export type CounterState = {
  open: boolean
  /** Why it is paused; null when it is not. */
  paused: string | null
  /** Opaque code of the officer who is logged in. */
  officer: string | null
  /** Services it gives now: the site's, until somebody changes them for the day. */
  services: readonly string[]
  /** The ticket being called or served here. */
  ticket: TicketId | null
  /** The last ticket called here today: the board shows it until the next. */
  lastTicket: TicketId | null
  /** The visit finished last here: it may be rated for a while. */
  lastFinished: TicketId | null
  /** What may be undone until the next call here. */
  undo: Undo | null
}
/** A ticket and its counter as they were before the last call, no-show, transfer or finish. */
export type Undo = {
  what: 'call' | 'no-show' | 'transfer' | 'finish'
  ticket: Ticket
  lastTicket: TicketId | null
}

/** One line of the wall's list. */
export type CallRecord = { ticket: TicketId; counter: CounterId; at: number; recall: boolean }
export type Booking = { code: string; service: string; bookedAt: number }
/** A number given ahead of its holder, who has not checked in: no ticket yet. */
export type Reservation = {
  ticket: TicketId
  number: string
  code: string
  service: string
  class: TicketClass
  source: Source
  series: string
  value: number
  reservedAt: number
}

export type State = {
  rules: Rules | null
  /** The open day, YYYY-MM-DD in the site's time zone; null while closed. */
  day: string | null
  /** The newest day that was ever opened: it is never opened again, so its numbers cannot repeat. */
  lastDay: string | null
  /** Last number given in each series today. */
  series: ReadonlyMap<string, number>
  tickets: ReadonlyMap<TicketId, Ticket>
  /** Which ticket a request id led to: the same request twice is one ticket. */
  requests: ReadonlyMap<string, TicketId>
  counters: ReadonlyMap<CounterId, CounterState>
  /** Appointments of today that did not check in yet. */
  bookings: ReadonlyMap<string, Booking>
  /** Appointments of coming days, by date and code; they outlive the day. */
  coming: ReadonlyMap<string, ReadonlyMap<string, Booking>>
  /** Appointments of days that are over, for which nobody came. */
  missed: ReadonlyMap<string, Booking>
  /** Numbers given ahead today whose holders did not check in yet, by code. */
  reservations: ReadonlyMap<string, Reservation>
  /** What the dossier server told; it outlives the day. */
  dossier: DossierState
  /** Newest first, at most `maxCallRecords`. */
  calls: readonly CallRecord[]
  /** Latest time of any event today: a clock that was set back must not let anybody in before who waits. */
  latestAt: number
}

export const maxCallRecords = 12
export const maxReservations = 2000

export function initialState(): State {
  return {
    rules: null,
    day: null,
    lastDay: null,
    series: new Map(),
    tickets: new Map(),
    requests: new Map(),
    counters: new Map(),
    bookings: new Map(),
    coming: new Map(),
    missed: new Map(),
    reservations: new Map(),
    dossier: noDossier,
    calls: [],
    latestAt: 0,
  }
}

export function legOf(ticket: Ticket): Leg {
  const leg = ticket.legs.at(-1)
  if (!leg) throw new Error(`ticket ${ticket.id} has no leg`)
  return leg
}

export const serviceOf = (ticket: Ticket): string => legOf(ticket).service
/** Where it is being called, served or held, or was last. */
export const counterOf = (ticket: Ticket): CounterId | null => legOf(ticket).counter
export const hasEnded = ({ state }: Ticket): boolean =>
  state === 'finished' || state === 'no-show' || state === 'voided'

/** Waiting, but the visitor holds no number: reprint, claim, or in the end void. */
export function isUnclaimed(ticket: Ticket): boolean {
  return ticket.state === 'waiting' && ticket.slip?.state === 'failed' && !ticket.confirmed
}
