/** What is played forward for an estimate: a hall in numbers. */
import type { QuantileTable } from './quantile-table.ts'

/** Seconds, counted from the moment of the estimate; credit starts lie before it. */
export type Waiter = { creditStart: number; order: number; overtakes: number; line: number }
/** Those who differ by nothing but their turn: one service, one class, one counter they are tied to or none. */
export type Line = { service: number; class: number; tiedTo: number; rate: number }
export type PlayedCounter = {
  /** Lines it may call from, and how much each weighs here. */
  lines: readonly { line: number; weight: number }[]
  pace: number
  /** The ways its day may go on, each as the spans in which it calls; every run takes one of them. */
  ways: readonly (readonly { from: number; to: number }[])[]
  /** It leaves so long before the end of a span rather than begin another visit. */
  leavesBefore: number
  present: Present
}
/** What it does at the moment of the estimate, and for how long already. */
export type Present =
  | { doing: 'idle'; since: number }
  | {
      doing: 'calling' | 'serving'
      service: number
      since: number
      creditStart: number
      order: number
      class: number
    }
export type PlayedService = {
  visit: QuantileTable
  doubt: number
  noShow: number
  transfers: readonly { line: number; share: number; class: number }[]
  /** Spans in which it is served. */
  sessions: readonly { from: number; to: number }[]
}
/** Who comes later and may go before somebody who waits now. */
export type Stream = { line: number; perSecond: number }
export type Scene = {
  /** In order of turn. */
  waiters: readonly Waiter[]
  lines: readonly Line[]
  counters: readonly PlayedCounter[]
  services: readonly PlayedService[]
  streams: readonly Stream[]
  delay: QuantileTable
  walk: QuantileTable
  absence: QuantileTable
  maxOvertakes: number
  transfersKeepCredit: boolean
}
