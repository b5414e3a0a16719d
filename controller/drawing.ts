/** A ticket's slip as the picture its printer gets. */
import type { Logo } from '../displays/slip/slip.ts'
import type { Raster } from '../firmware/messages.ts'
import type { Site } from '../hardware/site-description.ts'
import type { Devices } from './devices.ts'
import { minutesToSessionEnd, sessionsOf } from './domain/calendar.ts'
import { dateOf, isoTime, minuteOf } from './domain/local-time.ts'
import { type Slip, type State, serviceOf, type Ticket } from './domain/state.ts'
import { openSlipDrawerThread } from './slip-drawer-thread.ts'

export type Drawing = {
  draw(ticket: Ticket, ahead: number, slip: Slip): Promise<Raster>
  warmUp(): Promise<void>
  close(): Promise<void>
}

export function openDrawing(parts: {
  site: Site
  logo: Logo | null
  devices: Devices
  state: () => State
  /** Address of the ticket's phone page; null where phones reach no page. */
  phoneUrl: (ticket: string) => string | null
}): Drawing {
  const { site, logo, devices, state, phoneUrl } = parts
  const { name, timeZone, authority, hotline, printing } = site
  const thread = openSlipDrawerThread({
    site: {
      name,
      timeZone,
      ...(authority === undefined ? {} : { authority }),
      ...(hotline === undefined ? {} : { hotline }),
      ...(printing === undefined ? {} : { printing }),
    },
    logo,
  })
  return {
    async warmUp() {
      const papers = new Set(devices.ofKind('ticket-printer').map(({ config }) => config.paperMm))
      for (const paper of papers) await thread.warmUp(paper)
    },
    close: () => thread.close(),
    async draw(ticket, ahead, slip) {
      const serviceId = serviceOf(ticket)
      const service = site.services.find(({ id }) => id === serviceId)
      const printer = devices
        .ofKind('ticket-printer')
        .find(({ station, config }) => station === slip.station && config.id === slip.printer)
      return thread.draw(
        {
          number: ticket.number,
          service: { name: service?.name ?? serviceId, pictogram: service?.pictogram ?? 'document' },
          ahead,
          // A reprint comes later: what was promised at issue is no longer true.
          ...(slip.copy === 0 ? { estimate: ticket.estimate, mayNotFit: mayNotFit(state(), ticket) } : {}),
          noCounterOpen: noCounterOpen(state(), serviceId),
          issuedAt: isoTime(ticket.issuedAt, site.timeZone),
          counters: countersFor(site, state(), ticket),
          qrUrl: phoneUrl(ticket.id),
          reprint: slip.copy > 0 ? { n: slip.copy, at: isoTime(slip.requestedAt, site.timeZone) } : null,
        },
        printer?.config.paperMm ?? 80,
      )
    },
  }
}

/** The one it was sent to; else those that give its service today. */
export function countersFor({ counters }: Pick<Site, 'counters'>, state: State, ticket: Ticket): string[] {
  const service = serviceOf(ticket)
  return counters
    .filter(({ id, services }) =>
      ticket.tiedTo === null
        ? (state.counters.get(id)?.services ?? services).includes(service)
        : id === ticket.tiedTo,
    )
    .map(({ spoken }) => spoken)
}

/** Nobody who is open, and not paused, gives the service: no wait can be foreseen. */
export function noCounterOpen({ counters }: State, service: string): boolean {
  return ![...counters.values()].some(
    ({ open, paused, services }) => open && paused === null && services.includes(service),
  )
}

/** The estimate runs past the end of the session that is on or comes next. */
export function mayNotFit({ rules }: State, { estimate, issuedAt, ...ticket }: Ticket): boolean {
  if (!rules || !estimate) return false
  const { calendar, timeZone } = rules
  const [first] = ticket.legs
  const service = first?.service ?? ''
  const date = dateOf(issuedAt, timeZone)
  // Round the clock there is no session that could end.
  if (sessionsOf(calendar, service, date).every(({ from, to }) => from === 0 && to === 1440)) return false
  const left = minutesToSessionEnd(calendar, service, date, minuteOf(issuedAt, timeZone))
  return left === null || estimate.high / 60 > left
}
