/**
 * The events of one day → what the figures are made of: its tickets with their legs, and when counters stood
 * idle. Legs are `evolve`'s own, taken one ticket at a time: copying a hall's whole state for each of a year's
 * events would take minutes. So who was overtaken is not known here.
 */
import { type Calendar, roundTheClock } from './calendar.ts'
import { callableLines } from './callable-lines.ts'
import type { TimedEvent } from './events.ts'
import { evolve } from './evolve.ts'
import { type IdleSpan, idleSpans } from './idle-spans.ts'
import { epochOf } from './local-time.ts'
import { noPresence, recordPresence, type WorkedDay, workedOn } from './presence.ts'
import type { Rules } from './rules.ts'
import { type CounterState, initialState, type Ticket } from './state.ts'

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

  /** Whether a counter may have become idle, or stopped being it. */
  let stirred = false
  const lines = callableLines(tickets, () => {
    stirred = true
  })
  const idle = idleSpans((counter) => rules?.counters.find(({ id }) => id === counter)?.agency ?? null)

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
    lines.moved(after.tickets.values(), before)
  }

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
      if (stirred) idle.note(counters, lines.waitsFor, event.at)
      stirred = false
      presence = recordPresence(presence, event)
    },
    /** The day as it stands at `now`; null when no day was opened. */
    record(now: number): DayRecord | null {
      if (date === null) return null
      const last = closedAt ?? now
      const until = last < end ? last : lastBeforeEnd
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
        idle: idle.upTo(until),
        worked: workedOn(presence, until),
      }
    },
  }
}

function nextDate(date: string): string {
  return new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10)
}
