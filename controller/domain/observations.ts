/**
 * What one day's tickets tell of the hall's pace: how long visits, walks and pauses between visits took, who did
 * not come, who was sent on. A fold over tickets; plain data that a thread can hand over.
 */
import type { Ticket } from './state.ts'

export type SeenVisit = { service: string; counter: string; seconds: number }
/** Oldest first, each list bounded. */
export type Observations = {
  visits: SeenVisit[]
  /** From "could be called here" to the call. */
  delays: number[]
  /** From the first call to the start. */
  walks: number[]
  /** From the first call to the no-show. */
  absences: number[]
  /** How legs ended: service → the service sent on to, `no-show`, or `done` → count. */
  ends: Record<string, Record<string, number>>
}
export const noObservations: Observations = { visits: [], delays: [], walks: [], absences: [], ends: {} }

/** A day's newest; nobody needs more to know what is usual. */
const kept = { visits: 3000, times: 300 }

export function observe(tickets: Iterable<Pick<Ticket, 'legs' | 'returns'>>): Observations {
  const visits: (SeenVisit & { at: number })[] = []
  const walks: number[] = []
  const absences: number[] = []
  const ends: Observations['ends'] = {}
  const atCounters = new Map<string, { calledAt: number; enteredAt: number; endedAt: number | null }[]>()
  for (const { legs, returns } of tickets) {
    legs.forEach((leg, place) => {
      const { service, counter, enteredAt, calledAt, startedAt, endedAt, end } = leg
      // Who came back after a no-show: its first call is no measure of anything.
      if (counter === null || calledAt === null || returns > 0) return
      // The time on hold was somebody else's: such a counter's pauses tell nothing.
      const turn = { calledAt, enteredAt, endedAt: leg.heldMs > 0 ? null : endedAt }
      const here = atCounters.get(counter)
      if (here) here.push(turn)
      else atCounters.set(counter, [turn])
      if (startedAt !== null && !leg.startedBySystem) walks.push((startedAt - calledAt) / 1000)
      if (endedAt === null || leg.endedBySystem) return
      if (end === 'no-show') absences.push((endedAt - calledAt) / 1000)
      else if (startedAt !== null && !leg.startedBySystem)
        visits.push({ service, counter, seconds: (endedAt - startedAt - leg.heldMs) / 1000, at: endedAt })
      const sentOn = end === 'transferred' ? legs[place + 1]?.service : undefined
      const how = end === 'no-show' ? 'no-show' : (sentOn ?? 'done')
      const counts = ends[service] ?? {}
      counts[how] = (counts[how] ?? 0) + 1
      ends[service] = counts
    })
  }
  const positive = (values: number[]) => values.filter((value) => value >= 0)
  return {
    visits: visits
      .filter(({ seconds }) => seconds >= 0)
      .sort((a, b) => a.at - b.at)
      .map(({ service, counter, seconds }) => ({ service, counter, seconds }))
      .slice(-kept.visits),
    delays: positive(delaysOf(atCounters.values())).slice(-kept.times),
    walks: positive(walks).slice(-kept.times),
    absences: positive(absences).slice(-kept.times),
    ends,
  }
}

/** How long a counter let somebody wait whom it could have called: since the ticket came, or the last visit ended. */
function delaysOf(
  counters: Iterable<{ calledAt: number; enteredAt: number; endedAt: number | null }[]>,
): number[] {
  const delays: number[] = []
  for (const turns of counters) {
    turns.sort((a, b) => a.calledAt - b.calledAt)
    turns.forEach((turn, place) => {
      const before = turns[place - 1]
      if (!before?.endedAt) return
      const delay = (turn.calledAt - Math.max(turn.enteredAt, before.endedAt)) / 1000
      // Longer is a break or a closed counter, which the play-forward sees as such.
      if (delay <= 180) delays.push(delay)
    })
  }
  return delays
}
