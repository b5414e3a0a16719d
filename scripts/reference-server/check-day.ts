/** A day as the hall summed it up against what was received: counted again, the chain recomputed. Pure. */
import type { Static } from 'typebox'
import type { Reconciliation } from '../../controller/dossier/contract/out-schemas.ts'
import { chainStart, hashAfter } from './chain.ts'
import type { StoredEvent } from './event-store.ts'

export type DaySum = Static<typeof Reconciliation>
export type Verdict = {
  /** One sentence for each thing that is not as the hall says; none: it agrees. */
  differences: string[]
  /** Events whose hash was recomputed, and those of which less is sent than the journal holds. */
  recomputed: number
  given: number
}

/** What a ticket is after an event; the last one counts. */
const fates: Record<string, keyof Fates> = {
  TicketIssued: 'open',
  ServiceFinished: 'served',
  TicketNoShow: 'noShow',
  TicketVoided: 'voided',
  TicketTransferred: 'open',
  TicketReturned: 'open',
  TicketReopened: 'open',
  NoShowUndone: 'open',
  FinishUndone: 'open',
  TransferUndone: 'open',
}
type Fates = Omit<DaySum['tickets'], 'issued'>
type Data = { ticket?: string; reason?: string }
const differencesShown = 10

/** `events`: all from firstSeq to lastSeq, in order. `before`: the hash of the one before, where it is known. */
export function checkDay(sum: DaySum, events: Iterable<StoredEvent>, before: string | null): Verdict {
  const byType: Record<string, number> = {}
  const tickets = new Map<string, keyof Fates>()
  const broken: string[] = []
  let reservationsUnused = 0
  let recomputed = 0
  let given = 0
  let hash = before
  for (const event of events) {
    const { seq, type, journalId, chainHash } = event
    byType[type] = (byType[type] ?? 0) + 1
    const { ticket, reason } = dataOf(event)
    if (type === 'DayOpened') tickets.clear()
    if (type === 'ReservationEnded' && reason === 'day-ended') reservationsUnused++
    const fate = fates[type]
    if (fate && ticket !== undefined) tickets.set(ticket, fate)
    const expected = seq === 1 ? chainStart(journalId) : hash
    const own = expected === null ? null : hashAfter(expected, event)
    if (own === null) given++
    else recomputed++
    if (own !== null && own !== chainHash) broken.push(`event ${seq} does not follow from the one before it`)
    hash = chainHash
  }
  const count = (wanted: keyof Fates) => [...tickets.values()].filter((fate) => fate === wanted).length
  const counted = {
    ...{ issued: tickets.size, served: count('served'), noShow: count('noShow') },
    ...{ voided: count('voided'), open: count('open') },
  }
  const differences = [
    ...compare('events', sum.events, byType),
    ...compare('tickets', sum.tickets, counted),
    ...compare('numbers given ahead', { unused: sum.reservationsUnused }, { unused: reservationsUnused }),
    ...(hash === sum.chainHead ? [] : ['the head of the chain is another']),
    ...broken,
  ]
  return { differences: differences.slice(0, differencesShown), recomputed, given }
}

function compare(what: string, said: Record<string, number>, here: Record<string, number>): string[] {
  const names = [...new Set([...Object.keys(said), ...Object.keys(here)])].sort()
  return names.flatMap((name) => {
    const [theirs, ours] = [said[name] ?? 0, here[name] ?? 0]
    return theirs === ours ? [] : [`${what}, ${name}: the hall says ${theirs}, here are ${ours}`]
  })
}

function dataOf({ body }: StoredEvent): Data {
  const { data } = JSON.parse(body) as { data?: unknown }
  return typeof data === 'object' && data !== null ? data : {}
}
