/** When counters stood idle: open, not paused, with nobody at them, while somebody waited whom they could call. */
import type { CounterState } from './state.ts'

export type IdleSpan = {
  counter: string
  officer: string | null
  agency: string | null
  from: number
  to: number
}

/** `agencyOf`: the agency that staffs a counter now. */
export function idleSpans(agencyOf: (counter: string) => string | null) {
  const since = new Map<string, { at: number; officer: string | null }>()
  const over: IdleSpan[] = []
  const span = (counter: string, begun: { at: number; officer: string | null }, to: number): IdleSpan => ({
    counter,
    officer: begun.officer,
    agency: agencyOf(counter),
    from: begun.at,
    to,
  })
  function end(counter: string, at: number): void {
    const begun = since.get(counter)
    if (!begun) return
    over.push(span(counter, begun, at))
    since.delete(counter)
  }
  return {
    /** `waitsFor`: whether somebody waits whom the counter may call. */
    note(
      counters: ReadonlyMap<string, CounterState>,
      waitsFor: (counter: string, services: readonly string[]) => boolean,
      at: number,
    ): void {
      for (const [id, { open, paused, ticket, services, officer }] of counters) {
        const isIdle = open && paused === null && ticket === null && waitsFor(id, services)
        if (!isIdle || since.get(id)?.officer !== officer) end(id, at)
        if (isIdle && !since.has(id)) since.set(id, { at, officer })
      }
      // A counter that the site no longer has.
      for (const id of [...since.keys()]) if (!counters.has(id)) end(id, at)
    },
    /** Those that are over, and those that go on, up to `until`. */
    upTo: (until: number): IdleSpan[] => [
      ...over,
      ...[...since].map(([id, begun]) => span(id, begun, until)),
    ],
  }
}
