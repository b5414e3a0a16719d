/** State → how it stands with each service, as the contract says it and in the shape of FIWARE's QueueMonitor. Pure. */
import type { Static } from 'typebox'
import { queueOf } from '../domain/calling-rule.ts'
import { isoTime } from '../domain/local-time.ts'
import { legOf, type State, serviceOf, type Ticket } from '../domain/state.ts'
import type { QueueMonitor, ServiceState } from './contract/out-schemas.ts'

export type ServiceNow = {
  state: Static<typeof ServiceState>
  monitor: Static<typeof QueueMonitor>
}

export function servicesNow(
  site: { id: string; name: string; timeZone: string },
  state: State,
  now: number,
): ServiceNow[] {
  const { rules } = state
  if (!rules) return []
  const byService = new Map<string, Ticket[]>()
  for (const ticket of state.tickets.values())
    for (const service of new Set(ticket.legs.map((leg) => leg.service))) {
      const tickets = byService.get(service)
      if (tickets) tickets.push(ticket)
      else byService.set(service, [ticket])
    }
  return rules.services.map(({ id, name, series, closed }) => {
    const tickets = byService.get(id) ?? []
    const here = tickets.filter((ticket) => serviceOf(ticket) === id)
    const queue = queueOf(state, id, now)
    const isGiven = [...state.counters.values()].some(
      ({ open, paused, services }) => open && paused === null && services.includes(id),
    )
    const status = state.day === null || closed ? 'closed' : isGiven ? 'open' : 'suspended'
    const called = tickets
      .flatMap((ticket) => ticket.legs.map((leg) => ({ ticket, leg })))
      .filter(({ leg }) => leg.service === id && leg.lastCalledAt !== null)
      .reduce<{ ticket: Ticket; at: number } | null>((best, { ticket, leg }) => {
        const at = leg.lastCalledAt ?? 0
        return best && best.at >= at ? best : { ticket, at }
      }, null)
    const issued = tickets.filter(({ legs }) => legs[0]?.service === id).at(-1)
    const [first] = queue
    const digitsOf = (number: string) => Number(/[0-9]+$/.exec(number)?.[0] ?? 0)
    return {
      state: {
        service: id,
        name,
        state: status,
        waiting: queue.length,
        serving: here.filter(({ state: at }) => at === 'called' || at === 'serving').length,
        served: here.filter(({ state: at }) => at === 'finished').length,
        lastIssued: issued?.number ?? null,
        lastCalled: called?.ticket.number ?? null,
        // By the minute: a number that moves by itself would be sent for ever.
        longestWaitSeconds: first
          ? Math.max(0, Math.floor((now - legOf(first).enteredAt) / 60_000) * 60)
          : null,
      },
      monitor: {
        id: `urn:ngsi-ld:QueueMonitor:${site.id}:${id}`,
        type: 'QueueMonitor',
        dateModified: isoTime(now, site.timeZone),
        serviceId: id,
        serviceName: name,
        officeName: site.name,
        serviceStatus: ({ open: 'Open', suspended: 'Suspended', closed: 'Closed' } as const)[status],
        queueLine: series,
        linePriority: 1,
        ...(issued
          ? { lastTicketIssued: digitsOf(issued.number), lastTicketIssuedLabel: issued.number }
          : {}),
        ...(called
          ? { ticketServed: digitsOf(called.ticket.number), ticketServedLabel: called.ticket.number }
          : {}),
        ticketsToServe: queue.length,
      },
    }
  })
}
