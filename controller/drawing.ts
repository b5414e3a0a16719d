/** A ticket's slip as the picture its printer gets. */
import type { Logo } from '../displays/slip/slip.ts'
import type { Raster } from '../firmware/messages.ts'
import type { Site } from '../hardware/site-description.ts'
import type { Devices } from './devices.ts'
import { minutesToSessionEnd } from './domain/calendar.ts'
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
    warmUp: () => thread.warmUp(),
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
          issuedAt: isoTime(ticket.issuedAt, site.timeZone),
          counters: site.counters
            .filter(({ services }) => services.includes(serviceId))
            .map(({ spoken }) => spoken),
          qrUrl: phoneUrl(ticket.id),
          reprint: slip.copy > 0 ? { n: slip.copy, at: isoTime(slip.requestedAt, site.timeZone) } : null,
        },
        printer?.config.paperMm ?? 80,
      )
    },
  }
}

/** The estimate runs past the end of the session that is on or comes next. */
export function mayNotFit({ rules }: State, { estimate, issuedAt, ...ticket }: Ticket): boolean {
  if (!rules || !estimate) return false
  const { calendar, timeZone } = rules
  const [first] = ticket.legs
  const left = minutesToSessionEnd(
    calendar,
    first?.service ?? '',
    dateOf(issuedAt, timeZone),
    minuteOf(issuedAt, timeZone),
  )
  return calendar.week !== null && (left === null || estimate.high / 60 > left)
}
