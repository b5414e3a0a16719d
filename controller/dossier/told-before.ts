/**
 * What an earlier run of this program had to tell visitors, read from the journal: how the hall stood up to where
 * everything was told, and the calls since. It decides nothing about what is still true.
 */
import type { DomainEvent, EventType, TimedEvent } from '../domain/events.ts'
import { evolve } from '../domain/evolve.ts'
import { initialState, type State } from '../domain/state.ts'
import type { Envelope, Journal } from '../journal/envelope.ts'

type Readable = Pick<Journal, 'lastOfType' | 'read'>
export type Call = Extract<DomainEvent, { type: 'TicketCalled' | 'TicketRecalled' }>
const chunk = 1000

/** Today's state after event `seq`; before today there is none. */
export function stateAfter(journal: Readable, seq: number): State {
  let state = initialState()
  for (const { type, at, data } of todayUntil(journal, 0, seq))
    state = evolve(state, { type, data, at: Date.parse(at) } as TimedEvent)
  return state
}

/** Today's calls after event `seq`. */
export function callsAfter(
  journal: Readable,
  seq: number,
): { seq: number; journalId: string; at: number; event: Call }[] {
  return [...todayUntil(journal, seq, Number.POSITIVE_INFINITY)]
    .filter(({ type }) => type === 'TicketCalled' || type === 'TicketRecalled')
    .map(({ seq, journalId, at, type, data }) => ({
      ...{ seq, journalId, at: Date.parse(at) },
      event: { type, data } as Call,
    }))
}

function* todayUntil(journal: Readable, from: number, to: number): Generator<Envelope> {
  let after = Math.max(from, journal.lastOfType('DayOpened' satisfies EventType) - 1, 0)
  for (;;) {
    const events = journal.read(after, chunk)
    for (const event of events) {
      if (event.seq > to) return
      yield event
    }
    if (events.length < chunk) return
    after = events.at(-1)?.seq ?? after
  }
}
