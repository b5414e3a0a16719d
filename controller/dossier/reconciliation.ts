/**
 * The day's sum for the dossier server: what was counted, from which event to which, and the head of the hash
 * chain, which is then kept outside the hall. Sent after each day, when the hall was off or offline then as soon
 * as it can, and again when asked. Its memory is a bookmark: the end of the last day that the broker took.
 */
import type { Static } from 'typebox'
import type { Clock } from '../../hardware/clock.ts'
import type { EventData, EventType } from '../domain/events.ts'
import type { Envelope, Journal } from '../journal/envelope.ts'
import type { Reconciliation as Sum } from './contract/out-schemas.ts'
import { topicsOf } from './contract/topics.ts'
import type { DossierLink } from './link.ts'
import { hallMessage } from './message.ts'

export type Reconciliation = {
  /** A day may have been closed, or the broker come back. */
  wake(): void
  /** Sends a closed day again; false when the journal holds no such day. */
  again(date: string): Promise<boolean>
  close(): void
}

type Sums = Static<typeof Sum>
const bookmarkName = 'reconciled'
const chunk = 500
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
const isEnd = ({ type }: Envelope) => type === ('DayClosed' satisfies EventType)

export function openReconciliation(options: {
  journal: Pick<Journal, 'journalId' | 'lastSeq' | 'read' | 'lastOfType' | 'bookmark' | 'setBookmark'>
  link: Pick<DossierLink, 'publish' | 'onConnected'>
  site: { id: string; timeZone: string }
  clock: Clock
}): Reconciliation {
  const { journal, link, site, clock } = options
  const topic = topicsOf(site.id).reconciliation
  let closed = false
  let busy = false
  let more = false

  const send = (sums: Sums) =>
    link.publish(
      topic,
      hallMessage(
        { site: site.id, timeZone: site.timeZone },
        { id: `${sums.journalId}-day-${sums.lastSeq}`, type: 'Reconciliation', at: clock.now(), data: sums },
      ),
    )

  /** The sums from an event on to the next end of a day; undefined when no day ended since. */
  async function sumsFrom(after: number): Promise<Sums | undefined> {
    const count = openCount(after + 1)
    for (let at = after; ; ) {
      const events = journal.read(at, chunk)
      if (events.length === 0 || closed) return undefined
      for (const event of events) {
        count.take(event)
        if (isEnd(event)) return count.sums(event)
      }
      at = events.at(-1)?.seq ?? at
      await turn()
    }
  }

  async function pump(): Promise<void> {
    const lastEnd = journal.lastOfType('DayClosed' satisfies EventType)
    // A journal from before there was this sum begins with its present day.
    let done = journal.bookmark(bookmarkName) || Math.max(0, journal.lastOfType('DayOpened') - 1)
    while (!closed && done < lastEnd) {
      const sums = await sumsFrom(done)
      if (!sums || (await send(sums)) === 'gone') return
      done = sums.lastSeq
      await journal.setBookmark(bookmarkName, done)
    }
  }

  function wake(): void {
    more = true
    if (busy || closed) return
    busy = true
    more = false
    void pump().finally(() => {
      busy = false
      if (more) wake()
    })
  }
  const stopListening = link.onConnected(wake)

  /** The last event before a day, looked for from the end; null when there is no such closed day. */
  async function beforeDay(date: string): Promise<number | null> {
    let found = false
    for (let end = journal.lastSeq(); end > 0 && !closed; ) {
      const start = Math.max(0, end - chunk)
      for (const event of journal.read(start, end - start).reverse()) {
        if (!isEnd(event)) continue
        if (found) return event.seq
        found = (event.data as EventData['DayClosed']).date === date
      }
      end = start
      await turn()
    }
    return found ? 0 : null
  }

  return {
    wake,
    async again(date) {
      const before = await beforeDay(date)
      const sums = before === null ? undefined : await sumsFrom(before)
      if (!sums) return false
      return (await send(sums)) !== 'gone'
    },
    close() {
      closed = true
      stopListening()
    },
  }
}

const outcomeOf: Partial<Record<EventType, 'served' | 'noShow' | 'voided' | 'open'>> = {
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

function openCount(firstSeq: number) {
  const events: Record<string, number> = {}
  const tickets = new Map<string, 'served' | 'noShow' | 'voided' | 'open'>()
  let unused = 0
  return {
    take({ type, data }: Envelope): void {
      events[type] = (events[type] ?? 0) + 1
      // Numbers and tickets are of one day.
      if (type === 'DayOpened') tickets.clear()
      if (type === 'ReservationEnded' && (data as EventData['ReservationEnded']).reason === 'day-ended')
        unused++
      const outcome = outcomeOf[type as EventType]
      if (outcome) tickets.set((data as { ticket: string }).ticket, outcome)
    },
    sums({ seq, journalId, hash, data }: Envelope): Sums {
      const of = (wanted: string) => [...tickets.values()].filter((one) => one === wanted).length
      return {
        date: (data as EventData['DayClosed']).date,
        journalId,
        firstSeq,
        lastSeq: seq,
        events,
        tickets: {
          issued: tickets.size,
          served: of('served'),
          noShow: of('noShow'),
          voided: of('voided'),
          open: of('open'),
        },
        reservationsUnused: unused,
        chainHead: hash,
      }
    },
  }
}
