/**
 * How long until somebody is started: the present queue is played forward, with the counters that are open now,
 * their services and what the hall has learned of its pace, many times over; the answers' middle is the estimate
 * and their middle four fifths its range. Pure: the same state and moment give the same answer.
 *
 * Not foreseen: counters that will open, pause or close; held visitors who come back.
 */
import { sessionsOf } from './calendar.ts'
import { compareTurn, rateOf } from './calling-rule.ts'
import { runs, shareOf } from './even-shares.ts'
import { minuteOf } from './local-time.ts'
import {
  type Line,
  type PlayedCounter,
  type Present,
  playForward,
  type Scene,
  type Stream,
} from './play-forward.ts'
import type { Rules, TicketClass } from './rules.ts'
import { noShowShare, type ServiceStats, unknownDoubt } from './service-stats.ts'
import {
  type CounterState,
  isUnclaimed,
  legOf,
  type State,
  serviceOf,
  type Ticket,
  type TicketId,
} from './state.ts'

/** Seconds from now to the start; four in five should fall from `low` to `high`. */
export type Estimate = { low: number; mid: number; high: number }
export type EstimateAnswer =
  | { estimate: Estimate; reason: null }
  | { estimate: null; reason: 'no-counter-open' | 'not-waiting' }

/** What is known of the coming hours; without it, counters stay as they are. */
export type Roster = (counter: string) => readonly { from: number; to: number }[]
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

type Waiting = Pick<Ticket, 'id' | 'class' | 'tiedTo' | 'creditStart' | 'order' | 'overtakes'> & {
  service: string
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
  const { scene, places } = sceneOf(asked, rules, waiting)
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

/** The state in the play-forward's numbers. `places`: where each waiter stands there; -1: nobody could call it. */
function sceneOf({ state, now, stats, roster }: Asked, rules: Rules, waiting: readonly Waiting[]) {
  const services = rules.services.map(({ id }) => id)
  const serviceIndex = new Map(services.map((id, index) => [id, index]))
  const classIndex = new Map(rules.classes.map(({ id }, index) => [id, index]))
  const working = rules.counters.flatMap(({ id, preference }) => {
    const counter = state.counters.get(id)
    const shifts = counter ? shiftsOf(id, counter, now, roster) : []
    return counter && shifts.length > 0 ? [{ id, preference, counter, shifts }] : []
  })
  const lines: (Line & { key: string })[] = []
  const lineOf = (service: string, ofClass: TicketClass, tiedTo: string | null) => {
    const key = `${service} ${ofClass} ${tiedTo ?? ''}`
    const known = lines.findIndex((line) => line.key === key)
    if (known >= 0) return known
    const tied = tiedTo === null ? -1 : working.findIndex(({ id }) => id === tiedTo)
    const could =
      tiedTo === null ? working.some(({ counter }) => counter.services.includes(service)) : tied >= 0
    const index = serviceIndex.get(service)
    if (!could || index === undefined) return -1
    lines.push({
      key,
      service: index,
      class: classIndex.get(ofClass) ?? 0,
      tiedTo: tied,
      rate: rateOf(rules, ofClass),
    })
    return lines.length - 1
  }
  const waiters: Scene['waiters'][number][] = []
  const places = waiting.map(({ service, class: ofClass, tiedTo, creditStart, order, overtakes }) => {
    const line = lineOf(service, ofClass, tiedTo)
    if (line < 0) return -1
    return waiters.push({ line, order, overtakes, creditStart: (creditStart - now) / 1000 }) - 1
  })
  const plain =
    rules.classes.every(({ rate }) => rate === rules.classes[0]?.rate) &&
    working.every(({ preference }) => Object.values(preference).every((weight) => weight === 1))
  // Whoever comes later goes before nobody where credit grows alike for all.
  const streams = plain ? [] : streamsOf(state, now, lineOf)
  const played = services.map((id) => ({
    visit: stats.visits[id] ?? stats.anyVisit,
    doubt: stats.doubt[id] ?? unknownDoubt,
    noShow: noShowShare(stats, id),
    transfers: (stats.transfers[id] ?? [])
      .flatMap(({ to, share }) =>
        rules.classes.map(({ id: ofClass }, index) => ({
          line: lineOf(to, ofClass, null),
          share,
          class: index,
        })),
      )
      .filter(({ line }) => line >= 0),
    sessions: sessionsFrom(rules, state.day, id, now),
  }))
  const counters = working.map(
    ({ id, preference, counter, shifts }, index): PlayedCounter => ({
      lines: lines.flatMap((line, at) => {
        const service = services[line.service] ?? ''
        const may = line.tiedTo < 0 ? counter.services.includes(service) : line.tiedTo === index
        return may ? [{ line: at, weight: line.rate * (preference[service] ?? 1) }] : []
      }),
      pace: stats.pace[id] ?? 1,
      shifts,
      present: presentOf(state, counter, now, serviceIndex, classIndex),
    }),
  )
  const scene: Scene = {
    waiters,
    lines,
    counters,
    services: played,
    streams,
    delay: stats.delay,
    walk: stats.walk,
    absence: stats.absence,
    maxOvertakes: rules.maxOvertakes,
    transfersKeepCredit: rules.transferCredit === 'keep',
  }
  return { scene, places }
}

function shiftsOf(id: string, counter: CounterState, now: number, roster: Roster | undefined) {
  if (!roster) return counter.open && counter.paused === null ? [{ from: 0, to: Infinity }] : []
  return roster(id)
    .map(({ from, to }) => ({ from: (from - now) / 1000, to: (to - now) / 1000 }))
    .filter(({ to }) => to > 0)
}

function presentOf(
  { tickets }: State,
  counter: CounterState,
  now: number,
  services: ReadonlyMap<string, number>,
  classes: ReadonlyMap<string, number>,
): Present {
  const seconds = (since: number | null) => Math.max(0, (now - (since ?? now)) / 1000)
  const ticket = tickets.get(counter.ticket ?? '')
  if (!ticket) {
    const last = tickets.get(counter.lastTicket ?? '')
    return { doing: 'idle', since: last ? seconds(legOf(last).endedAt) : 0 }
  }
  const leg = legOf(ticket)
  const serving = ticket.state === 'serving'
  return {
    doing: serving ? 'serving' : 'calling',
    service: services.get(leg.service) ?? 0,
    since: serving ? Math.max(0, seconds(leg.startedAt) - leg.heldMs / 1000) : seconds(leg.calledAt),
    creditStart: (ticket.creditStart - now) / 1000,
    order: ticket.order,
    class: classes.get(ticket.class) ?? 0,
  }
}

/** How many came in the last half hour, by line. */
function streamsOf(
  { tickets }: State,
  now: number,
  lineOf: (service: string, ofClass: TicketClass, tiedTo: null) => number,
): Stream[] {
  const span = 1800
  const counts = new Map<number, number>()
  for (const { issuedAt, legs, class: ofClass } of tickets.values()) {
    if (issuedAt <= now - span * 1000 || issuedAt > now) continue
    const line = lineOf(legs[0]?.service ?? '', ofClass, null)
    if (line >= 0) counts.set(line, (counts.get(line) ?? 0) + 1)
  }
  return [...counts].map(([line, count]) => ({ line, perSecond: count / span }))
}

/** Today's sessions in seconds from now. The last has no end: who is still there is served. */
function sessionsFrom({ calendar, timeZone }: Rules, day: string | null, service: string, now: number) {
  const always = [{ from: -Infinity, to: Infinity }]
  if (calendar.week === null && calendar.extra.length === 0 && !calendar.services[service]?.week)
    return always
  const minute = minuteOf(now, timeZone)
  const past = (now / 1000) % 60
  const spans = sessionsOf(calendar, service, day ?? '')
    .filter(({ to }) => to > minute)
    .map(({ from, to }) => ({ from: (from - minute) * 60 - past, to: (to - minute) * 60 - past }))
  const last = spans.pop()
  return last ? [...spans, { from: last.from, to: Infinity }] : always
}
