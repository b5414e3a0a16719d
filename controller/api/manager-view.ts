/** State → what a manager follows: waits, volumes, devices, the journal and the dossier link. Pure. */
import type { Site } from '../../hardware/site-description.ts'
import type { Devices } from '../devices.ts'
import { diskWords } from '../disk-space.ts'
import type { DiskState } from '../disk-watch.ts'
import { type Figures, figuresOf, type Spread } from '../domain/figures.ts'
import { isoTime } from '../domain/local-time.ts'
import { ratingsOfLegs } from '../domain/rating-figures.ts'
import type { Leg, State } from '../domain/state.ts'
import type { WriteFailure } from '../journal/envelope.ts'
import type { DiskView, ManagerView, RatingFigures, WaitFigures } from './views.ts'

/** The city's target: nobody waits longer (requirement R20). */
const limitMs = 15 * 60_000

export type ManagerViewParts = {
  site: Site
  devices: Devices
  journal: { journalId: string }
  failure: () => WriteFailure | null
  disk: () => DiskState
  dossier: () => ManagerView['dossier']
  /** Seconds somebody who takes a number now will likely wait. */
  expected: (service: string) => { low: number; mid: number; high: number } | null
}

export function managerView(parts: ManagerViewParts, state: State, seq: number, now: number): ManagerView {
  const { site, devices, journal, failure, disk, dossier, expected } = parts
  const tickets = [...state.tickets.values()]
  // Legs are picked, not tickets: who was transferred waits in one service, and was served by each counter for its part.
  const figures = (of?: (leg: Leg) => boolean) => figuresOf(tickets, now, limitMs, of)
  const total = figures()
  const legs = tickets.flatMap((ticket) => ticket.legs)
  return {
    at: isoTime(now, site.timeZone),
    day: state.day,
    total: {
      issued: total.issued,
      waiting: total.waiting,
      serving: total.serving,
      finished: total.finished,
      noShow: total.noShow,
      voided: total.voided,
      overLimit: { n: total.overLimit, of: total.wait.n + total.waiting + total.called },
      ...waits(total),
      ratings: ratings(legs),
    },
    services: site.services.map(({ id, name, colour }) => {
      const of = figures((leg) => leg.service === id)
      return {
        id,
        name,
        colour,
        waiting: of.waiting,
        longestWaitSeconds: seconds(of.longestWait),
        expected: expectedSeconds(expected(id)),
        issued: of.issued,
        finished: of.finished,
        wait: spreadSeconds(of.wait),
        overLimit: of.overLimit,
        ratings: ratings(legs, (leg) => leg.service === id),
      }
    }),
    counters: site.counters.map(({ id, spoken }) => {
      const known = state.counters.get(id)
      const of = figures((leg) => leg.counter === id)
      return {
        id,
        spoken,
        state: known?.open ? (known.paused === null ? 'open' : 'paused') : 'closed',
        pausedFor: pauseWords(state, known?.paused ?? null),
        now: state.tickets.get(known?.ticket ?? '')?.number ?? null,
        finished: of.finished,
        noShow: of.noShow,
        ...waits(of),
        ratings: ratings(legs, (leg) => leg.counter === id),
      }
    }),
    limitSeconds: limitMs / 1000,
    devices: deviceViews(devices, site.timeZone),
    journal: { seq, journalId: journal.journalId, failure: failure() },
    disk: diskView(disk(), site.timeZone),
    dossier: dossier(),
  }
}

/** What is known of each device, for whoever looks after them. */
export const deviceViews = (devices: Devices, timeZone: string): ManagerView['devices'] =>
  devices.all().map(({ since, lastSeen, lastError, ...entry }) => ({
    ...entry,
    since: isoTime(since, timeZone),
    lastSeen: lastSeen === null ? null : isoTime(lastSeen, timeZone),
    lastError: lastError && { ...lastError, at: isoTime(lastError.at, timeZone) },
  }))

export const diskView = ({ level, space, since }: DiskState, timeZone: string): DiskView => ({
  level,
  freeBytes: space?.freeBytes ?? null,
  totalBytes: space?.totalBytes ?? null,
  since: isoTime(since, timeZone),
  message: level === 'unknown' ? null : diskWords(level, space),
})

const pauseWords = ({ rules }: State, code: string | null): string | null =>
  rules?.pauseReasons.find((one) => one.code === code)?.vi ?? code

function ratings(legs: Leg[], of?: (leg: Leg) => boolean): RatingFigures {
  const { n, mean, satisfied, response } = ratingsOfLegs(legs, of)
  return { n, satisfied: satisfied.n, of: response.of, mean: mean?.points ?? null, best: mean?.of ?? null }
}

const waits = ({ wait, service }: Figures) => ({ wait: spreadSeconds(wait), service: spreadSeconds(service) })
const expectedSeconds = (of: ReturnType<ManagerViewParts['expected']>) =>
  of && {
    lowSeconds: Math.round(of.low),
    midSeconds: Math.round(of.mid),
    highSeconds: Math.round(of.high),
  }
const seconds = (ms: number | null) => (ms === null ? null : Math.round(ms / 1000))
const spreadSeconds = ({ n, mean, median, p90, max }: Spread): WaitFigures => ({
  n,
  meanSeconds: seconds(mean),
  medianSeconds: seconds(median),
  p90Seconds: seconds(p90),
  maxSeconds: seconds(max),
})
