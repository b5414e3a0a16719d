/** Counts over simulated days: what became of the tickets, and how long they waited. */
import { createHash } from 'node:crypto'
import type { TimedEvent } from '../../controller/domain/events.ts'
import type { Ticket } from '../../controller/domain/state.ts'

export type Tally = {
  issued: number
  finished: number
  noShow: number
  voided: number
  /** Tickets whose first leg was started, and the sum of their waits in ms. */
  started: number
  waitedMs: number
  longestMs: number
}
export const emptyTally: Tally = {
  issued: 0,
  finished: 0,
  noShow: 0,
  voided: 0,
  started: 0,
  waitedMs: 0,
  longestMs: 0,
}

export function count(tally: Tally, tickets: Iterable<Ticket>): Tally {
  const sum = { ...tally }
  for (const { state, legs } of tickets) {
    sum.issued++
    if (state === 'finished') sum.finished++
    if (state === 'no-show') sum.noShow++
    if (state === 'voided') sum.voided++
    const first = legs[0]
    if (!first || first.startedAt === null) continue
    const wait = first.startedAt - first.enteredAt
    sum.started++
    sum.waitedMs += wait
    sum.longestMs = Math.max(sum.longestMs, wait)
  }
  return sum
}

/** A fingerprint of every event: two runs with the same one were the same. */
export function openDigest(): { add(events: readonly TimedEvent[]): void; events(): number; hex(): string } {
  const hash = createHash('sha256')
  let seen = 0
  return {
    add(events) {
      seen += events.length
      hash.update(events.map((event) => JSON.stringify(event)).join('\n'))
      hash.update('\n')
    },
    events: () => seen,
    hex: () => hash.digest('hex'),
  }
}
