/**
 * The journal read on towards the dossier server: every event, in order, at least once. Its only memory are
 * bookmarks in the journal, moved when the broker has acknowledged and when the server has; after any
 * interruption it starts again from the broker's, and the event's id lets the far side drop what it has. The
 * hall never waits for it.
 */

import type { Clock } from '../../hardware/clock.ts'
import type { Envelope, Journal } from '../journal/envelope.ts'
import { cloudEvent, eventTopic } from './cloud-event.ts'
import type { Delivery, DossierLink } from './link.ts'
import type { OutboxState } from './link-state.ts'
import { tellSoon } from './tell-soon.ts'

export type Outbox = {
  /** After each commit; cheap, and never lost. */
  wake(): void
  /**
   * The dossier server says that it has everything up to this event. Answers whether it is an event of this
   * journal; a number from before a restore, or beyond the end, moves nothing.
   */
  confirm(journalId: string, seq: number): boolean
  state(): OutboxState
  /** Called soon after the state changed; several changes at once make one call. The answer ends it. */
  onChange(listener: () => void): () => void
  /** Waits a moment for acknowledgements and sends nothing more. */
  close(): Promise<void>
}

const brokerBookmark = 'outbox'
const serverBookmark = 'dossier-server'
/** Doubled each time nothing came: a broker that is only late must not be cut off for ever. */
const ackTimeoutMs = { first: 30_000, longest: 10 * 60_000 }
const closeMs = 1000
const slice = 16

export function openOutbox(options: {
  journal: Pick<Journal, 'lastSeq' | 'read' | 'bookmark' | 'setBookmark'>
  site: string
  link: DossierLink
  clock: Clock
  isoTime: (at: number) => string
  /** Events that may be on their way at once. */
  window?: number
}): Outbox {
  const { journal, site, link, clock, isoTime, window = 256 } = options
  let present = false
  /** What was given to this connection, and what it acknowledged without a gap. */
  let sent = 0
  let acknowledged = Math.min(journal.bookmark(brokerBookmark), journal.lastSeq())
  let confirmed = Math.min(journal.bookmark(serverBookmark), journal.lastSeq())
  /** Counts the starts from the bookmark: an answer to an earlier start moves nothing. */
  let start = 0
  const early = new Set<number>()
  let cancelTimeout: (() => void) | undefined
  let patienceMs = ackTimeoutMs.first
  let waitingSince: number | null = acknowledged < journal.lastSeq() ? clock.now() : null
  let closing = false
  let onQuiet = () => {}
  let nextSlice: NodeJS.Immediate | undefined
  const [changed, onChange] = tellSoon()

  link.onConnected(() => {
    present = true
    restart()
  })
  link.onGone(() => {
    present = false
    cancelTimeout?.()
    onQuiet()
  })

  function restart(): void {
    start++
    early.clear()
    sent = acknowledged
    cancelTimeout?.()
    pump()
    changed()
  }

  /**
   * Runs to its end without a pause, so a wake-up can only come before or after it: none is lost. It sends a
   * slice and lets the hall have its turn before the next, however long the backlog.
   */
  function pump(): void {
    if (!present || closing || nextSlice) return
    // One event for every acknowledgement would cost more than a slice does.
    const room = window - (sent - acknowledged)
    if (room < Math.min(slice, window / 2)) return
    const idle = sent === acknowledged
    const events = journal.read(sent, Math.min(slice, room))
    for (const event of events) publish(event)
    if (idle) watchForAck()
    if (events.length < slice) return
    nextSlice = setImmediate(() => {
      nextSlice = undefined
      pump()
    })
  }

  function publish(event: Envelope): void {
    sent = event.seq
    const mine = start
    void link
      .publish(eventTopic(site, event.type), JSON.stringify(cloudEvent(site, event)))
      .then((delivery) => {
        if (mine === start) settle(event, delivery)
      })
  }

  function settle(event: Envelope, delivery: Delivery): void {
    if (delivery === 'acknowledged') acknowledge(event.seq)
    else if (delivery !== 'gone')
      link.restart(
        'event-refused',
        `the broker refused event ${event.seq} (${event.type}): ${delivery.refused}`,
      )
  }

  function acknowledge(seq: number): void {
    early.add(seq)
    while (early.delete(acknowledged + 1)) acknowledged++
    void journal.setBookmark(brokerBookmark, acknowledged)
    patienceMs = ackTimeoutMs.first
    waitingSince = acknowledged < journal.lastSeq() ? clock.now() : null
    watchForAck()
    pump()
    if (sent === acknowledged) onQuiet()
    changed()
  }

  function watchForAck(): void {
    cancelTimeout?.()
    if (sent === acknowledged) return
    cancelTimeout = clock.after(patienceMs, () => {
      const seconds = patienceMs / 1000
      patienceMs = Math.min(patienceMs * 2, ackTimeoutMs.longest)
      link.restart('no-acknowledgement', `the broker takes events but acknowledged none for ${seconds} s`)
    })
  }

  /** Until everything sent is acknowledged or the connection is gone, but no longer than `ms`. */
  function quietOr(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      onQuiet = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  async function shut(): Promise<void> {
    // The last events of the hall go at once, as many as may be under way.
    if (nextSlice) clearImmediate(nextSlice)
    if (present) for (const event of journal.read(sent, window - (sent - acknowledged))) publish(event)
    closing = true
    if (present && sent > acknowledged) await quietOr(closeMs)
    cancelTimeout?.()
    start++
  }

  let closed: Promise<void> | undefined
  return {
    wake() {
      if (acknowledged < journal.lastSeq()) waitingSince ??= clock.now()
      pump()
      changed()
    },
    confirm(journalId, seq) {
      if (!Number.isSafeInteger(seq) || seq < 1) return false
      if (journal.read(seq - 1, 1)[0]?.journalId !== journalId) return false
      if (seq > confirmed) {
        confirmed = seq
        void journal.setBookmark(serverBookmark, seq)
        changed()
      }
      return true
    },
    state: () => ({
      atBroker: acknowledged,
      pending: journal.lastSeq() - acknowledged,
      atServer: confirmed === 0 ? null : confirmed,
      pendingAtServer: confirmed === 0 ? null : journal.lastSeq() - confirmed,
      waitingSince: waitingSince === null ? null : isoTime(waitingSince),
    }),
    onChange,
    close() {
      closed ??= shut()
      return closed
    },
  }
}
