/**
 * The events of one day → what the figures are made of: its tickets with their legs, and when counters stood
 * idle. Legs are `evolve`'s own, taken one ticket at a time: copying a hall's whole state for each of a year's
 * events would take minutes. So who was overtaken is not known here.
 */
import { type Calendar, roundTheClock } from './calendar.ts'
import { isCallable } from './calling-rule.ts'
import type { TimedEvent } from './events.ts'
import { evolve } from './evolve.ts'
import { epochOf } from './local-time.ts'
import { noPresence, recordPresence, type WorkedDay, workedOn } from './presence.ts'
import type { Rules } from './rules.ts'
import { type CounterState, initialState, serviceOf, type Ticket } from './state.ts'

export type IdleSpan = {
  counter: string
  officer: string | null
  agency: string | null
  from: number
  to: number
}
export type DayRecord = {
  /** The open day, YYYY-MM-DD, and its local midnights. */
  date: string
  start: number
  end: number
  /** Nothing is known after this: now, the day's closing, or the last event before a midnight the hall slept through. */
  until: number
  calendar: Calendar
  /** The agency that owns a service. */
  agencies: ReadonlyMap<string, string | null>
  tickets: Visit[]
  idle: IdleSpan[]
  /** When counters worked. */
  worked: WorkedDay[]
}
export type Visit = Pick<Ticket, 'source' | 'class' | 'returns' | 'legs'>

type Line = Map<string, number>
const isWaiting = (line: Line, key: string) => (line.get(key) ?? 0) > 0
const nothing = initialState()

/** Takes a day's events in order, from its `DayOpened` on. What comes after `DayClosed` changes nothing. */
export function openDayRecord() {
  let date: string | null = null
  let rules: Rules | null = null
  let start = 0
  let end = 0
  let lastBeforeEnd = 0
  let closedAt: number | null = null
  let presence = noPresence
  const agencies = new Map<string, string | null>()
  const tickets = new Map<string, Ticket>()
  let counters = new Map<string, CounterState>()

  const links = new Map<string, Set<string>>()
  /** How many may be called now: of each service, and those tied to each counter. */
  const ofService: Line = new Map()
  const ofCounter: Line = new Map()
  const placeOf = new Map<string, { line: Line; key: string }>()
  /** Whether a counter may have become idle, or stopped being it. */
  let stirred = false
  const idleSince = new Map<string, { at: number; officer: string | null }>()
  const idle: IdleSpan[] = []

  function takeOne(ids: readonly string[], counterId: string | undefined, event: TimedEvent): void {
    const of = ids.map((id) => tickets.get(id)).filter((ticket) => ticket !== undefined)
    const places = [counterId, ...of.map(({ legs }) => legs.at(-1)?.counter)]
    const present = places.flatMap((id) => {
      const counter = counters.get(id ?? '')
      return id && counter ? [[id, counter] as const] : []
    })
    const after = evolve(
      {
        ...nothing,
        rules,
        day: date,
        tickets: new Map(of.map((ticket) => [ticket.id, ticket])),
        counters: new Map(present),
      },
      event,
    )
    for (const [id, counter] of after.counters) {
      if (counters.get(id) !== counter) stirred = true
      counters.set(id, counter)
    }
    const before = of.map(({ link }) => link)
    for (const ticket of after.tickets.values()) tickets.set(ticket.id, ticket)
    for (const ticket of after.tickets.values()) {
      stand(ticket, isCallable(nothing, ticket))
      if (ticket.link === null) continue
      links.set(ticket.link, (links.get(ticket.link) ?? new Set()).add(ticket.id))
      before.push(ticket.link)
    }
    for (const link of new Set(before)) if (link !== null) settle(link)
  }

  /** Whether one of a person's tickets may be called depends on where the others are. */
  function settle(link: string): void {
    // A ticket that was linked to another since is settled with those.
    const same = [...(links.get(link) ?? [])]
      .map((id) => tickets.get(id))
      .filter((one) => one !== undefined)
      .filter((one) => one.link === link)
    const state = { ...nothing, tickets: new Map(same.map((one) => [one.id, one])) }
    for (const one of same) stand(one, isCallable(state, one))
  }

  function stand(ticket: Ticket, callable: boolean): void {
    const place = placeOf.get(ticket.id)
    const { tiedTo } = ticket
    const line = tiedTo === null ? ofService : ofCounter
    const key = tiedTo ?? serviceOf(ticket)
    if (callable ? place?.line === line && place.key === key : !place) return
    if (place) count(place.line, place.key, -1)
    if (callable) {
      count(line, key, 1)
      placeOf.set(ticket.id, { line, key })
    } else placeOf.delete(ticket.id)
  }

  function count(line: Line, key: string, change: 1 | -1): void {
    const before = line.get(key) ?? 0
    line.set(key, before + change)
    if (before === 0 || before + change === 0) stirred = true
  }

  function noteIdle(at: number): void {
    if (!stirred) return
    stirred = false
    for (const [id, counter] of counters) {
      const { open, paused, ticket, services, officer } = counter
      const isIdle =
        open &&
        paused === null &&
        ticket === null &&
        (isWaiting(ofCounter, id) || services.some((service) => isWaiting(ofService, service)))
      const since = idleSince.get(id)
      if (since && (!isIdle || since.officer !== officer)) {
        idle.push(span(id, since, at))
        idleSince.delete(id)
      }
      if (isIdle && !idleSince.has(id)) idleSince.set(id, { at, officer })
    }
    // A counter that the site no longer has.
    for (const [id, since] of idleSince)
      if (!counters.has(id)) {
        idle.push(span(id, since, at))
        idleSince.delete(id)
      }
  }

  const span = (counter: string, since: { at: number; officer: string | null }, to: number): IdleSpan => ({
    counter,
    officer: since.officer,
    agency: rules?.counters.find(({ id }) => id === counter)?.agency ?? null,
    from: since.at,
    to,
  })

  function takeWhole(event: TimedEvent): void {
    const after = evolve({ ...nothing, rules, day: date, counters }, event)
    counters = new Map(after.counters)
    stirred = true
    if (!after.rules) return
    rules = after.rules
    for (const { id, agency } of rules.services) agencies.set(id, agency)
  }

  return {
    take(event: TimedEvent): void {
      if (closedAt !== null) return
      if (event.type === 'DayOpened') {
        date = event.data.date
        const { timeZone } = event.data.rules
        start = epochOf(`${date}T00:00:00`, timeZone)
        end = epochOf(`${nextDate(date)}T00:00:00`, timeZone)
        lastBeforeEnd = start
      }
      if (event.at < end) lastBeforeEnd = Math.max(lastBeforeEnd, event.at)
      switch (event.type) {
        case 'DayOpened':
        case 'SiteChanged':
        case 'DayClosed':
          takeWhole(event)
          if (event.type === 'DayClosed') closedAt = event.at
          break
        case 'AppointmentBooked':
        case 'AppointmentCancelled':
        case 'NumberReserved':
        case 'ReservationEnded':
        case 'DossierFiguresReceived':
        case 'NoticePosted':
        case 'NoticeWithdrawn':
        case 'DossierCommandTaken':
        case 'SlipStarted':
          return
        case 'TicketsLinked':
          takeOne(event.data.tickets, undefined, event)
          break
        default: {
          const { data } = event
          takeOne('ticket' in data ? [data.ticket] : [], 'counter' in data ? data.counter : undefined, event)
        }
      }
      noteIdle(event.at)
      presence = recordPresence(presence, event)
    },
    /** The day as it stands at `now`; null when no day was opened. */
    record(now: number): DayRecord | null {
      if (date === null) return null
      const last = closedAt ?? now
      const until = last < end ? last : lastBeforeEnd
      const going = [...idleSince].map(([id, since]) => span(id, since, until))
      return {
        date,
        start,
        end,
        until,
        calendar: rules?.calendar ?? roundTheClock,
        agencies,
        tickets: [...tickets.values()].map(({ source, class: of, returns, legs }) => ({
          source,
          class: of,
          returns,
          legs,
        })),
        idle: [...idle, ...going],
        worked: workedOn(presence, until),
      }
    },
  }
}

function nextDate(date: string): string {
  return new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10)
}
