/** State → what everybody in the hall may see. Pure. */
import type { Service, Site } from '../../hardware/site-description.ts'
import type { Devices } from '../devices.ts'
import { sessionsFrom } from '../domain/calendar.ts'
import { queueOf } from '../domain/calling-rule.ts'
import { decide } from '../domain/decide.ts'
import { dateOf, daysLater, epochOf, isoTime } from '../domain/local-time.ts'
import { refusalSentences } from '../domain/refusals.ts'
import { isUnclaimed, legOf, type State, serviceOf, type Ticket } from '../domain/state.ts'
import { printerFor } from '../presses.ts'
import type { CounterTicket, HallView } from './views.ts'

const maxListed = 20
const mostSessions = 8

export type HallViewParts = {
  site: Site
  logo: string | null
  simulated: boolean
  devices: Devices
  /** The journal takes no writes. */
  failing: boolean
}

export function hallView(
  { site, logo, simulated, devices, failing }: HallViewParts,
  state: State,
  seq: number,
  now: number,
): HallView {
  const iso = (at: number) => isoTime(at, site.timeZone)
  const queues = new Map(site.services.map(({ id }) => [id, queueOf(state, id, now)]))
  const open = (service: string) =>
    site.counters.some(({ id }) => isOpen(state, id) && state.counters.get(id)?.services.includes(service))
  const numberOf = (ticket: string | null | undefined) => state.tickets.get(ticket ?? '')?.number ?? null
  const lastIssued = new Map([...state.tickets.values()].map((ticket) => [serviceOf(ticket), ticket.number]))
  const unclaimed = [...state.tickets.values()].filter(isUnclaimed).slice(0, maxListed)

  return {
    site: {
      id: site.id,
      name: site.name,
      authority: site.authority ?? null,
      hotline: site.hotline ?? null,
      timeZone: site.timeZone,
      logo,
      simulated,
    },
    at: iso(now),
    day: state.day,
    seq,
    sessions: sessions(site, state, now),
    services: site.services.map((service) => {
      const queue = queues.get(service.id) ?? []
      return {
        id: service.id,
        name: service.name,
        shortName: service.shortName ?? service.name,
        colour: service.colour,
        pictogram: service.pictogram,
        open: open(service.id),
        waiting: queue.length,
        waitingSince: queue[0] ? iso(queue[0].issuedAt) : null,
        lastNumber: lastIssued.get(service.id) ?? null,
      }
    }),
    counters: site.counters.map((counter) => {
      const known = state.counters.get(counter.id)
      const ticket = state.tickets.get(known?.ticket ?? '')
      return {
        id: counter.id,
        spoken: counter.spoken,
        name: counter.name ?? null,
        floor: counter.floor ?? null,
        zone: counter.zone,
        agency: counter.agency ?? null,
        services: [...(known?.services ?? counter.services)],
        state: known?.open ? (known.paused === null ? 'open' : 'paused') : 'closed',
        pausedFor: known?.paused ?? null,
        officer: known?.officer ?? null,
        undo: decide({ type: 'Undo', at: now, counter: counter.id }, state).refused
          ? null
          : (known?.undo?.what ?? null),
        waiting: (known?.services ?? counter.services).reduce(
          (sum, service) => sum + (queues.get(service)?.length ?? 0),
          0,
        ),
        ticket: ticket ? counterTicket(ticket, iso) : null,
        lastNumber: numberOf(known?.lastTicket),
      }
    }),
    calls: state.calls.map(({ ticket, counter, at, recall }) => ({
      id: ticket,
      number: numberOf(ticket) ?? '',
      service: serviceAt(state, ticket),
      counter,
      spoken: site.counters.find(({ id }) => id === counter)?.spoken ?? '',
      at: iso(at),
      recall,
      active: state.tickets.get(ticket)?.state === 'called',
    })),
    unclaimed: unclaimed.map((ticket) => ({
      id: ticket.id,
      number: ticket.number,
      service: serviceOf(ticket),
      issuedAt: iso(ticket.issuedAt),
    })),
    notices: [
      ...(failing ? [{ code: 'not-recorded' as const, message: nothingRecorded }] : []),
      ...stationsWithoutPrinter(site, devices).map((station) => ({
        code: 'printer-down' as const,
        message: refusalSentences['printer-down'],
        station,
      })),
      ...site.services
        .filter(({ id }) => (queues.get(id)?.length ?? 0) > 0 && !open(id))
        .map((service) => ({
          code: 'no-counter-open' as const,
          message: noCounterOpen(service),
          service: service.id,
        })),
    ].slice(0, maxListed),
    printers: printersOf(site, devices),
    posted: posted(site, state, now, iso),
    dossierFigures: state.dossier.figures && {
      ...state.dossier.figures,
      asOf: iso(state.dossier.figures.asOf),
    },
    outcomes: (state.rules?.outcomes ?? []).map(({ code, vi, en }) => ({ code, vi, en })),
    rules: {
      nextWhileCalled: state.rules?.nextWhileCalled ?? 'refuse',
      outcomeRequired: state.rules?.outcomeRequired ?? false,
    },
  }
}

/** Nothing happens in the hall when a session begins or ends: the page looks at its clock. */
function sessions({ services, timeZone }: Site, { rules }: State, now: number): HallView['sessions'] {
  const ids = services.map(({ id }) => id)
  const spans = rules && sessionsFrom(rules.calendar, ids, dateOf(now, timeZone), mostSessions)
  if (!spans) return null
  const iso = (date: string, minute: number) =>
    // 24:00 is the next day's midnight.
    minute === 1440
      ? isoTime(epochOf(`${daysLater(date, 1)}T00:00`, timeZone), timeZone)
      : isoTime(epochOf(`${date}T${clockOf(minute)}`, timeZone), timeZone)
  return spans.map(({ date, from, to }) => ({ from: iso(date, from), to: iso(date, to) }))
}

const clockOf = (minute: number) =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':')

/** The page shows a line from its beginning to its end by itself: nothing happens in the hall at those moments. */
function posted(
  site: Site,
  { dossier }: State,
  now: number,
  iso: (at: number) => string,
): HallView['posted'] {
  return [
    ...dossier.notices
      .filter(({ until }) => until > now)
      .sort((a, b) => a.from - b.from)
      .map(({ id, text, from, until }) => ({ id, text, from: iso(from), until: iso(until) })),
    ...(site.screens?.notices ?? []).map((text, place) => ({
      id: `site-${place}`,
      text,
      from: null,
      until: null,
    })),
  ].slice(0, 2 * maxListed)
}

/** Open, and not paused. */
function isOpen(state: State, id: string): boolean {
  const counter = state.counters.get(id)
  return counter?.open === true && counter.paused === null
}

function serviceAt(state: State, id: string): string {
  const ticket = state.tickets.get(id)
  return ticket ? serviceOf(ticket) : ''
}

function counterTicket(ticket: Ticket, iso: (at: number) => string): CounterTicket {
  const leg = legOf(ticket)
  return {
    id: ticket.id,
    number: ticket.number,
    service: leg.service,
    state: ticket.state === 'serving' ? 'serving' : 'called',
    issuedAt: iso(ticket.issuedAt),
    calledAt: iso(leg.calledAt ?? leg.enteredAt),
    calls: leg.calls,
    startedAt: leg.startedAt === null ? null : iso(leg.startedAt),
    slipDoubtful: ticket.slip?.state === 'unknown' || ticket.slip?.state === 'failed',
  }
}

function printersOf({ stations }: Site, devices: Devices): HallView['printers'] {
  return stations
    .filter(({ devices: here }) => here.some(({ kind }) => kind === 'ticket-printer'))
    .map(({ id, name }) => ({ station: id, name, ready: printerFor(devices, id)?.ready ?? false }))
}

/** Stations whose presses would be refused for want of paper. */
function stationsWithoutPrinter(site: Site, devices: Devices): string[] {
  return site.stations
    .filter(({ devices: here }) => here.some(({ kind }) => kind === 'service-button'))
    .filter(({ id }) => printerFor(devices, id)?.ready === false)
    .map(({ id }) => id)
}

/** Also on the wall: the refusal's own sentence speaks to whoever pressed. */
const nothingRecorded = {
  vi: 'Hệ thống đang gặp sự cố: chưa cấp số và gọi số được. Xin chờ ít phút hoặc hỏi cán bộ.',
  en: 'The system is in trouble: no numbers can be given or called. Please wait or ask the staff.',
}
const noCounterOpen = ({ name }: Service) => ({
  vi: `${name}: chưa có quầy nào mở.`,
  en: `${name}: no counter is open.`,
})
