/** Made-up events for tests and measurements: the size of real ones, with no meaning. */
import type { NewEvent } from './envelope.ts'

export function someEvent(number: number, type = 'TicketIssued'): NewEvent {
  return {
    type,
    v: 1,
    at: '2026-11-23T08:00:00.000+07:00',
    clock: { synced: true, bootId: 'b3f1c0de', monotonicMs: number },
    actor: { kind: 'visitor' },
    cause: `press-${number}`,
    data: { ticket: `2026-11-23-${number}`, service: 'dat-dai', number: `A${number}`, note: 'Đến lượt' },
  }
}

export const someEvents = (first: number, count: number): NewEvent[] =>
  Array.from({ length: count }, (_, index) => someEvent(first + index))
