/**
 * What one simulated day has in store: who comes when and needs how long, and when counters work. All chance of
 * visitors is drawn here, before anything is played, so that it does not depend on who is called first.
 */
import { sessionsOf } from '../../controller/domain/calendar.ts'
import { isoTime } from '../../controller/domain/local-time.ts'
import type { Rules, TicketClass } from '../../controller/domain/rules.ts'
import type { People } from './people.ts'
import { type Random, randomOf } from './random.ts'

/** Seconds; one stop at a counter. */
export type Stop = {
  service: string
  visit: number
  walk: number
  hold: { after: number; away: number } | null
}
export type Visitor = {
  at: number
  class: TicketClass
  source: 'button' | 'touch-screen' | 'greeter'
  /** At least one; each further one is a transfer. */
  stops: Stop[]
  comes: boolean
  /** Seconds after the no-show; null: never again. */
  returnsAfter: number | null
  /** Pressed this service's button at first. */
  wrongButton: string | null
  /** Leaves and says so, if still waiting then. */
  leavesAt: number | null
}
export type Shift = { from: number; to: number }
export type DayPlan = {
  date: string
  opensAt: number
  closesAt: number
  visitors: Visitor[]
  shifts: Record<string, Shift[]>
  /** How long visits take on this day, as a multiple of the usual: by service, by counter. */
  mood: { services: Record<string, number>; pace: Record<string, number> }
}
/** steady: all counters all day. changing: some come later, take breaks, leave early, stay away. */
export type Roster = 'steady' | 'changing'

const minuteMs = 60_000

export function planDay(options: {
  rules: Rules
  people: People
  date: string
  seed: number
  roster: Roster
}): DayPlan {
  const { rules, people, date, seed, roster } = options
  const midnight = midnightOf(date, rules.timeZone)
  const at = (minute: number) => midnight + Math.round(minute * minuteMs)
  const random = randomOf('day', seed, date)
  const mood = {
    services: Object.fromEntries(rules.services.map(({ id }) => [id, Math.exp(0.06 * random.normal())])),
    pace: Object.fromEntries(
      rules.counters.map(({ id }) => [id, (people.pace[id] ?? 1) * Math.exp(0.08 * random.normal())]),
    ),
  }
  const served = rules.services.filter(({ id }) => sessionsOf(rules.calendar, id, date).length > 0)
  const count = served.length === 0 ? 0 : random.poisson(people.ticketsADay)
  const choices = served.map(({ id }) => ({ value: id, weight: people.services[id]?.share ?? 0 }))
  const visitors = Array.from({ length: count }, () => {
    const service = random.pick(choices)
    const minute = arrivalMinute(sessionsOf(rules.calendar, service, date), random)
    return visitorOf({ rules, people, service, at: at(minute), mood, random })
  }).sort((a, b) => a.at - b.at)
  const shifts: DayPlan['shifts'] = {}
  for (const { id, services } of rules.counters) {
    const sessions = daySpans(services.flatMap((service) => sessionsOf(rules.calendar, service, date)))
    shifts[id] = shiftsOf(sessions, roster, random).map(({ from, to }) => ({ from: at(from), to: at(to) }))
  }
  const all = daySpans(served.flatMap(({ id }) => sessionsOf(rules.calendar, id, date)))
  const begins = all[0]?.from ?? 0
  const ends = Math.min(rules.calendar.dayEnds, (all.at(-1)?.to ?? 0) + 45)
  return { date, opensAt: at(Math.max(0, begins - 30)), closesAt: at(ends), visitors, shifts, mood }
}

/** More at the beginning than at the end, six in ten in the morning. */
function arrivalMinute(sessions: readonly Shift[], random: Random): number {
  const session = random.pick(sessions.map((value, place) => ({ value, weight: place === 0 ? 6 : 4 })))
  const [early, late] = [random.gamma(1.5, 0.816), random.gamma(2.6, 0.62)]
  // Round the clock is a long working day here, too.
  const [from, to] = session.to - session.from > 720 ? [420, 1080] : [session.from, session.to]
  return from + (to - from) * 0.999 * (early / (early + late))
}

function visitorOf(options: {
  rules: Rules
  people: People
  service: string
  at: number
  mood: DayPlan['mood']
  random: Random
}): Visitor {
  const { rules, people, service, at, mood, random } = options
  const stops = [stopOf(service)]
  function stopOf(id: string): Stop {
    const one = people.services[id]
    const visit = random.gamma((one?.visitSeconds ?? 360) * (mood.services[id] ?? 1), one?.variation ?? 0.7)
    const hold = random.chance(one?.hold ?? 0)
      ? { after: visit * random.between(0.2, 0.8), away: random.between(300, 1200) }
      : null
    return { service: id, visit: Math.max(20, visit), walk: random.gamma(28, 0.5), hold }
  }
  let last = service
  while (stops.length < 3) {
    const next = (people.services[last]?.transfers ?? []).find(({ share }) => random.chance(share))
    if (!next) break
    last = next.to
    stops.push(stopOf(last))
  }
  const others = rules.services.filter(({ id }) => id !== service)
  const comes = !random.chance(people.services[service]?.noShow ?? 0)
  return {
    at,
    class: random.chance(people.priorityShare) ? 'priority' : 'ordinary',
    source: random.pick([
      { value: 'button', weight: 8 },
      { value: 'touch-screen', weight: 1 },
      { value: 'greeter', weight: 1 },
    ]),
    stops,
    comes,
    returnsAfter: !comes && random.chance(0.3) ? random.between(120, 1500) : null,
    wrongButton: random.chance(0.01)
      ? (others[Math.floor(random.share() * others.length)]?.id ?? null)
      : null,
    leavesAt: random.chance(0.01) ? at + random.between(600, 2400) * 1000 : null,
  }
}

/** Minutes after midnight. */
function shiftsOf(sessions: readonly Shift[], roster: Roster, random: Random): Shift[] {
  // Whoever waits when the last session ends is still served.
  const staying = sessions.map((span, place) =>
    place === sessions.length - 1 ? { from: span.from, to: span.to + 30 } : span,
  )
  const punctual = staying.map(({ from, to }) => ({ from: from + random.between(0, 4), to }))
  if (roster === 'steady') return punctual
  return punctual.flatMap(({ from, to }) => {
    if (random.chance(0.08)) return []
    const begins = random.chance(0.2) ? from + random.between(15, 60) : from
    const ends = random.chance(0.15) ? to - random.between(20, 75) : to
    if (ends - begins < 60 || random.chance(0.35)) return [{ from: begins, to: ends }]
    const rest = random.between(begins + 20, ends - 30)
    return [
      { from: begins, to: rest },
      { from: rest + random.between(8, 25), to: ends },
    ].filter((span) => span.to > span.from)
  })
}

/** Spans that touch or overlap become one. */
function daySpans(spans: readonly Shift[]): Shift[] {
  const merged: Shift[] = []
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to)
    else merged.push({ ...span })
  }
  return merged
}

export function midnightOf(date: string, timeZone: string): number {
  const guess = Date.parse(`${date}T00:00:00Z`)
  const offset = isoTime(guess, timeZone).slice(-6)
  return Date.parse(`${date}T00:00:00.000${offset}`)
}
