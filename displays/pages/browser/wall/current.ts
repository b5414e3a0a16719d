/** Which calls a wall shows large, which small, and how wide its numbers are. Pure: decides nothing about the queue. */
import type { HallView } from '../../../../controller/api/views.ts'

export type Call = HallView['calls'][number]
export type WallCalls = { current: Call[]; last: Call[] }

/** A call stays large this long even when the visitor was at the counter at once. */
export const freshMs = 10_000
export const largeAtOnce = 3

/** Newest first; one entry for each ticket, however often it was called. */
export function wallCalls(calls: Call[], nowMs: number): WallCalls {
  const seen = new Set<string>()
  const once = calls.filter((call) => {
    const key = `${call.id} ${call.counter}`
    return seen.has(key) ? false : seen.add(key)
  })
  const wanted = once.filter((call) => call.active || isFresh(call, nowMs))
  const current = (wanted.length > 0 ? wanted : once).slice(0, wanted.length > 0 ? largeAtOnce : 1)
  return { current, last: once.filter((call) => !current.includes(call)) }
}
export const isFresh = (call: Call, nowMs: number): boolean => {
  const age = nowMs - Date.parse(call.at)
  return age < freshMs && age > -freshMs
}

/** Outside of working hours: when they begin again, or null when that is not known. Undefined: inside. */
export function closedUntil(sessions: HallView['sessions'], nowMs: number): string | null | undefined {
  if (sessions === null) return undefined
  const next = sessions.find(({ to }) => Date.parse(to) > nowMs)
  if (!next) return null
  return Date.parse(next.from) <= nowMs ? undefined : next.from
}

/** Only the counters of one zone, and only what concerns them. */
export function inZone(view: HallView, zone: string | null): HallView {
  if (!zone) return view
  const counters = view.counters.filter((counter) => counter.zone === zone)
  const ids = new Set(counters.map((counter) => counter.id))
  const given = new Set(counters.flatMap((counter) => counter.services))
  return {
    ...view,
    counters,
    calls: view.calls.filter((call) => ids.has(call.counter)),
    services: view.services.filter((service) => given.has(service.id)),
  }
}

/** Width of extra-bold text in em, so that a long number is narrowed instead of cut. */
export function widthEm(text: string): number {
  let width = 0
  for (const letter of text) width += letter === '1' ? 0.446 : /\d/.test(letter) ? 0.705 : 0.8
  return width
}

/** The part of a list that a screen shows now, when it cannot show all at once. */
export function turn<T>(list: T[], size: number, nowMs: number, everyMs: number): T[] {
  const pages = Math.ceil(list.length / size)
  if (pages <= 1) return list
  const page = Math.floor(nowMs / everyMs) % pages
  return list.slice(page * size, (page + 1) * size)
}
