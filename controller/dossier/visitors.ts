/**
 * What the dossier server needs to write to visitors: whose turn is near, and who is called. Keyed by ticket and
 * booking code; the hall knows nobody's telephone. A message that could not be sent in its time is dropped: late,
 * it would send somebody to a counter for nothing. Its memory is a bookmark: up to there everything was told or was
 * no longer true. A new start tells the rest again, under the ids it had.
 */
import type { Clock } from '../../hardware/clock.ts'
import { queueOf } from '../domain/calling-rule.ts'
import type { DomainEvent } from '../domain/events.ts'
import type { State, Ticket } from '../domain/state.ts'
import type { Journal } from '../journal/envelope.ts'
import { topicsOf } from './contract/topics.ts'
import type { DossierLink } from './link.ts'
import { hallMessage } from './message.ts'
import { type Call, callsAfter, stateAfter } from './told-before.ts'

export type Visitors = {
  react(committed: { events: { seq: number; at: number; event: DomainEvent }[]; state: State }): void
  /** Dropped because their time was over before the broker took them. */
  dropped(): number
  close(): void
}

const nearTurnMs = 10 * 60_000
const calledMs = 3 * 60_000
const lookMs = 500
const mostPending = 500
const bookmarkName = 'visitors'

type Pending = { topic: string; payload: string; validUntil: number; isTrue: () => boolean; busy: boolean }

export function openVisitors(options: {
  link: Pick<DossierLink, 'publish' | 'onConnected'>
  site: { id: string; timeZone: string }
  journal: Pick<Journal, 'journalId' | 'lastSeq' | 'lastOfType' | 'read' | 'bookmark' | 'setBookmark'>
  clock: Clock
  state(): State
  /** Near is: at most so many ahead. */
  nearTurnAhead: number
  /** Seconds that remain by the hall's estimate. */
  estimate(ticket: string): { low: number; high: number } | null
}): Visitors {
  const { link, site, journal, clock, state, nearTurnAhead, estimate } = options
  const { journalId } = journal
  const topics = topicsOf(site.id)
  const from = { site: site.id, timeZone: site.timeZone }
  const pending = new Map<string, Pending>()
  const told = new Set<string>()
  let dropped = 0
  let cancelLook: (() => void) | undefined
  const legKey = ({ id, legs }: Ticket) => `${id}/${legs.length}`

  let seen = journal.lastSeq()
  const toldUpTo = Math.min(seen, journal.bookmark(bookmarkName) || seen)

  function near(now: State): { ticket: Ticket; ahead: number }[] {
    if (now.day === null) return []
    return (now.rules?.services ?? []).flatMap(({ id }) =>
      queueOf(now, id, clock.now())
        .slice(0, nearTurnAhead + 1)
        .map((ticket, ahead) => ({ ticket, ahead })),
    )
  }

  function whom(ticket: Ticket) {
    return {
      ticket: ticket.id,
      number: ticket.number,
      booking: ticket.booking?.code ?? ticket.reserved?.code ?? null,
      service: ticket.legs.at(-1)?.service ?? '',
      leg: ticket.legs.length,
    }
  }

  function look(): void {
    cancelLook = undefined
    tellNear()
    settle()
  }

  /** Nothing is left to be told: the next start need not look further back. */
  function settle(): void {
    if (pending.size > 0 || cancelLook || journal.bookmark(bookmarkName) === seen) return
    void journal.setBookmark(bookmarkName, seen)
  }

  function tellNear(): void {
    for (const { ticket, ahead } of near(state())) {
      const key = legKey(ticket)
      if (told.has(key)) continue
      told.add(key)
      const at = clock.now()
      add(topics.nearTurn, {
        id: `${journalId}-near-${key}`,
        type: 'NearTurn',
        at,
        validUntil: at + nearTurnMs,
        data: { ...whom(ticket), ahead, waitSeconds: estimate(ticket.id) },
        isTrue: () => {
          const now = state().tickets.get(ticket.id)
          return now?.state === 'waiting' && legKey(now) === key
        },
      })
    }
  }

  function add(
    topic: string,
    {
      isTrue,
      ...message
    }: {
      id: string
      type: string
      at: number
      validUntil: number
      data: unknown
      isTrue: () => boolean
    },
  ): void {
    const { id, validUntil } = message
    const [oldest] = pending.keys()
    if (pending.size >= mostPending && oldest !== undefined) {
      pending.delete(oldest)
      dropped++
    }
    pending.set(id, { topic, payload: hallMessage(from, message), validUntil, isTrue, busy: false })
    flush()
  }

  function flush(): void {
    for (const [id, message] of pending) {
      if (message.busy) continue
      if (clock.now() >= message.validUntil || !message.isTrue()) {
        pending.delete(id)
        dropped++
        continue
      }
      message.busy = true
      // A broker that keeps it for a server away (MQTT 5) must not deliver it late either.
      const messageExpiryInterval = Math.ceil((message.validUntil - clock.now()) / 1000)
      const more = { properties: { messageExpiryInterval } }
      void link.publish(message.topic, message.payload, more).then((delivery) => {
        message.busy = false
        if (delivery === 'gone') return
        pending.delete(id)
        settle()
      })
    }
  }

  function tellCall(of: { seq: number; journalId: string; at: number; event: Call }, now: State): void {
    const { seq, at, event } = of
    const ticket = now.tickets.get(event.data.ticket)
    if (!ticket) return
    const { counter } = event.data
    const calls = event.type === 'TicketCalled' ? 1 : event.data.calls
    const spoken = now.rules?.counters.find(({ id }) => id === counter)?.spoken ?? ''
    add(topics.called, {
      id: `${of.journalId}-called-${seq}`,
      type: 'Called',
      at,
      validUntil: at + calledMs,
      data: { ...whom(ticket), counter, spoken, calls },
      isTrue: () => state().tickets.get(ticket.id)?.state === 'called',
    })
  }

  for (const { ticket } of near(stateAfter(journal, toldUpTo))) told.add(legKey(ticket))
  for (const call of callsAfter(journal, toldUpTo)) tellCall(call, state())
  look()
  const stopListening = link.onConnected(flush)

  return {
    react({ events, state: now }) {
      for (const { seq, at, event } of events) {
        if (event.type === 'DayOpened') told.clear()
        seen = seq
        if (event.type === 'TicketCalled' || event.type === 'TicketRecalled')
          tellCall({ seq, journalId, at, event }, now)
      }
      cancelLook ??= clock.after(lookMs, look)
    },
    dropped: () => dropped,
    close() {
      stopListening()
      cancelLook?.()
    },
  }
}
