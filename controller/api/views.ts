/**
 * What the pages are given. A page shows these and knows no rule. Times are ISO 8601 with the site's offset.
 * One stream, `GET /api/hall/events?with=manager,bench`, sends them as server-sent events named `hall`,
 * `manager`, `bench`; each is the whole view, sent on connecting and after every change (at most 10 a second).
 */
import type { DeviceHealth } from '../../firmware/messages.ts'
import type { BenchStation } from '../../firmware/wire/bench.ts'
import type { PictogramName } from '../../hardware/site-description.ts'

export type TicketState = 'waiting' | 'called' | 'serving' | 'finished' | 'no-show' | 'voided'
export type SlipState = 'requested' | 'started' | 'printed' | 'failed' | 'unknown'

export type CounterTicket = {
  id: string
  number: string
  service: string
  state: 'called' | 'serving'
  issuedAt: string
  calledAt: string
  /** How often it was called here: 1 after the call, 2 after one recall. */
  calls: number
  startedAt: string | null
  /** Its slip may not have come out: ask for the number, not the paper. */
  slipDoubtful: boolean
}

export type HallView = {
  site: {
    id: string
    name: string
    authority: string | null
    hotline: string | null
    timeZone: string
    logo: string | null
    simulated: boolean
  }
  /** When this view was made; pages set their clock by it. */
  at: string
  day: string | null
  seq: number
  services: {
    id: string
    name: string
    shortName: string
    colour: string
    pictogram: PictogramName
    /** Some open counter gives it. */
    open: boolean
    waiting: number
    /** Issue time of the longest waiting ticket. */
    waitingSince: string | null
    lastNumber: string | null
  }[]
  counters: {
    id: string
    spoken: string
    name: string | null
    floor: string | null
    zone: string
    agency: string | null
    services: string[]
    state: 'open' | 'closed'
    /** Who may be called here now, all its services together. */
    waiting: number
    ticket: CounterTicket | null
    /** The last number called here today, shown on the board until the next. */
    lastNumber: string | null
  }[]
  /** Newest first, at most 12: calls and recalls of today. */
  calls: {
    id: string
    number: string
    service: string
    counter: string
    spoken: string
    at: string
    recall: boolean
    active: boolean
  }[]
  /** Tickets whose slip failed: not callable until claimed or reprinted. At most 20, oldest first. */
  unclaimed: { id: string; number: string; service: string; issuedAt: string }[]
  /** Things the hall must be told: at most 20. */
  notices: {
    code: 'printer-down' | 'no-counter-open'
    message: { vi: string; en: string }
    service?: string
    station?: string
  }[]
  /** Codes of outcomes an officer may choose, with their words. */
  outcomes: { code: string; vi: string; en: string }[]
  rules: { nextWhileCalled: 'start-and-finish' | 'refuse'; outcomeRequired: boolean }
}

export type WaitFigures = {
  n: number
  meanSeconds: number | null
  medianSeconds: number | null
  p90Seconds: number | null
  maxSeconds: number | null
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
    wait: WaitFigures
    service: WaitFigures
  }
  /** Waits (R19: started − issued) of today's tickets that were started; `overLimit` of them and of those still waiting exceed 15 minutes. */
  services: {
    id: string
    name: string
    colour: string
    waiting: number
    longestWaitSeconds: number | null
    issued: number
    finished: number
    wait: WaitFigures
    overLimit: number
  }[]
  counters: {
    id: string
    spoken: string
    state: 'open' | 'closed'
    now: string | null
    finished: number
    noShow: number
    wait: WaitFigures
    service: WaitFigures
  }[]
  limitSeconds: number
  devices: {
    station: string
    stationName: string
    device: string
    kind: string
    health: DeviceHealth
    since: string
  }[]
  journal: { seq: number; journalId: string }
  dossier: {
    state: 'connected' | 'connecting' | 'off'
    broker: string
    pending: number
    lastError: string | null
  }
}

export type BenchView = { at: string; stations: BenchStation[] }

/** The phone page of one ticket, by its token. */
export type PhoneView = {
  site: { name: string; hotline: string | null }
  at: string
  number: string
  service: { name: string; colour: string; pictogram: PictogramName }
  state: TicketState
  /** Null unless waiting. */
  ahead: number | null
  issuedAt: string
  counter: { spoken: string; floor: string | null } | null
}

/** Every answer that is not 2xx. `field` names what was wrong with the input. */
export type ApiError = { refused: string; message: { vi: string; en: string }; field?: string }
