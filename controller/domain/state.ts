/**
 * What the hall knows at one moment: the fold of today's events. Values never change in place; `evolve` makes
 * new ones. Times are epoch milliseconds that arrived with the events.
 */
import type { Rules } from './rules.ts'

export type TicketId = string
export type CounterId = string
export type Source = 'button' | 'touch-screen' | 'greeter' | 'dossier-server'
export type TicketState = 'waiting' | 'called' | 'serving' | 'finished' | 'no-show' | 'voided'
export type SlipState = 'requested' | 'started' | 'printed' | 'failed' | 'unknown'
export type VoidReason = 'slip-failed' | 'day-ended' | 'visitor-left' | 'mistake'

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

export type Ticket = {
  id: TicketId
  number: string
  service: string
  source: Source
  /** Place among all tickets issued today, from 1; breaks ties of time. */
  order: number
  issuedAt: number
  state: TicketState
  /** Null when no paper was asked for: the number was given another way. */
  slip: Slip | null
  /** The visitor is known to hold the number: some slip came out (or may have), or was claimed. */
  confirmed: boolean
  counter: CounterId | null
  /** First call; `lastCalledAt` is the newest recall. */
  calledAt: number | null
  lastCalledAt: number | null
  calls: number
  startedAt: number | null
  startedBySystem: boolean
  endedAt: number | null
  endedBySystem: boolean
  outcome: string | null
  voidReason: VoidReason | null
}

export type CounterState = {
  open: boolean
  /** The ticket being called or served here. */
  ticket: TicketId | null
  /** The last ticket called here today: the board shows it until the next. */
  lastTicket: TicketId | null
}

/** One line of the wall's list. */
export type CallRecord = { ticket: TicketId; counter: CounterId; at: number; recall: boolean }

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
  /** Newest first, at most `maxCallRecords`. */
  calls: readonly CallRecord[]
}

export const maxCallRecords = 12

export function initialState(): State {
  return {
    rules: null,
    day: null,
    lastDay: null,
    series: new Map(),
    tickets: new Map(),
    requests: new Map(),
    counters: new Map(),
    calls: [],
  }
}

/** A slip that failed leaves a visitor without a number: not callable, not ahead of anybody. */
export function isCallable(ticket: Ticket): boolean {
  return ticket.state === 'waiting' && !isUnclaimed(ticket)
}

/** Waiting, but the visitor holds no number: reprint, claim, or in the end void. */
export function isUnclaimed(ticket: Ticket): boolean {
  return ticket.state === 'waiting' && ticket.slip?.state === 'failed' && !ticket.confirmed
}
