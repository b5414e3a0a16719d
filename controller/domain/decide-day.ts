/** The site, the day, the counters and who sits at them. */
import { carriedBookings, missedBookings } from './bookings.ts'
import type { CommandOf } from './commands.ts'
import { type Decision, type OpenState, refuse } from './decision.ts'
import { carried } from './dossier-state.ts'
import type { DomainEvent } from './events.ts'
import type { Rules } from './rules.ts'
import { type CounterState, counterOf, hasEnded, type State, serviceOf } from './state.ts'

export function changeSite({ rules, site, catalogue }: CommandOf<'ChangeSite'>, state: State): Decision {
  const blocked = state.day !== null && state.rules ? inUse(rules, state.rules, state) : null
  if (blocked) return refuse(blocked)
  const added =
    state.day === null
      ? []
      : rules.counters.filter(({ id, opensItself }) => opensItself && !state.counters.has(id))
  const data = { rules, site, ...(catalogue === undefined ? {} : { catalogue }) }
  return { events: [{ type: 'SiteChanged', data }, ...added.map(({ id }) => opened(id))] }
}

/** A change must strand nobody: neither who waits or sits at a counter, nor numbers that were given. */
function inUse(rules: Rules, before: Rules, state: State): 'service-in-use' | 'series-in-use' | null {
  const services = new Set(rules.services.map(({ id }) => id))
  const counters = new Set(rules.counters.map(({ id }) => id))
  for (const ticket of state.tickets.values()) {
    if (hasEnded(ticket)) continue
    const places = [counterOf(ticket), ticket.tiedTo].filter((place) => place !== null)
    if (!services.has(serviceOf(ticket)) || places.some((place) => !counters.has(place)))
      return 'service-in-use'
  }
  for (const { service } of state.reservations.values()) if (!services.has(service)) return 'service-in-use'
  for (const series of before.series) {
    if (!state.series.has(series.id)) continue
    const after = rules.series.find(({ id }) => id === series.id)
    if (after?.prefix !== series.prefix || after.width !== series.width) return 'series-in-use'
  }
  return null
}

export function openDay({ date, at }: CommandOf<'OpenDay'>, state: State): Decision {
  const { rules } = state
  if (state.day !== null) return refuse('day-already-open')
  if (!rules) return refuse('day-closed')
  if (state.lastDay !== null && date <= state.lastDay) return refuse('day-over')
  const dossier = carried(state.dossier, at)
  const bookings = carriedBookings(state, date)
  const missed = missedBookings(state, date)
  const isEmpty = !dossier.figures && dossier.notices.length === 0 && dossier.taken.length === 0
  return {
    events: [
      {
        type: 'DayOpened',
        data: {
          date,
          rules,
          ...(isEmpty ? {} : { dossier }),
          ...(bookings.length ? { bookings } : {}),
          ...(missed.length ? { missed } : {}),
        },
      },
      ...rules.counters.filter(({ opensItself }) => opensItself).map(({ id }) => opened(id)),
    ],
  }
}

const opened = (counter: string): DomainEvent => ({ type: 'CounterOpened', data: { counter } })

/** Nobody is left in between: waiting → voided; called → no-show; served and held → finished; all by the system. */
export function closeDay(state: State): Decision {
  if (state.day === null) return refuse('day-closed')
  const events: DomainEvent[] = []
  for (const ticket of state.tickets.values()) {
    const of = { ticket: ticket.id, number: ticket.number }
    if (ticket.state === 'waiting')
      events.push({ type: 'TicketVoided', data: { ...of, reason: 'day-ended' } })
    const counter = counterOf(ticket)
    if (counter === null) continue
    if (ticket.state === 'called') events.push({ type: 'TicketNoShow', data: { ...of, counter, auto: true } })
    if (ticket.state === 'serving' || ticket.state === 'held')
      events.push({
        type: 'ServiceFinished',
        data: { ...of, counter, outcome: null, dossiers: [], auto: true },
      })
  }
  for (const { ticket, number, code } of state.reservations.values())
    events.push({ type: 'ReservationEnded', data: { ticket, number, code, reason: 'day-ended' } })
  for (const [counter, { officer }] of state.counters)
    if (officer !== null) events.push({ type: 'OfficerLoggedOut', data: { counter, officer } })
  events.push({ type: 'DayClosed', data: { date: state.day } })
  return { events }
}

type CounterCommand = CommandOf<
  | 'LogIn'
  | 'LogOut'
  | 'OpenCounter'
  | 'PauseCounter'
  | 'ResumeCounter'
  | 'CloseCounter'
  | 'ChangeCounterServices'
>

export function turnCounter(command: CounterCommand, state: OpenState): Decision {
  const counter = state.counters.get(command.counter)
  if (!counter) return refuse('unknown-counter')
  const data = { counter: command.counter }
  switch (command.type) {
    case 'LogIn':
      return logIn(command, state, counter)
    case 'LogOut':
      if (counter.officer === null) return refuse('nobody-logged-in')
      if (counter.ticket !== null) return refuse('counter-busy')
      return { events: [{ type: 'OfficerLoggedOut', data: { ...data, officer: counter.officer } }] }
    case 'OpenCounter':
      return counter.open ? refuse('counter-open') : { events: [{ type: 'CounterOpened', data }] }
    case 'PauseCounter':
      if (!counter.open) return refuse('counter-closed')
      if (counter.paused !== null) return refuse('counter-paused')
      if (counter.ticket !== null) return refuse('counter-busy')
      if (!state.rules.pauseReasons.some(({ code }) => code === command.reason))
        return refuse('unknown-reason')
      return {
        events: [
          { type: 'CounterPaused', data: { ...data, reason: command.reason } },
          ...untied(state, command.counter),
        ],
      }
    case 'ResumeCounter':
      return counter.paused === null
        ? refuse('counter-not-paused')
        : { events: [{ type: 'CounterResumed', data }] }
    case 'CloseCounter':
      if (!counter.open) return refuse('counter-closed')
      if (counter.ticket !== null) return refuse('counter-busy')
      return { events: [{ type: 'CounterClosed', data }, ...untied(state, command.counter)] }
    case 'ChangeCounterServices': {
      const services = [...new Set(command.services)]
      if (services.length === 0 || services.some((one) => !state.rules.services.some(({ id }) => id === one)))
        return refuse('unknown-service')
      return { events: [{ type: 'CounterServicesChanged', data: { ...data, services } }] }
    }
  }
}

/** An officer is at one counter at a time: a login elsewhere ends the earlier one, as people forget. */
function logIn({ counter, officer }: CommandOf<'LogIn'>, state: OpenState, present: CounterState): Decision {
  if (!/^[A-Za-z0-9._-]{1,40}$/.test(officer)) return refuse('bad-officer-code')
  if (present.officer === officer) return refuse('already-logged-in')
  const events: DomainEvent[] = []
  for (const [id, { officer: other, ticket }] of state.counters) {
    if (other !== officer) continue
    if (ticket !== null) return refuse('officer-busy-elsewhere')
    events.push({ type: 'OfficerLoggedOut', data: { counter: id, officer } })
  }
  if (present.officer !== null) {
    if (present.ticket !== null) return refuse('counter-busy')
    events.push({ type: 'OfficerLoggedOut', data: { counter, officer: present.officer } })
  }
  return { events: [...events, { type: 'OfficerLoggedIn', data: { counter, officer } }] }
}

/** Tickets that only this counter might call go back to their service, at their place. */
function untied(state: State, counter: string): DomainEvent[] {
  return [...state.tickets.values()]
    .filter(({ tiedTo, state: now }) => tiedTo === counter && now === 'waiting')
    .map(({ id, number }) => ({ type: 'TicketUntied', data: { ticket: id, number } }))
}
