/**
 * The figures again, by the plainest means: each ticket's own events are read from front to back, idle counters
 * are found by asking the whole state after every event. Shares nothing with what it checks but types, the rule
 * of who may be called, and the replay of the hall.
 */
import type { Calendar } from './calendar.ts'
import { mayCall } from './calling-rule.ts'
import type { TimedEvent } from './events.ts'
import { evolve } from './evolve.ts'
import type { FigureKey } from './figure-rows.ts'
import type { FigureRow } from './figure-tally.ts'
import type { Rules } from './rules.ts'
import { initialState } from './state.ts'

export type Asked = { by: FigureKey; from: number; to: number; limitMs: number; now: number }

type NaiveLeg = {
  date: string
  first: boolean
  moment: number
  keys: Record<FigureKey, string | null>
  waited: number | null
  waitedAll: number
  open: number
  untilCall: number | null
  walking: number | null
  service: number | null
  called: boolean
  auto: boolean
  end: string
  outcome: string | null
  satisfied: boolean | null
  points: number | null
}

const zoneMs = 7 * 3_600_000
const positive = (ms: number) => Math.max(0, ms)

export function naiveFigures(
  events: readonly TimedEvent[],
  asked: Asked,
): { rows: FigureRow[]; total: FigureRow } {
  const { by, from, to } = asked
  const days: TimedEvent[][] = []
  for (const event of events) {
    if (event.type === 'DayOpened') days.push([])
    days.at(-1)?.push(event)
  }
  const visits: NaiveLeg[][] = []
  const idle: { key: string | null; ms: number }[] = []
  for (const day of days) {
    const frame = frameOf(day, asked.now)
    if (!frame) continue
    visits.push(...visitsOf(frame))
    for (const { counter, officer, agency, start, stop } of idleOf(frame)) {
      // Millisecond edges: an hour's share is cut out of every hour of the day.
      for (let hour = 0; hour < 24; hour++) {
        const low = Math.max(start, from, frame.start + hour * 3_600_000)
        const high = Math.min(stop, to, frame.until, frame.start + (hour + 1) * 3_600_000)
        const keys: Partial<Record<FigureKey, string | null>> = {
          counter,
          officer,
          agency,
          day: frame.date,
          hour: String(hour).padStart(2, '0'),
        }
        if (high > low) idle.push({ key: by in keys ? (keys[by] ?? null) : 'nowhere', ms: high - low })
      }
    }
  }
  const inside = ({ moment }: NaiveLeg) => moment >= from && moment < to
  const legs = visits.flat().filter(inside)
  const whole = visits.filter(([first]) => first && inside(first))
  const hasIdle = !['service', 'source', 'class'].includes(by)
  const keys = new Set([...legs.map((leg) => leg.keys[by]), ...(hasIdle ? idle.map(({ key }) => key) : [])])
  const rows = [...keys]
    .sort((a, b) => (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1))
    .map((key) =>
      row(
        key,
        legs.filter((leg) => leg.keys[by] === key),
        whole.filter(([first]) => first?.keys[by] === key),
        hasIdle ? total(idle.filter((one) => one.key === key).map(({ ms }) => ms)) : null,
        asked.limitMs,
      ),
    )
  return { rows, total: row(null, legs, whole, total(idle.map(({ ms }) => ms)), asked.limitMs) }
}

type Frame = {
  date: string
  start: number
  until: number
  events: TimedEvent[]
  calendar: Calendar
  agencies: Record<string, string | null>
}

function frameOf(day: readonly TimedEvent[], now: number): Frame | null {
  const [opening] = day
  if (opening?.type !== 'DayOpened') return null
  const closing = day.findIndex(({ type }) => type === 'DayClosed')
  const events = closing < 0 ? [...day] : day.slice(0, closing + 1)
  const start = Date.parse(`${opening.data.date}T00:00:00Z`) - zoneMs
  const end = start + 86_400_000
  const stop = closing < 0 ? now : (day[closing]?.at ?? now)
  const before = events.map(({ at }) => at).filter((at) => at < end)
  let rules: Rules = opening.data.rules
  const agencies: Frame['agencies'] = {}
  for (const event of events) {
    if (event.type === 'SiteChanged') rules = event.data.rules
    if (event.type === 'SiteChanged' || event.type === 'DayOpened')
      for (const { id, agency } of event.data.rules.services) agencies[id] = agency
  }
  return {
    date: opening.data.date,
    start,
    until: stop < end ? stop : Math.max(start, ...before),
    events,
    calendar: rules.calendar,
    agencies,
  }
}

const taken = {
  CallUndone: 'TicketCalled',
  NoShowUndone: 'TicketNoShow',
  TransferUndone: 'TicketTransferred',
  FinishUndone: 'ServiceFinished',
} as const

function visitsOf(frame: Frame): NaiveLeg[][] {
  const histories = new Map<string, TimedEvent[]>()
  const officerAt = new Map<string, string>()
  const resumedBy = new Map<TimedEvent, string | null>()
  for (const event of frame.events) {
    if (event.type === 'OfficerLoggedIn') officerAt.set(event.data.counter, event.data.officer)
    if (event.type === 'OfficerLoggedOut') officerAt.delete(event.data.counter)
    if (event.type === 'SiteChanged')
      for (const id of officerAt.keys())
        if (!event.data.rules.counters.some((one) => one.id === id)) officerAt.delete(id)
    if (event.type === 'ServiceResumed') resumedBy.set(event, officerAt.get(event.data.counter) ?? null)
    if (!('ticket' in event.data)) continue
    const history = histories.get(event.data.ticket) ?? []
    histories.set(event.data.ticket, history)
    if (event.type in taken) {
      const what = taken[event.type as keyof typeof taken]
      const { counter } = event.data as { counter: string }
      const index = history.findLastIndex(
        ({ type, data }) => type === what && (data as { counter: string }).counter === counter,
      )
      // What a visitor said is not undone with the finish.
      history.push(...history.splice(index).filter(({ type }) => type === 'VisitRated'))
    } else history.push(event)
  }
  return [...histories.values()].map((history) => visitOf(history, frame, resumedBy))
}

function visitOf(
  history: readonly TimedEvent[],
  frame: Frame,
  resumedBy: ReadonlyMap<TimedEvent, string | null>,
): NaiveLeg[] {
  const parts: TimedEvent[][] = []
  let source = ''
  let ticketClass = ''
  for (const event of history) {
    if (event.type === 'TicketIssued' || event.type === 'TicketTransferred') {
      parts.at(-1)?.push(event)
      parts.push([])
    }
    if (event.type === 'TicketIssued') source = event.data.source
    if (event.type === 'TicketIssued' || event.type === 'TicketChanged') ticketClass = event.data.class
    parts.at(-1)?.push(event)
  }
  return parts.map((part, index) => legOf(part, index === 0, { source, ticketClass }, frame, resumedBy))
}

function legOf(
  [entry, ...rest]: readonly TimedEvent[],
  first: boolean,
  { source, ticketClass }: { source: string; ticketClass: string },
  frame: Frame,
  resumedBy: ReadonlyMap<TimedEvent, string | null>,
): NaiveLeg {
  if (!entry || !('service' in entry.data)) throw new Error('a leg begins with its entry')
  let { service } = entry.data
  let counter: string | null = null
  let officer: string | null = null
  let firstCall: number | null = null
  let lastCall: number | null = null
  let started: number | null = null
  let auto = false
  let ended: TimedEvent | null = null
  let away = 0
  let heldAt: number | null = null
  let satisfied: boolean | null = null
  let points: number | null = null
  for (const event of rest) {
    switch (event.type) {
      case 'TicketChanged':
        service = event.data.service
        break
      case 'TicketCalled':
        counter = event.data.counter
        officer = event.data.officer
        firstCall ??= event.at
        lastCall = event.at
        break
      case 'TicketRecalled':
        lastCall = event.at
        break
      case 'ServiceStarted':
        started = event.at
        auto = event.data.auto
        break
      case 'VisitRated':
        satisfied = event.data.satisfied
        points = 6 - event.data.value
        break
      case 'TicketHeld':
        heldAt = event.at
        break
      case 'ServiceResumed':
        away += event.at - (heldAt ?? event.at)
        heldAt = null
        counter = event.data.counter
        officer = resumedBy.get(event) ?? null
        break
      case 'TicketReopened':
        away += event.at - (ended?.at ?? event.at)
        ended = null
        break
      case 'TicketReturned':
        ended = null
        counter = null
        officer = null
        lastCall = null
        break
      case 'ServiceFinished':
      case 'TicketTransferred':
        away += heldAt === null ? 0 : event.at - heldAt
        heldAt = null
        ended = event
        break
      case 'TicketNoShow':
      case 'TicketVoided':
        ended = event
    }
  }
  const left = ended?.type
  const byOfficer = left === 'TicketTransferred' || (ended?.type === 'ServiceFinished' && !ended.data.auto)
  const gone = Math.min(ended?.at ?? frame.until, frame.until)
  const waitedAll = positive((started ?? gone) - entry.at)
  const moment = Math.min(Math.max(entry.at, frame.start), frame.start + 86_399_999)
  const hour = Math.floor((moment - frame.start) / 3_600_000)
  return {
    date: frame.date,
    first,
    moment,
    keys: {
      service,
      counter,
      officer,
      agency: frame.agencies[service] ?? null,
      hour: String(hour).padStart(2, '0'),
      day: frame.date,
      source,
      class: ticketClass,
    },
    waited: started === null ? null : positive(started - entry.at),
    waitedAll,
    open: openTime(frame, entry.at, entry.at + waitedAll),
    untilCall: firstCall === null ? null : positive(firstCall - entry.at),
    walking: started === null || lastCall === null || auto ? null : positive(started - lastCall),
    service: ended && byOfficer && started !== null ? positive(ended.at - started - away) : null,
    called: firstCall !== null,
    auto,
    end: {
      ServiceFinished: 'finished',
      TicketTransferred: 'transferred',
      TicketNoShow: 'noShow',
      TicketVoided: 'voided',
      none: 'present',
    }[(left ?? 'none') as 'none'],
    outcome:
      ended?.type === 'ServiceFinished' || ended?.type === 'TicketTransferred' ? ended.data.outcome : null,
    satisfied,
    points,
  }
}

/** For calendars with the same sessions every day, which is what the tests use. */
function openTime({ calendar, start }: Frame, from: number, to: number): number {
  let sum = 0
  for (const session of calendar.week?.[0] ?? [{ from: 0, to: 1440 }])
    sum += positive(Math.min(to, start + session.to * 60_000) - Math.max(from, start + session.from * 60_000))
  return sum
}

function idleOf({ events, until }: Frame) {
  type Since = { start: number; officer: string | null }
  const spans: {
    counter: string
    officer: string | null
    agency: string | null
    start: number
    stop: number
  }[] = []
  const since = new Map<string, Since>()
  let state = initialState()
  const agencyOf = (counter: string) => state.rules?.counters.find(({ id }) => id === counter)?.agency ?? null
  for (const event of events) {
    state = evolve(state, event)
    for (const [id, { open, paused, ticket, services, officer }] of state.counters) {
      const idle =
        open &&
        paused === null &&
        ticket === null &&
        [...state.tickets.values()].some((one) => mayCall(state, { id, services }, one))
      const known = since.get(id)
      if (known && (!idle || known.officer !== officer)) {
        spans.push({ counter: id, agency: agencyOf(id), ...known, stop: event.at })
        since.delete(id)
      }
      if (idle && !since.has(id)) since.set(id, { start: event.at, officer })
    }
    for (const [id, known] of since) {
      if (state.counters.has(id)) continue
      spans.push({ counter: id, agency: agencyOf(id), ...known, stop: event.at })
      since.delete(id)
    }
  }
  for (const [id, known] of since) spans.push({ counter: id, agency: agencyOf(id), ...known, stop: until })
  return spans
}

const total = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)
const seconds = (ms: number) => Math.round(ms) / 1000

function spreadOf(values: readonly (number | null)[]) {
  const known = values.filter((value) => value !== null)
  // The smallest value that so large a part of all does not exceed.
  const reached = (share: number) =>
    known
      .filter((value) => known.filter((other) => other <= value).length >= share * known.length)
      .reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  if (known.length === 0) return { n: 0, mean: null, median: null, p90: null, max: null }
  return {
    n: known.length,
    mean: seconds(total(known) / known.length),
    median: seconds(reached(0.5)),
    p90: seconds(reached(0.9)),
    max: seconds(Math.max(...known)),
  }
}

function row(
  key: string | null,
  legs: readonly NaiveLeg[],
  visits: readonly NaiveLeg[][],
  idle: number | null,
  limitMs: number,
): FigureRow {
  const how = (end: string) => legs.filter((leg) => leg.end === end).length
  const share = (n: number, of: number) => ({ n, of, share: of === 0 ? null : n / of })
  const started = legs.filter(({ waited }) => waited !== null)
  const rated = legs.filter(({ satisfied }) => satisfied !== null)
  const outcomes = new Map<string | null, number>()
  for (const { end, outcome } of legs)
    if (end === 'finished' || end === 'transferred') outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  const sumOf = (values: (number | null)[]) => total(values.filter((value) => value !== null))
  return {
    key,
    issued: legs.filter(({ first }) => first).length,
    entered: legs.length,
    called: legs.filter(({ called }) => called).length,
    started: started.length,
    startedBySystem: started.filter(({ auto }) => auto).length,
    finished: how('finished'),
    transferred: how('transferred'),
    noShow: how('noShow'),
    voided: how('voided'),
    present: how('present'),
    waiting: spreadOf(legs.map(({ waited }) => waited)),
    waitingAll: spreadOf(legs.map(({ waitedAll }) => waitedAll)),
    waitingOpen: spreadOf(started.map(({ open }) => open)),
    waitingOpenAll: spreadOf(legs.map(({ open }) => open)),
    untilCall: spreadOf(legs.map(({ untilCall }) => untilCall)),
    walking: spreadOf(legs.map(({ walking }) => walking)),
    service: spreadOf(legs.map(({ service }) => service)),
    visits: {
      waiting: spreadOf(visits.map(([first]) => first?.waited ?? null)),
      waitingSum: spreadOf(
        visits.map((all) =>
          all.some(({ waited }) => waited !== null) ? sumOf(all.map(({ waited }) => waited)) : null,
        ),
      ),
      waitingSumAll: spreadOf(visits.map((all) => sumOf(all.map(({ waitedAll }) => waitedAll)))),
      service: spreadOf(
        visits.map((all) =>
          all.every(({ service }) => service !== null) ? sumOf(all.map(({ service }) => service)) : null,
        ),
      ),
    },
    overLimit: share(started.filter(({ waited }) => (waited ?? 0) > limitMs).length, started.length),
    overLimitAll: share(legs.filter(({ waitedAll }) => waitedAll > limitMs).length, legs.length),
    noShowShare: share(how('noShow'), legs.filter(({ called }) => called).length),
    voidShare: share(how('voided'), legs.length),
    outcomes: [...outcomes]
      .map(([outcome, n]) => ({ outcome, n }))
      .sort((a, b) => b.n - a.n || ((a.outcome ?? '') < (b.outcome ?? '') ? -1 : 1)),
    ratings: {
      n: rated.length,
      // Every scale of these days has five words.
      mean:
        rated.length === 0
          ? null
          : { points: sumOf(rated.map(({ points }) => points)) / rated.length, of: 5 },
      satisfied: share(rated.filter(({ satisfied }) => satisfied).length, rated.length),
      response: share(
        rated.length,
        legs.filter(({ satisfied, end }) => satisfied !== null || end === 'finished').length,
      ),
    },
    idleWhileWaiting: idle === null ? null : seconds(idle),
  }
}
