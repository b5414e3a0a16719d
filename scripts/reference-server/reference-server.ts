/**
 * The far side of the dossier link for one site, as any vendor could build it against the contract: events are
 * stored exactly once, gaps are asked for, what is stored is acknowledged. Joins the parts on one connection.
 */

import { eventsFilter } from '../../controller/bus/topic-rights.ts'
import { topicsOf } from '../../controller/dossier/contract/topics.ts'
import { tellSoon } from '../../controller/dossier/link.ts'
import type { MqttConnection, MqttMessage } from '../../firmware/wire/mqtt-client.ts'
import { keepMqtt, type Pauses } from '../../firmware/wire/mqtt-kept.ts'
import type { Clock } from '../../hardware/clock.ts'
import { type Commands, openCommands } from './commands.ts'
import { openInbox } from './inbox.ts'
import { type Arrival, readEvent, readObject } from './read-event.ts'
import { openReceipts } from './receipts.ts'
import { openReplays } from './replays.ts'
import { type SiteState, siteState } from './site-state.ts'
import { openStore, type Store } from './store.ts'
import { wantedRange } from './wanted-range.ts'

export type Broker = {
  url: string
  version?: 4 | 5
  username?: string
  password?: string
  /** PEM of the authority that signed the broker's certificate, and of a certificate of this server's own. */
  ca?: string
  cert?: string
  key?: string
}
/** What the hall said of itself last. */
export type HallStatus = {
  state: 'online' | 'offline' | 'unknown'
  journalId: string
  seq: number
  /** Tells two connections of the hall apart. */
  run: string
  /** It has nothing after `seq` that was not sent to us. */
  endKnown: boolean
}
export type ReferenceServer = {
  state(): SiteState
  /** Soon after something changed; several changes at once make one call. The answer ends it. */
  onChange(listener: () => void): () => void
  /** For reading; who writes is the server. */
  readonly store: Pick<Store, 'between' | 'journals' | 'missing'>
  /** In good order. What was received is stored. */
  close(): Promise<void>
  /** As when the power goes: nothing more is stored, said or acknowledged. */
  drop(): void
}

export function openReferenceServer(options: {
  site: string
  broker: Broker
  /** Where `<site>.sqlite` lies. */
  directory: string
  clock: Clock
  /** Between two attempts to reach the broker. */
  reconnect?: Pauses
  /** How long a gap may stand before it is asked for, and the longest pause between two askings. */
  replay?: { patienceMs: number; longestMs: number }
  acknowledgeEveryMs?: number
}): ReferenceServer {
  const { site, broker, directory, clock } = options
  const topics = topicsOf(site)
  const store = openStore(directory, site)
  const hall: HallStatus = { state: 'unknown', journalId: '', seq: 0, run: '', endKnown: false }
  const counts = { malformed: 0, lastMalformed: null as string | null }
  let connection: MqttConnection | undefined
  let trouble: string | null = null
  let ended = false
  const [changed, onChange] = tellSoon()

  const commands: Commands = openCommands({
    ...{ site, clock, onChange: changed },
    publish(topic, payload) {
      connection?.publish(topic, payload)
      return connection !== undefined
    },
  })
  const receipts = openReceipts({
    ...{ commands, clock, onChange: changed },
    everyMs: options.acknowledgeEveryMs ?? 1000,
  })
  const replays = openReplays({
    ...{ commands, clock, onChange: changed },
    onEnd(to) {
      hall.endKnown = true
      hall.seq = Math.max(hall.seq, to ?? 0)
      look()
    },
    pauses: options.replay ?? { patienceMs: 3000, longestMs: 5 * 60_000 },
  })
  const inbox = openInbox({ store, clock, onChange: changed, onStored })

  function onStored(arrivals: readonly Arrival[]): void {
    for (const { replayOf, seq } of arrivals) if (replayOf !== null) replays.heard(replayOf, seq)
    look()
  }

  /** After whatever changed: what is missing, and what can be acknowledged. */
  function look(): void {
    if (ended) return
    const journals = store.journals()
    const speaks = connection !== undefined && hall.state === 'online'
    const head = journals.find(({ journalId }) => journalId === hall.journalId)?.head ?? 0
    receipts.look(speaks ? { journalId: hall.journalId, head } : null)
    replays.look(speaks ? wantedRange(store, journals, hall) : null, hall.journalId)
    changed()
  }

  function takeStatus(payload: Buffer): void {
    const read = readObject(payload)
    if ('wrong' in read) {
      malformed(topics.status, read.wrong)
      return
    }
    const { state, journalId, seq, connectedAt } = read.fields
    hall.state = state === 'online' ? 'online' : 'offline'
    if (hall.state === 'online') {
      const run = `${journalId} ${connectedAt}`
      if (run !== hall.run) {
        receipts.again()
        replays.again()
      }
      const last = Number.isSafeInteger(seq) ? Number(seq) : 0
      if (run !== hall.run || last > hall.seq)
        Object.assign(hall, { journalId: String(journalId), seq: last, run, endKnown: false })
    }
    look()
  }

  function malformed(topic: string, what: string): void {
    counts.malformed++
    counts.lastMalformed = `${topic}: ${what}`
    changed()
  }

  function receive(topic: string, payload: Buffer, message: MqttMessage): void | Promise<void> {
    if (ended) return new Promise(() => {})
    if (topic === topics.status) return takeStatus(payload)
    if (topic.startsWith(topics.answers)) return commands.take(payload)
    // An event is never retained: one that is was put there by somebody else, and may be of any age.
    if (message.retained) return malformed(topic, 'it is retained')
    const event = readEvent(site, payload)
    if ('wrong' in event) return malformed(topic, event.wrong)
    return inbox.put(event)
  }

  const kept = keepMqtt({
    ...broker,
    ...{ clock, clientId: `dossier-server-${site}`, keepSession: true },
    pauses: options.reconnect ?? { firstMs: 1000, longestMs: 60_000 },
    onMessage: receive,
    onConnect(made) {
      const filters = [eventsFilter(site), topics.replay('+'), `${topics.answers}/#`, topics.status]
      made.subscribe(filters).then(
        () => {
          connection = made
          // What came while we were away may be nowhere any more.
          hall.endKnown = false
          trouble = null
          look()
        },
        (error: Error) => kept.restart(error.message),
      )
    },
    onGone(reason) {
      connection = undefined
      trouble = reason
      look()
    },
  })

  function end(): void {
    ended = true
    connection = undefined
    receipts.close()
    replays.close()
    commands.close()
  }

  let closing: Promise<void> | undefined
  return {
    state: () =>
      siteState({
        ...{ site, store, hall: { ...hall }, counts: { ...counts, ...inbox.state() } },
        broker: { url: kept.url(), connected: connection !== undefined, trouble },
        ...{ replay: replays.state(), acknowledged: receipts.state(), commands: commands.state() },
      }),
    onChange,
    store,
    close() {
      closing ??= (async () => {
        inbox.close()
        // The broker is told of what was stored just now.
        await new Promise((resolve) => setImmediate(resolve))
        end()
        await kept.end()
        store.close()
      })()
      return closing
    },
    drop() {
      if (closing) return
      closing = Promise.resolve()
      end()
      kept.drop()
      inbox.drop()
      store.close()
    },
  }
}
