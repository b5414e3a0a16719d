/**
 * How long until somebody is started: the present queue is played forward, with the counters as they are now, their
 * services and what the hall has learned of its pace and of when counters work, many times over. The answers' middle
 * is the estimate, and their middle four fifths its range. Pure: the same state and moment give the same answer.
 *
 * Not foreseen: held visitors who come back.
 */
import { compareTurn } from './calling-rule.ts'
import { runs, shareOf } from './even-shares.ts'
import { playForward } from './play-forward.ts'
import type { TicketClass } from './rules.ts'
import { type Asked, sceneOf, type Waiting } from './scene.ts'
import { isUnclaimed, legOf, type State, serviceOf, type TicketId } from './state.ts'

/** Seconds from now to the start; four in five should fall from `low` to `high`. */
export type Estimate = { low: number; mid: number; high: number }
export type EstimateAnswer =
  | { estimate: Estimate; reason: null }
  | { estimate: null; reason: 'no-counter-open' | 'not-waiting' }

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
    enteredAt: now,
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
    .map((ticket) => ({ ...ticket, service: serviceOf(ticket), enteredAt: legOf(ticket).enteredAt }))
}

function play(asked: Asked, waiting: readonly Waiting[], target: number): Map<TicketId, EstimateAnswer> {
  const answers = new Map<TicketId, EstimateAnswer>()
  const { rules } = asked.state
  if (!rules) return answers
  const { scene, places } = sceneOf(asked, rules, waiting, waiting[target]?.service ?? null)
  const wanted = target < 0 ? -1 : (places[target] ?? -1)
  if (target >= 0 && (wanted < 0 || !isServed(asked, waiting[target]))) return answers
  const starts: Float64Array[] = []
  for (let run = 0; run < runs; run++) {
    const startsAt = new Float64Array(scene.waiters.length)
    playForward(scene, startsAt, wanted, (nth) => shareOf(run, nth))
    starts.push(startsAt)
  }
  waiting.forEach(({ id }, index) => {
    const place = isServed(asked, waiting[index]) ? (places[index] ?? -1) : -1
    if (place < 0) answers.set(id, none('no-counter-open'))
    else if (target < 0 || target === index)
      answers.set(id, rangeOf(starts.map((one) => one[place] ?? Infinity)))
  })
  return answers
}

/** Whether a counter that is open now would call it; where counters are only usually opened later, nobody is told when. */
function isServed({ state, roster }: Asked, ticket: Waiting | undefined): boolean {
  if (roster || !ticket) return true
  return [...state.counters].some(
    ([id, { open, paused, services }]) =>
      open &&
      paused === null &&
      (ticket.tiedTo === null ? services.includes(ticket.service) : ticket.tiedTo === id),
  )
}

function rangeOf(seconds: number[]): EstimateAnswer {
  // In some runs every counter leaves before: whoever is not started then waits on another day.
  const sorted = seconds.filter(Number.isFinite).sort((a, b) => a - b)
  if (sorted.length * 2 < seconds.length) return none('no-counter-open')
  const at = (share: number) => {
    const place = Math.min(sorted.length - 1, Math.max(0, share * sorted.length - 0.5))
    const low = sorted[Math.floor(place)] ?? Infinity
    const high = sorted[Math.ceil(place)] ?? low
    return Math.round(low + (high - low) * (place % 1))
  }
  return { estimate: { low: at(0.1), mid: at(0.5), high: at(0.9) }, reason: null }
}
