/**
 * How good the estimates are: what each slip said against the wait until the start. Tickets that were never
 * started, or given no estimate, or sent to another service before, are not judged. Nothing else is left out.
 */
import type { TimedEvent } from './events.ts'

export type EstimateError = {
  n: number
  /** Seconds between `mid` and the wait, either way. */
  median: number | null
  p90: number | null
  /** Share of waits inside low … high. */
  inside: number | null
}
type Given = { service: string; issuedAt: number; low: number; mid: number; high: number }
/** `waiting`: given and not yet judged. Values never change in place. */
export type EstimateRecord = {
  waiting: ReadonlyMap<string, Given>
  judged: Readonly<Record<string, readonly { error: number; inside: boolean }[]>>
}
export const noEstimates: EstimateRecord = { waiting: new Map(), judged: {} }

export function recordEstimate(record: EstimateRecord, event: TimedEvent): EstimateRecord {
  switch (event.type) {
    case 'DayOpened':
      return { ...record, waiting: new Map() }
    case 'TicketIssued': {
      const { ticket, service, estimate } = event.data
      if (!estimate) return record
      const given = { service, issuedAt: event.at, ...estimate }
      return { ...record, waiting: new Map(record.waiting).set(ticket, given) }
    }
    case 'ServiceStarted': {
      const given = record.waiting.get(event.data.ticket)
      if (!given) return record
      const waited = (event.at - given.issuedAt) / 1000
      // Estimates are whole seconds.
      const inside = waited >= given.low - 0.5 && waited <= given.high + 0.5
      const judged = {
        ...record.judged,
        [given.service]: [
          ...(record.judged[given.service] ?? []),
          { error: Math.abs(waited - given.mid), inside },
        ],
      }
      return { waiting: without(record.waiting, event.data.ticket), judged }
    }
    case 'TicketChanged':
    case 'TicketNoShow':
    case 'TicketVoided':
      return record.waiting.has(event.data.ticket)
        ? { ...record, waiting: without(record.waiting, event.data.ticket) }
        : record
    default:
      return record
  }
}

export function estimateErrors(record: EstimateRecord): Record<string, EstimateError> {
  return Object.fromEntries(
    Object.entries(record.judged).map(([service, judged]) => [service, errorOf(judged)]),
  )
}

export function errorOf(judged: readonly { error: number; inside: boolean }[]): EstimateError {
  const sorted = judged.map(({ error }) => error).sort((a, b) => a - b)
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null
  const inside = judged.filter((one) => one.inside).length
  return {
    n: sorted.length,
    median: rank(0.5),
    p90: rank(0.9),
    inside: sorted.length > 0 ? inside / sorted.length : null,
  }
}

function without<V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> {
  const rest = new Map(map)
  rest.delete(key)
  return rest
}
