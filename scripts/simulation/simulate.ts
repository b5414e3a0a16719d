/**
 * Open days of a site, one after another, through the real domain. Yields each day when it is over, with the
 * state that still holds its tickets.
 */
import { isWorkingDay } from '../../controller/domain/calendar.ts'
import { applyAll, decide } from '../../controller/domain/decide.ts'
import type { Rules } from '../../controller/domain/rules.ts'
import { initialState, type State } from '../../controller/domain/state.ts'
import { type DayPlan, midnightOf, planDay, type Roster } from './day-plan.ts'
import { type People, peopleOf } from './people.ts'
import { playDay, type Watching } from './play-day.ts'

export type Simulation = {
  /** Id of the site: its people are made from it. */
  site: string
  rules: Rules
  days: number
  seed: number
  roster: Roster
  ticketsADay?: number
  watching?: Watching
  /** Before a day is played: what it has in store. */
  onPlan?(plan: DayPlan, people: People): void
}
export type SimulatedDay = { date: string; state: State; plan: DayPlan }

const firstDate = '2026-01-05'

export function* simulate(simulation: Simulation): Generator<SimulatedDay> {
  const { site, days, seed, roster, watching } = simulation
  const rules = withHours(simulation.rules)
  const people = peopleOf(site, rules, simulation.ticketsADay)
  const at = midnightOf(firstDate, rules.timeZone)
  const opening = decide({ type: 'ChangeSite', at, rules, site: {} }, initialState()).events
  watching?.onEvents?.(opening.map((event) => ({ ...event, at })))
  let state = applyAll(initialState(), opening, at)
  for (const date of openDates(rules, days)) {
    const plan = planDay({ rules, people, date, seed, roster })
    simulation.onPlan?.(plan, people)
    state = playDay(state, { rules, plan, seed, ...(watching ? { watching } : {}) })
    yield { date, state, plan }
  }
}

/** A site without hours is open round the clock; its people are not. */
function withHours(rules: Rules): Rules {
  const { calendar } = rules
  if (calendar.week !== null || calendar.extra.length > 0) return rules
  const day = [
    { from: 450, to: 690 },
    { from: 810, to: 1020 },
  ]
  return { ...rules, calendar: { ...calendar, week: [day, day, day, day, day, [], []] } }
}

function* openDates(rules: Rules, days: number): Generator<string> {
  const services = rules.services.map(({ id }) => id)
  const noon = Date.parse(`${firstDate}T12:00:00Z`)
  // A site whose calendar is closed for years is not waited for.
  for (let day = 0, open = 0; open < days && day < days * 10 + 400; day++) {
    const date = new Date(noon + day * 86_400_000).toISOString().slice(0, 10)
    if (!isWorkingDay(rules.calendar, services, date)) continue
    open++
    yield date
  }
}
