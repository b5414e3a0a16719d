/**
 * The people of a simulated hall: what visitors of each service are like, and how quick each officer is. Made from
 * the site alone, so that every seed is another day of the same hall. This is the truth that estimates are
 * measured against; the product never sees it.
 */
import type { Rules } from '../../controller/domain/rules.ts'
import { type Random, randomOf } from './random.ts'

export type ServicePeople = {
  /** Of all visitors. */
  share: number
  visitSeconds: number
  variation: number
  noShow: number
  transfers: { to: string; share: number }[]
  hold: number
}
export type People = {
  ticketsADay: number
  services: Record<string, ServicePeople>
  /** Time an officer takes as a multiple of the usual. */
  pace: Record<string, number>
  priorityShare: number
}

/** Seconds: from free to the call, from the call to the start. */
export const manners = { delay: 18, delayVariation: 0.8, walk: 28, walkVariation: 0.5 }
/** Recalled at this distance; after two recalls the officer gives up. */
export const recallSeconds = 45

export function peopleOf(site: string, rules: Rules, ticketsADay = 40 * rules.counters.length): People {
  const random = randomOf('people', site)
  const people = rules.services.map(({ id }) => ({ id, ...servicePeople(random) }))
  // Visitors come where there are counters: how much of each counter's time a service gets, over its visits' length.
  for (const one of people) {
    const counters = rules.counters.filter(({ services }) => services.includes(one.id))
    const capacity = counters.reduce((sum, { services }) => sum + 1 / services.length, 0)
    one.share = (capacity / one.visitSeconds) * random.between(0.85, 1.15)
  }
  const total = people.reduce((sum, { share }) => sum + share, 0)
  const busiest = [...people].sort((a, b) => b.share - a.share).slice(0, 3)
  const services: People['services'] = {}
  for (const { id, ...one } of people) {
    const to = random.pick(busiest.map((target) => ({ value: target.id, weight: 1 })))
    const transfers = to === id ? [] : [{ to, share: random.between(0.02, 0.1) }]
    services[id] = { ...one, share: one.share / total, transfers }
  }
  const pace = Object.fromEntries(rules.counters.map(({ id }) => [id, Math.exp(0.15 * random.normal())]))
  return { ticketsADay, services, pace, priorityShare: 0.12 }
}

function servicePeople(random: Random): ServicePeople {
  return {
    share: 0,
    visitSeconds: random.between(190, 500),
    variation: random.between(0.5, 0.9),
    noShow: random.between(0.02, 0.08),
    transfers: [],
    hold: random.between(0, 0.04),
  }
}
