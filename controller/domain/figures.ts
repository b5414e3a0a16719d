/**
 * Today's waits and volumes. Waiting time is service started − ticket issued (R19), of tickets that were
 * started; service time is finished − started, without those the system ended. Milliseconds throughout.
 */
import type { Ticket } from './state.ts'

export type Spread = {
  n: number
  mean: number | null
  median: number | null
  p90: number | null
  max: number | null
}

export type Figures = {
  issued: number
  waiting: number
  called: number
  serving: number
  finished: number
  noShow: number
  voided: number
  wait: Spread
  service: Spread
  /** Longest wait of those still waiting. */
  longestWait: number | null
  /** Started or still waiting, and longer than the limit. */
  overLimit: number
}

export function figuresOf(tickets: Iterable<Ticket>, now: number, limitMs: number): Figures {
  const count = { waiting: 0, called: 0, serving: 0, finished: 0, 'no-show': 0, voided: 0 }
  const waits: number[] = []
  const services: number[] = []
  let longestWait: number | null = null
  let overLimit = 0
  let issued = 0
  for (const ticket of tickets) {
    issued++
    count[ticket.state]++
    if (ticket.startedAt !== null) {
      const wait = ticket.startedAt - ticket.issuedAt
      waits.push(wait)
      if (wait > limitMs) overLimit++
      if (ticket.endedAt !== null && !ticket.endedBySystem) services.push(ticket.endedAt - ticket.startedAt)
    } else if (ticket.state === 'waiting' || ticket.state === 'called') {
      const wait = now - ticket.issuedAt
      longestWait = Math.max(longestWait ?? 0, wait)
      if (wait > limitMs) overLimit++
    }
  }
  return {
    issued,
    waiting: count.waiting,
    called: count.called,
    serving: count.serving,
    finished: count.finished,
    noShow: count['no-show'],
    voided: count.voided,
    wait: spread(waits),
    service: spread(services),
    longestWait,
    overLimit,
  }
}

/** Nearest-rank median and 90th percentile: always a wait that somebody really had. */
export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null
  const sum = sorted.reduce((total, value) => total + value, 0)
  return {
    n: sorted.length,
    mean: sorted.length ? sum / sorted.length : null,
    median: rank(0.5),
    p90: rank(0.9),
    max: sorted.at(-1) ?? null,
  }
}
