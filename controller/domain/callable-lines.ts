/**
 * How many tickets may be called now, of each service and tied to each counter, kept up while a day's tickets are
 * taken one by one. `stirred` is called when a line became empty or stopped being it.
 */
import { isCallable } from './calling-rule.ts'
import { initialState, serviceOf, type Ticket } from './state.ts'

type Line = Map<string, number>
const nothing = initialState()

export function callableLines(tickets: ReadonlyMap<string, Ticket>, stirred: () => void) {
  const links = new Map<string, Set<string>>()
  const ofService: Line = new Map()
  const ofCounter: Line = new Map()
  const placeOf = new Map<string, { line: Line; key: string }>()
  const isWaiting = (line: Line, key: string) => (line.get(key) ?? 0) > 0

  /** Whether one of a person's tickets may be called depends on where the others are. */
  function settle(link: string): void {
    // A ticket that was linked to another since is settled with those.
    const same = [...(links.get(link) ?? [])]
      .map((id) => tickets.get(id))
      .filter((one) => one !== undefined)
      .filter((one) => one.link === link)
    const state = { ...nothing, tickets: new Map(same.map((one) => [one.id, one])) }
    for (const one of same) stand(one, isCallable(state, one))
  }

  function stand(ticket: Ticket, callable: boolean): void {
    const place = placeOf.get(ticket.id)
    const { tiedTo } = ticket
    const line = tiedTo === null ? ofService : ofCounter
    const key = tiedTo ?? serviceOf(ticket)
    if (callable ? place?.line === line && place.key === key : !place) return
    if (place) count(place.line, place.key, -1)
    if (callable) {
      count(line, key, 1)
      placeOf.set(ticket.id, { line, key })
    } else placeOf.delete(ticket.id)
  }

  function count(line: Line, key: string, change: 1 | -1): void {
    const before = line.get(key) ?? 0
    line.set(key, before + change)
    if (before === 0 || before + change === 0) stirred()
  }

  return {
    /** Tickets as they stand now, in `tickets` already; `before`: the links they had. */
    moved(after: Iterable<Ticket>, before: readonly (string | null)[]): void {
      const touched = new Set(before)
      for (const ticket of after) {
        stand(ticket, isCallable(nothing, ticket))
        if (ticket.link === null) continue
        links.set(ticket.link, (links.get(ticket.link) ?? new Set()).add(ticket.id))
        touched.add(ticket.link)
      }
      for (const link of touched) if (link !== null) settle(link)
    },
    /** Whether somebody waits whom the counter may call. */
    waitsFor: (counter: string, services: readonly string[]): boolean =>
      isWaiting(ofCounter, counter) || services.some((service) => isWaiting(ofService, service)),
  }
}
