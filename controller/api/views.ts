/**
 * What the pages are given. A page shows these and knows no rule. Times are ISO 8601 with the site's offset.
 * One stream, `GET /api/hall/events?with=manager,staff,bench`, sends them as server-sent events named `hall`,
 * `manager`, `staff`, `bench`; each is the whole view, sent on connecting and after every change (at most 10 a second).
 */

import type { Static } from 'typebox'
import type { DeviceFault, DeviceHealth } from '../../firmware/messages.ts'
import type { BenchStation } from '../../firmware/wire/bench.ts'
import type { PictogramName } from '../../hardware/pictogram-names.ts'
import type { LinkState, OutboxState, ServerState } from '../dossier/link-state.ts'
import type { WriteFailure } from '../journal/envelope.ts'
import type { CounterTicketSchema, DiskSchema, HallSchema } from './hall-schema.ts'

export type TicketState = 'waiting' | 'called' | 'serving' | 'held' | 'finished' | 'no-show' | 'voided'

export type HallView = Static<typeof HallSchema>
export type DiskView = Static<typeof DiskSchema>
export type CounterTicket = Static<typeof CounterTicketSchema>

type Spread = { n: number; mean: number | null; p90: number | null; max: number | null }
type Share = { n: number; of: number }
export type PeriodRow = {
  key: string | null
  name: string
  issued: number
  entered: number
  finished: number
  noShow: number
  /** In seconds. */
  waiting: Spread
  service: Spread
  overLimit: Share
  ratings: { n: number; satisfied: Share }
}
/** Of a range of days, asked for by itself: what pages show of `GET /api/figures`. */
export type PeriodFigures = {
  period: { from: string; to: string; asOf: string }
  by: string
  rows: PeriodRow[]
  total: PeriodRow
}

export type WaitFigures = {
  n: number
  meanSeconds: number | null
  medianSeconds: number | null
  p90Seconds: number | null
  maxSeconds: number | null
}
/** `n` ratings, `satisfied` of them satisfied, of `of` legs finished or rated; `mean` in points, `best` being the most. */
export type RatingFigures = {
  n: number
  satisfied: number
  of: number
  mean: number | null
  best: number | null
}
export type ManagerView = {
  at: string
  day: string | null
  total: {
    issued: number
    waiting: number
    serving: number
    finished: number
    noShow: number
    voided: number
    /** Of those that were started, are called or wait. */
    overLimit: Share
    wait: WaitFigures
    service: WaitFigures
    ratings: RatingFigures
  }
  /** Waits (R19: started − issued) of today's tickets that were started; `overLimit` of them and of those still waiting exceed 15 minutes. */
  services: {
    id: string
    name: string
    colour: string
    waiting: number
    longestWaitSeconds: number | null
    /** The likely wait of somebody who takes a number now: what is coming, before it is there. Null: no counter gives it. */
    expected: { lowSeconds: number; midSeconds: number; highSeconds: number } | null
    issued: number
    finished: number
    wait: WaitFigures
    overLimit: number
    ratings: RatingFigures
  }[]
  counters: {
    id: string
    spoken: string
    state: 'open' | 'paused' | 'closed'
    /** Why it is paused, in Vietnamese; the code itself where the site has no words for it. */
    pausedFor: string | null
    now: string | null
    finished: number
    noShow: number
    wait: WaitFigures
    service: WaitFigures
    ratings: RatingFigures
  }[]
  limitSeconds: number
  devices: {
    station: string
    stationName: string
    device: string
    kind: string
    on: string[]
    health: DeviceHealth
    since: string
    lastSeen: string | null
    lastError: { at: string; reason: DeviceFault; detail: string } | null
    disagreements: number
    retries: number
    place: string
    printing: { slips: number; lastMs: number; medianMs: number } | null
  }[]
  /** `failure`: it takes no writes, so nothing is given out or called. */
  journal: { seq: number; journalId: string; failure: WriteFailure | null }
  disk: DiskView
  /** Null when the site reports to nobody. */
  dossier: (LinkState & OutboxState & { server: ServerState }) | null
}

export type BenchView = { at: string; stations: BenchStation[] }

export type StaffTicket = { id: string; number: string; service: string; counter: string | null; at: string }
/** What staff need beside the hall's view: tickets by their names, and the words for reasons. Each list is bounded. */
export type StaffView = {
  at: string
  /** In order of turn, at most 300. `callable` false: its slip failed, or the visitor is at another counter. */
  waiting: {
    id: string
    number: string
    service: string
    class: 'ordinary' | 'booked' | 'priority'
    issuedAt: string
    tiedTo: string | null
    linked: boolean
    overtakes: number
    callable: boolean
  }[]
  /** Put aside, at most 100. */
  held: StaffTicket[]
  /** No-shows that may still come back, newest first, at most 50. */
  returnable: (StaffTicket & { until: string })[]
  /** Finished today, newest first, at most 50: what may be reopened at its counter. */
  finished: StaffTicket[]
  reasons: Record<'hold' | 'pause' | 'change' | 'void', { code: string; vi: string; en: string }[]>
  classes: ('ordinary' | 'booked' | 'priority')[]
  /** How often a ticket may be overtaken. */
  maxOvertakes: number
}

/** The phone page of one ticket, by its token. */
export type PhoneView = {
  site: { name: string; hotline: string | null }
  at: string
  number: string
  service: { name: string; colour: string; pictogram: PictogramName }
  state: TicketState
  /** Null unless waiting. */
  ahead: number | null
  /** How long the wait may still be; four in five fall inside. Null where nothing can be said. */
  estimate: { lowSeconds: number; highSeconds: number } | null
  noCounterOpen: boolean
  issuedAt: string
  counter: { spoken: string; floor: string | null } | null
  /**
   * Null unless the visit is over and can be, or was, rated. `words`: best first. Not what was said: a slip that is
   * left lying tells nobody.
   */
  rating: { words: string[]; given: boolean } | null
}

/** Every answer that is not 2xx. `field` names what was wrong with the input. */
export type ApiError = { refused: string; message: { vi: string; en: string }; field?: string }
