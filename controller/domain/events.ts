/**
 * What can have happened. Past tense; data is JSON; codes only, never a person's name. `eventVersions` says
 * which shape of the data this program writes, and reads.
 */
import type { Rules } from './rules.ts'
import type { CounterId, Source, TicketId, VoidReason } from './state.ts'

type OfTicket = { ticket: TicketId; number: string }
type AtCounter = OfTicket & { counter: CounterId }
type OfSlip = OfTicket & { copy: number; station: string; printer: string }

export type EventData = {
  /** `site` is the whole site file as it was read, for the record; `rules` is what the queue goes by. */
  SiteChanged: { rules: Rules; site: unknown }
  DayOpened: { date: string; rules: Rules }
  /** Waiting tickets were voided and current ones ended before it. */
  DayClosed: { date: string }
  CounterOpened: { counter: CounterId }
  CounterClosed: { counter: CounterId }
  TicketIssued: OfTicket & {
    service: string
    source: Source
    series: string
    value: number
    order: number
    /** People ahead at that moment: what the slip says. */
    ahead: number
    requestId: string | null
    slip: { station: string; printer: string } | null
  }
  /** A reprint was asked for. */
  SlipRequested: OfSlip
  /** Durable before the first byte leaves for the printer. */
  SlipStarted: OfSlip
  SlipPrinted: OfSlip
  SlipFailed: OfSlip & { reason: string }
  /** Bytes left and nothing tells what became of them; never printed again unasked. */
  SlipUnknown: OfSlip & { reason: string }
  /** The visitor of a failed slip stands there and knows the number. */
  TicketClaimed: OfTicket
  TicketCalled: AtCounter & { service: string }
  TicketRecalled: AtCounter & { calls: number }
  /** `auto`: inferred by the system, not said by the officer (R19). */
  ServiceStarted: AtCounter & { auto: boolean }
  ServiceFinished: AtCounter & { outcome: string | null; auto: boolean }
  /** `auto`: the day ended while the ticket was being called. */
  TicketNoShow: AtCounter & { auto: boolean }
  TicketVoided: OfTicket & { reason: VoidReason }
}

export type EventType = keyof EventData
export type DomainEvent = { [T in EventType]: { type: T; data: EventData[T] } }[EventType]
/** An event with its time, as `evolve` takes it. */
export type TimedEvent = DomainEvent & { at: number }

export const eventVersions: Record<EventType, number> = {
  SiteChanged: 1,
  DayOpened: 1,
  DayClosed: 1,
  CounterOpened: 1,
  CounterClosed: 1,
  TicketIssued: 1,
  SlipRequested: 1,
  SlipStarted: 1,
  SlipPrinted: 1,
  SlipFailed: 1,
  SlipUnknown: 1,
  TicketClaimed: 1,
  TicketCalled: 1,
  TicketRecalled: 1,
  ServiceStarted: 1,
  ServiceFinished: 1,
  TicketNoShow: 1,
  TicketVoided: 1,
}
