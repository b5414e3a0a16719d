/**
 * Sets the scene for the play-forward: the state, what the hall has learned and today's sessions, in the
 * play-forward's numbers. Seconds are counted from now; what cannot touch the ticket in question is left out.
 */
import { sessionsOf } from './calendar.ts'
import { rateOf } from './calling-rule.ts'
import { sum } from './learned.ts'
import { minuteOf } from './local-time.ts'
import type { Line, PlayedCounter, PlayedService, Present, Scene, Stream } from './played-scene.ts'
import { hoursOf, type Presence, type Span, type WorkedDay, waysOn } from './presence.ts'
import { meanOf } from './quantile-table.ts'
import type { Rules, TicketClass } from './rules.ts'
import { noShowShare, type ServiceStats, unknownDoubt } from './service-stats.ts'
import { type CounterState, legOf, type State, type Ticket } from './state.ts'

/** What is known of the coming hours, epoch ms; without it, counters stay as they are. */
export type Roster = (counter: string) => readonly { from: number; to: number }[]
export type Asked = {
  state: State
  now: number
  stats: ServiceStats
  /** When counters worked on earlier days. */
  worked?: readonly WorkedDay[]
  /** And today. */
  presence?: Presence
  roster?: Roster
}
export type Waiting = Pick<Ticket, 'id' | 'class' | 'tiedTo' | 'creditStart' | 'order' | 'overtakes'> & {
  service: string
  enteredAt: number
}
type Working = {
  id: string
  preference: Record<string, number>
  counter: CounterState
  ways: PlayedCounter['ways']
}

/** `places`: where each waiter stands in the scene; -1: nobody could call it, or it does not matter to `only`. */
export function sceneOf(
  asked: Asked,
  rules: Rules,
  waiting: readonly Waiting[],
  only: string | null,
): { scene: Scene; places: number[] } {
  const { state, now, stats, roster, presence, worked = [] } = asked
  const minute = minuteOf(now, rules.timeZone)
  const second = minute * 60 + ((now / 1000) % 60)
  const waysOf = (counter: string, { open, paused }: CounterState) => {
    const now = !open ? 'closed' : paused === null ? 'open' : 'paused'
    const spans = presence?.spans.get(counter) ?? []
    return waysOn(worked, { counter, now, spans, hours: hoursOf(rules, counter, state.day ?? '') }, second)
  }
  const services = rules.services.map(({ id }) => id)
  const serviceIndex = new Map(services.map((id, index) => [id, index]))
  const classIndex = new Map(rules.classes.map(({ id }, index) => [id, index]))
  const matters = only === null ? new Set(services) : whatMatters(only, state, stats)
  const working = rules.counters.flatMap(({ id, preference }): Working[] => {
    const counter = state.counters.get(id)
    if (!counter?.services.some((one) => matters.has(one))) return []
    const ways = roster ? [shiftsOf(roster(id), now)] : waysOf(id, counter)
    return ways.some((shifts) => shifts.length > 0) ? [{ id, preference, counter, ways }] : []
  })

  const lines: Line[] = []
  const lineIndex = new Map<string, number>()
  const lineOf = (service: string, ofClass: TicketClass, tiedTo: string | null): number => {
    const key = `${service} ${ofClass} ${tiedTo ?? ''}`
    const known = lineIndex.get(key)
    if (known !== undefined) return known
    const tied = tiedTo === null ? -1 : working.findIndex(({ id }) => id === tiedTo)
    const could = tied >= 0 || (tiedTo === null && working.some(({ counter }) => gives(counter, service)))
    const index = serviceIndex.get(service)
    const line = could && index !== undefined && matters.has(service) ? lines.length : -1
    lineIndex.set(key, line)
    if (line < 0 || index === undefined) return -1
    const rate = rateOf(rules, ofClass)
    lines.push({ service: index, class: classIndex.get(ofClass) ?? 0, tiedTo: tied, rate })
    return line
  }

  const waiters: Scene['waiters'][number][] = []
  const places = waiting.map(({ service, class: ofClass, tiedTo, creditStart, order, overtakes }) => {
    const line = lineOf(service, ofClass, tiedTo)
    if (line < 0) return -1
    return waiters.push({ line, order, overtakes, creditStart: (creditStart - now) / 1000 }) - 1
  })
  const streams = streamsOf(state, now, (service, ofClass) =>
    mayOvertake(rules, working, service, ofClass) ? lineOf(service, ofClass, null) : -1,
  )
  const played = services.map((id): PlayedService => {
    const transfers = (stats.transfers[id] ?? []).flatMap(({ to, share }) =>
      matters.has(to)
        ? rules.classes.map((one, index) => ({ line: lineOf(to, one.id, null), share, class: index }))
        : [],
    )
    return {
      visit: stats.visits[id] ?? stats.anyVisit,
      doubt: stats.doubt[id] ?? unknownDoubt,
      noShow: noShowShare(stats, id),
      transfers: transfers.filter(({ line }) => line >= 0),
      sessions: sessionsFrom(rules, state.day, id, minute, (now / 1000) % 60),
    }
  })
  const counters = working.map(({ id, preference, counter, ways }, index): PlayedCounter => {
    const here = lines.flatMap(({ service, tiedTo, rate }, line) => {
      const name = services[service] ?? ''
      const may = tiedTo < 0 ? gives(counter, name) : tiedTo === index
      return may ? [{ line, weight: rate * (preference[name] ?? 1) }] : []
    })
    const first = waiting
      .filter(({ tiedTo, service }) => (tiedTo === null ? gives(counter, service) : tiedTo === id))
      .reduce((least, { enteredAt }) => Math.min(least, enteredAt), now)
    const pace = stats.pace[id] ?? 1
    // A span was seen to end with a visit: going by it, an officer leaves at the visit's end nearest to it.
    const visits = counter.services.map((one) => meanOf(stats.visits[one] ?? stats.anyVisit))
    const leavesBefore = roster
      ? 0
      : (pace * sum(visits, (seconds) => seconds)) / Math.max(1, visits.length) / 2
    const present = presentOf(state, counter, now, first, serviceIndex, classIndex)
    return { lines: here, pace, ways, leavesBefore, present }
  })
  const { delay, walk, absence } = stats
  const { maxOvertakes } = rules
  const transfersKeepCredit = rules.transferCredit === 'keep'
  return {
    scene: {
      ...{ waiters, lines, counters, services: played, streams, delay, walk, absence },
      ...{ maxOvertakes, transfersKeepCredit },
    },
    places,
  }
}

const gives = (counter: CounterState, service: string) => counter.services.includes(service)

/** The services whose visitors compete with this one's for a counter, or are sent on to those that do. */
function whatMatters(service: string, { counters }: State, stats: ServiceStats): ReadonlySet<string> {
  const found = new Set([service])
  for (const one of found) {
    for (const counter of counters.values())
      if (gives(counter, one)) for (const other of counter.services) found.add(other)
    for (const [from, transfers] of Object.entries(stats.transfers))
      if (transfers.some(({ to, share }) => to === one && share >= rareTransfer)) found.add(from)
  }
  return found
}
/** Rarer than this, a transfer is not worth playing another queue for. */
const rareTransfer = 0.02

/** Whoever comes later goes before somebody only where its credit grows faster. */
function mayOvertake(
  rules: Rules,
  working: readonly Working[],
  service: string,
  ofClass: TicketClass,
): boolean {
  const slowest = Math.min(...rules.classes.map(({ rate }) => rate))
  if (rateOf(rules, ofClass) > slowest) return true
  return working.some(
    ({ preference, counter }) =>
      gives(counter, service) &&
      counter.services.some((other) => (preference[other] ?? 1) < (preference[service] ?? 1)),
  )
}

function shiftsOf(shifts: ReturnType<Roster>, now: number): readonly Span[] {
  return shifts
    .map(({ from, to }) => ({ from: (from - now) / 1000, to: (to - now) / 1000 }))
    .filter(({ to }) => to > 0)
}

function presentOf(
  { tickets }: State,
  counter: CounterState,
  now: number,
  firstWaits: number,
  services: ReadonlyMap<string, number>,
  classes: ReadonlyMap<string, number>,
): Present {
  const seconds = (since: number | null) => Math.max(0, (now - (since ?? now)) / 1000)
  const ticket = tickets.get(counter.ticket ?? '')
  if (!ticket) {
    const last = tickets.get(counter.lastTicket ?? '')
    // What the officer lets pass begins when there is somebody to call.
    return { doing: 'idle', since: last ? seconds(Math.max(legOf(last).endedAt ?? now, firstWaits)) : 0 }
  }
  const leg = legOf(ticket)
  const serving = ticket.state === 'serving'
  return {
    doing: serving ? 'serving' : 'calling',
    service: services.get(leg.service) ?? 0,
    since: serving
      ? Math.max(0, seconds(leg.startedAt) - leg.heldMs / 1000)
      : seconds(ticket.returns > 0 ? leg.lastCalledAt : leg.calledAt),
    creditStart: (ticket.creditStart - now) / 1000,
    order: ticket.order,
    class: classes.get(ticket.class) ?? 0,
  }
}

/** How many came in the last half hour, by line. */
function streamsOf(
  { tickets }: State,
  now: number,
  lineOf: (service: string, ofClass: TicketClass) => number,
): Stream[] {
  const span = 1800
  const counts = new Map<number, number>()
  for (const { issuedAt, legs, class: ofClass } of tickets.values()) {
    if (issuedAt <= now - span * 1000 || issuedAt > now) continue
    const line = lineOf(legs[0]?.service ?? '', ofClass)
    if (line >= 0) counts.set(line, (counts.get(line) ?? 0) + 1)
  }
  return [...counts].map(([line, count]) => ({ line, perSecond: count / span }))
}

/** Today's sessions in seconds from now. The last has no end: who is still there is served. */
function sessionsFrom(
  { calendar }: Rules,
  day: string | null,
  service: string,
  minute: number,
  past: number,
): PlayedService['sessions'] {
  const always = [{ from: -Infinity, to: Infinity }]
  if (calendar.week === null && calendar.extra.length === 0 && !calendar.services[service]?.week)
    return always
  const spans = sessionsOf(calendar, service, day ?? '')
    .filter(({ to }) => to > minute)
    .map(({ from, to }) => ({ from: (from - minute) * 60 - past, to: (to - minute) * 60 - past }))
  const last = spans.pop()
  return last ? [...spans, { from: last.from, to: Infinity }] : always
}
