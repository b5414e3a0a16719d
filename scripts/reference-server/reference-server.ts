/**
 * The far side of the dossier link for one site, as any vendor could build it against the contract: events are
 * stored exactly once, gaps are asked for, what is stored is acknowledged, days are checked, and what a file says
 * is brought to the hall. Joins the parts on one connection.
 */
import { eventsFilter } from '../../controller/bus/topic-rights.ts'
import { topicsOf } from '../../controller/dossier/contract/topics.ts'
import { tellSoon } from '../../controller/dossier/tell-soon.ts'
import type { MqttMessage } from '../../firmware/wire/mqtt-client.ts'
import type { Pauses } from '../../firmware/wire/mqtt-kept.ts'
import type { Clock } from '../../hardware/clock.ts'
import { type Broker, type BrokerLink, openBroker } from './broker.ts'
import { openCommands } from './commands.ts'
import { openDays } from './days.ts'
import { watchFile } from './file-watch.ts'
import { openHallStatus } from './hall-status.ts'
import { openInbox } from './inbox.ts'
import { openPublisher } from './publisher.ts'
import { type Arrival, readEvent, readObject } from './read-event.ts'
import { openReceipts, receivedOf } from './receipts.ts'
import { openReplays } from './replays.ts'
import { type SiteState, siteState } from './site-state.ts'
import { openStore, type Store } from './store.ts'
import { openVisitorMessages } from './visitor-messages.ts'
import { wantedRange } from './wanted-range.ts'

export type ReferenceServer = {
  state(): SiteState
  /** Soon after something changed; several changes at once make one call. The answer ends it. */
  onChange(listener: () => void): () => void
  /** For reading; who writes is the server. */
  readonly store: Pick<Store, 'between' | 'journals' | 'missing' | 'days'>
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
  /** What the hall shall show and know: figures, appointments, notices, services. */
  file?: string | undefined
  /** Between two attempts to reach the broker. */
  reconnect?: Pauses
  /** How long a gap may stand before it is asked for, and the longest pause between two askings. */
  replay?: { patienceMs: number; longestMs: number }
  acknowledgeEveryMs?: number
}): ReferenceServer {
  const { site, directory, clock } = options
  const topics = topicsOf(site)
  const store = openStore(directory, site)
  const hall = openHallStatus()
  const counts = { malformed: 0, lastMalformed: null as string | null }
  let broker: BrokerLink | undefined
  let ended = false
  const [changed, onChange] = tellSoon()

  const publish = (topic: string, payload: string) => broker?.publish(topic, payload) ?? false
  const commands = openCommands({ site, clock, publish, onChange: changed })
  const common = { store, commands, clock, onChange: changed }
  const receipts = openReceipts({ ...common, everyMs: options.acknowledgeEveryMs ?? 1000 })
  const days = openDays(common)
  const publisher = openPublisher(common)
  const visitors = openVisitorMessages(common)
  const replays = openReplays({
    ...common,
    pauses: options.replay ?? { patienceMs: 3000, longestMs: 5 * 60_000 },
    onEnd(to) {
      hall.endsAt(to)
      look()
    },
  })
  const inbox = openInbox({ ...common, onStored })
  const { file } = options
  const watched = file === undefined ? null : watchFile({ ...common, file, onWishes: publisher.want })

  function onStored(arrivals: readonly Arrival[]): void {
    for (const { replayOf, seq } of arrivals) if (replayOf !== null) replays.heard(replayOf, seq)
    look()
  }

  /** After whatever changed: what is missing, what can be acknowledged, what can be said. */
  function look(): void {
    if (ended) return
    const { state, journalId, continues } = hall.now
    const speaks = state === 'online' && broker?.state().connected === true
    if (speaks && continues !== undefined) store.beginsAfter(journalId, continues)
    const journals = store.journals()
    receipts.look(speaks ? receivedOf(journals, journalId) : null)
    replays.look(speaks ? wantedRange(store, journals, hall.now) : null, journalId)
    days.look(speaks)
    publisher.look(speaks ? journalId : null)
    changed()
  }

  /** Whatever cannot be read is counted and taken: the broker would only bring it again. */
  function malformed(topic: string, what: string): void {
    counts.malformed++
    counts.lastMalformed = `${topic}: ${what}`
    changed()
  }

  function takeStatus(payload: Buffer): void {
    const taken = hall.take(payload)
    if ('wrong' in taken) malformed(topics.status, taken.wrong)
    else if (taken.back) {
      receipts.again()
      replays.again()
    }
    look()
  }

  function takeWhole(
    topic: string,
    payload: Buffer,
    take: (fields: Record<string, unknown>) => string | null,
  ) {
    const read = readObject(payload)
    const wrong = 'wrong' in read ? read.wrong : take(read.fields)
    if (wrong) malformed(topic, wrong)
  }

  function receive(topic: string, payload: Buffer, message: MqttMessage): void | Promise<void> {
    // Never fulfilled: what comes after the end stays with the broker.
    if (ended) return new Promise(() => {})
    if (topic === topics.status) return takeStatus(payload)
    if (topic === topics.reconciliation) return takeWhole(topic, payload, days.take)
    if (topic === topics.nearTurn) return takeWhole(topic, payload, (one) => visitors.take('NearTurn', one))
    if (topic === topics.called) return takeWhole(topic, payload, (one) => visitors.take('Called', one))
    if (topic.startsWith(topics.answers)) return commands.take(payload)
    // An event is never retained: one that is was put there by somebody else, and may be of any age.
    if (message.retained) return malformed(topic, 'it is retained')
    const event = readEvent(site, payload)
    if ('wrong' in event) return malformed(topic, event.wrong)
    return inbox.put(event)
  }

  broker = openBroker({
    ...{ broker: options.broker, clock, clientId: `dossier-server-${site}`, onMessage: receive },
    filters: [
      ...[eventsFilter(site), topics.replay('+'), topics.reconciliation],
      ...[`${topics.answers}/#`, topics.status, topics.nearTurn, topics.called],
    ],
    reconnect: options.reconnect ?? { firstMs: 1000, longestMs: 60_000 },
    onChange(connected) {
      // What came while we were away may be nowhere any more.
      if (connected) hall.endUnknown()
      look()
    },
  })

  function end(): void {
    ended = true
    for (const { close } of [receipts, replays, days, publisher, commands]) close()
    watched?.close()
  }
  let closing: Promise<void> | undefined
  async function shut(): Promise<void> {
    inbox.close()
    // The broker is told of what was stored just now.
    await new Promise((resolve) => setImmediate(resolve))
    end()
    await broker?.end()
    store.close()
  }

  return {
    state: () =>
      siteState({
        ...{ site, store, hall: hall.now, counts: { ...counts, ...inbox.state() } },
        broker: broker?.state() ?? { url: options.broker.url, connected: false, trouble: null },
        ...{ replay: replays.state(), acknowledged: receipts.state(), commands: commands.state() },
        visitors: visitors.state(),
        file: watched && { ...watched.state(), ...publisher.state() },
      }),
    onChange,
    store,
    close() {
      closing ??= shut()
      return closing
    },
    drop() {
      if (closing) return
      closing = Promise.resolve()
      inbox.drop()
      end()
      broker?.drop()
      store.close()
    },
  }
}
