/** What may be asked of the hall. Imperative; every command brings its own time. */
import type { Rules } from './rules.ts'
import type { CounterId, Source, TicketId, VoidReason } from './state.ts'

/**
 * `ticket` is the one the caller believes to be current (null: none); when it is given and wrong, the command
 * is refused as stale instead of acting on somebody else.
 */
type AtCounter = { counter: CounterId; ticket?: TicketId | null }

export type CommandData = {
  ChangeSite: { rules: Rules; site: unknown }
  OpenDay: { date: string }
  CloseDay: Record<never, never>
  OpenCounter: { counter: CounterId }
  CloseCounter: { counter: CounterId }
  /** `newTicket` is the id the ticket will have. `slip.ready` tells whether that printer can print now. */
  IssueTicket: {
    newTicket: TicketId
    service: string
    source: Source
    requestId?: string
    slip?: { station: string; printer: string; ready: boolean }
  }
  ReprintSlip: { ticket: TicketId; station: string; printer: string; ready: boolean }
  ClaimTicket: { ticket: TicketId }
  VoidTicket: { ticket: TicketId; reason: VoidReason }
  /** Voids tickets whose slip failed too long ago. */
  VoidUnclaimed: Record<never, never>
  StartSlip: { ticket: TicketId; copy: number }
  EndSlip: { ticket: TicketId; copy: number; outcome: 'printed' | 'failed' | 'unknown'; reason: string }
  CallNext: AtCounter & { outcome?: string }
  Recall: AtCounter
  Start: AtCounter
  Finish: AtCounter & { outcome?: string }
  NoShow: AtCounter
}

export type CommandType = keyof CommandData
export type Command = { [T in CommandType]: { type: T; at: number } & CommandData[T] }[CommandType]
