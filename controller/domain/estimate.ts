/**
 * How long until somebody is started: the present queue is played forward, with the counters that are open now,
 * their services and what the hall has learned of its pace, many times over; the answers' middle is the estimate
 * and their middle four fifths its range. Pure: the same state and moment give the same answer.
 *
 * Not foreseen: counters that will open, pause or close; held visitors who come back.
 */
import { compareTurn } from './calling-rule.ts'
import { runs, shareOf } from './even-shares.ts'
import { playForward } from './play-forward.ts'
import type { TicketClass } from './rules.ts'
import { type Roster, sceneOf, type Waiting } from './scene.ts'
import type { ServiceStats } from './service-stats.ts'
import { isUnclaimed, type State, serviceOf, type TicketId } from './state.ts'

/** Seconds from now to the start; four in five should fall from `low` to `high`. */
export type Estimate = { low: number; mid: number; high: number }
export type EstimateAnswer =
  | { estimate: Estimate; reason: null }
  | { estimate: null; reason: 'no-counter-open' | 'not-waiting' }

export type Asked = { state: State; now: number; stats: ServiceStats; roster?: Roster }

/** For a ticket that would be issued now. */
export function estimateNew(
  asked: Asked,
  ticket: { service: string; class?: TicketClass; creditStart?: number },
): EstimateAnswer {
  const { state, now } = asked
  const newcomer: Waiting = {
    id: '',
    service: ticket.service,
    class: ticket.class ?? 'ordinary',
    tiedTo: null,
    creditStart: ticket.creditStart ?? now,
    order: state.tickets.size + 1,
    overtakes: 0,
  }
  const waiting = [...waitingOf(state), newcomer].sort(inTurn)
  return play(asked, waiting, waiting.indexOf(newcomer)).get('') ?? none('no-counter-open')
}

/** For one waiting ticket. */
export function estimateOf(asked: Asked, ticket: TicketId): EstimateAnswer {
  const waiting = waitingOf(asked.state)
  const target = waiting.findIndex(({ id }) => id === ticket)
  if (target < 0) return none('not-waiting')
  return play(asked, waiting, target).get(ticket) ?? none('no-counter-open')
}

/** For everybody who waits, in one go. */
export function estimateAll(asked: Asked): Map<TicketId, EstimateAnswer> {
  return play(asked, waitingOf(asked.state), -1)
}

const none = (reason: 'no-counter-open' | 'not-waiting'): EstimateAnswer => ({ estimate: null, reason })
const inTurn = (a: Waiting, b: Waiting) => a.creditStart - b.creditStart || a.order - b.order

function waitingOf({ tickets }: State): Waiting[] {
  return [...tickets.values()]
    .filter((ticket) => ticket.state === 'waiting' && !isUnclaimed(ticket))
    .sort(compareTurn)
    .map((ticket) => ({ ...ticket, service: serviceOf(ticket) }))
}

function play(asked: Asked, waiting: readonly Waiting[], target: number): Map<TicketId, EstimateAnswer> {
  const answers = new Map<TicketId, EstimateAnswer>()
  const { rules } = asked.state
  if (!rules) return answers
  const { scene, places } = sceneOf(asked, rules, waiting, waiting[target]?.service ?? null)
  const wanted = target < 0 ? -1 : (places[target] ?? -1)
  if (target >= 0 && wanted < 0) return answers
  const starts: Float64Array[] = []
  for (let run = 0; run < runs; run++) {
    const startsAt = new Float64Array(scene.waiters.length)
    playForward(scene, startsAt, wanted, (nth) => shareOf(run, nth))
    starts.push(startsAt)
  }
  waiting.forEach(({ id }, index) => {
    const place = places[index] ?? -1
    if (place < 0) answers.set(id, none('no-counter-open'))
    else if (target < 0 || target === index)
      answers.set(id, rangeOf(starts.map((one) => one[place] ?? Infinity)))
  })
  return answers
}

function rangeOf(seconds: number[]): EstimateAnswer {
  const sorted = seconds.sort((a, b) => a - b)
  const at = (share: number) => {
    const place = Math.min(sorted.length - 1, Math.max(0, share * sorted.length - 0.5))
    const low = sorted[Math.floor(place)] ?? Infinity
    const high = sorted[Math.ceil(place)] ?? Infinity
    return Math.round(low === high ? low : low + (high - low) * (place % 1))
  }
  const estimate = { low: at(0.1), mid: at(0.5), high: at(0.9) }
  return Number.isFinite(estimate.high) ? { estimate, reason: null } : none('no-counter-open')
}
