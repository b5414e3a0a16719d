/**
 * The journal read on towards the dossier server: every event, in order, at least once. Its only memory is a
 * bookmark in the journal, moved when the broker has acknowledged; after any interruption it starts again from
 * there, and the event's id lets the far side drop what it has. The hall never waits for it.
 */

import type { MqttConnection } from '../../firmware/wire/mqtt-client.ts'
import { keepMqtt, type Pauses } from '../../firmware/wire/mqtt-kept.ts'
import type { Clock } from '../../hardware/clock.ts'
import { isoTime } from '../domain/local-time.ts'
import type { Envelope, Journal } from '../journal/envelope.ts'
import { cloudEvent, eventTopic } from './cloud-event.ts'

export type OutboxState = {
  state: 'connected' | 'connecting'
  broker: string
  /** Events the broker has not acknowledged. */
  pending: number
  lastError: string | null
}
export type Outbox = {
  /** After each commit; cheap, and never lost. */
  wake(): void
  state(): OutboxState
  /** Called soon after the state changed; several changes at once make one call. The answer ends it. */
  onChange(listener: () => void): () => void
  /** Waits a moment for acknowledgements, says "offline" and leaves. */
  close(): Promise<void>
  /** Leaves as a killed process would: nothing is finished, the last will speaks. */
  drop(): void
}
export type OutboxBroker = {
  url: string
  username?: string
  password?: string
  /** PEM of the authority that signed the broker's certificate. */
  ca?: string
  /** The hall's own broker takes a user only under its own client id. */
  clientId?: string
}

const bookmarkName = 'outbox'
const usualPauses: Pauses = { firstMs: 1000, longestMs: 60_000 }
const ackTimeoutMs = 30_000
const closeMs = 1000

export function openOutbox(options: {
  journal: Pick<Journal, 'journalId' | 'lastSeq' | 'read' | 'bookmark' | 'setBookmark'>
  site: { id: string; timeZone: string }
  broker: OutboxBroker
  clock: Clock
  /** Events that may be on their way at once. */
  window?: number
  pauses?: Pauses
}): Outbox {
  const { journal, site, broker, clock, window = 64 } = options
  const statusTopic = `den-luot/v1/${site.id}/status`
  let connection: MqttConnection | undefined
  let lastError: string | null = null
  /** What was given to this connection, and what it acknowledged without a gap. */
  let sent = 0
  let acknowledged = Math.min(journal.bookmark(bookmarkName), journal.lastSeq())
  const early = new Set<number>()
  let cancelTimeout: (() => void) | undefined
  let closing = false
  let onQuiet = () => {}

  const listeners = new Set<() => void>()
  let telling = false
  function changed(): void {
    if (telling) return
    telling = true
    setImmediate(() => {
      telling = false
      for (const listener of listeners) listener()
    })
  }

  const status = (state: 'online' | 'offline') =>
    JSON.stringify({
      state,
      journalId: journal.journalId,
      seq: journal.lastSeq(),
      at: isoTime(clock.now(), site.timeZone),
    })

  const kept = keepMqtt({
    url: broker.url,
    clientId: broker.clientId ?? `den-luot-${site.id}`,
    ...(broker.username !== undefined && { username: broker.username }),
    ...(broker.password !== undefined && { password: broker.password }),
    ...(broker.ca !== undefined && { ca: broker.ca }),
    will: { topic: statusTopic, payload: JSON.stringify({ state: 'offline' }) },
    clock,
    pauses: options.pauses ?? usualPauses,
    onConnect(present) {
      connection = present
      lastError = null
      early.clear()
      sent = acknowledged
      present.publish(statusTopic, status('online'), { retain: true })
      pump()
      changed()
    },
    onGone(reason) {
      connection = undefined
      lastError = reason
      cancelTimeout?.()
      onQuiet()
      changed()
    },
  })

  /** Runs to its end without a pause, so a wake-up can only come before or after it: none is lost. */
  function pump(): void {
    const present = connection
    if (!present || closing) return
    // Refilled by halves: reading one event for every acknowledgement costs more than reading thirty.
    if (sent - acknowledged <= window / 2) {
      const idle = sent === acknowledged
      for (const event of journal.read(sent, window - (sent - acknowledged))) publish(present, event)
      if (idle) watchForAck()
    }
  }

  function publish(present: MqttConnection, event: Envelope): void {
    sent = event.seq
    present.publish(eventTopic(site.id, event.type), JSON.stringify(cloudEvent(site.id, event)), {
      onAck() {
        if (present === connection) acknowledge(event.seq)
      },
    })
  }

  function acknowledge(seq: number): void {
    early.add(seq)
    while (early.delete(acknowledged + 1)) acknowledged++
    void journal.setBookmark(bookmarkName, acknowledged)
    watchForAck()
    pump()
    if (sent === acknowledged) onQuiet()
    changed()
  }

  function watchForAck(): void {
    cancelTimeout?.()
    if (sent === acknowledged) return
    cancelTimeout = clock.after(ackTimeoutMs, () =>
      kept.restart('the broker takes events but acknowledges none'),
    )
  }

  async function shut(): Promise<void> {
    closing = true
    if (connection && sent > acknowledged) await quietOr(closeMs)
    cancelTimeout?.()
    const present = connection
    if (present) {
      const said = new Promise<void>((resolve) => {
        present.publish(statusTopic, status('offline'), { retain: true, onAck: resolve })
      })
      await Promise.race([said, quietOr(closeMs)])
      onQuiet()
    }
    connection = undefined
    await kept.end()
    listeners.clear()
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

  let closed: Promise<void> | undefined
  return {
    wake() {
      pump()
      changed()
    },
    state: () => ({
      state: connection ? 'connected' : 'connecting',
      broker: withoutLogin(broker.url),
      pending: journal.lastSeq() - acknowledged,
      lastError,
    }),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      closed ??= shut()
      return closed
    },
    drop() {
      closing = true
      connection = undefined
      cancelTimeout?.()
      kept.drop()
    },
  }
}

/** An address may carry a password; a screen must not. */
function withoutLogin(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//')
}
