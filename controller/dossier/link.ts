/**
 * The controller's one connection to the dossier server's broker, kept for ever and shared by everything that
 * speaks or listens there. It remembers nothing that must not be lost: senders start again from what they know
 * to be acknowledged, and what comes in is acknowledged to the broker only when its receiver is through with it.
 */
import { randomUUID } from 'node:crypto'
import { lookAtCertificate } from '../../firmware/wire/certificate-look.ts'
import type { MqttConnection, MqttMessage, MqttProperties } from '../../firmware/wire/mqtt-client.ts'
import type { MqttFailure } from '../../firmware/wire/mqtt-failure.ts'
import { keepMqtt, type Pauses } from '../../firmware/wire/mqtt-kept.ts'
import type { Clock } from '../../hardware/clock.ts'
import { statusTopic } from '../bus/topic-rights.ts'
import { type Handler, openHandingOn } from './hand-on.ts'
import { watchForRivals } from './link-rival.ts'
import type { LinkState, LinkTrouble } from './link-state.ts'
import { certificateMatters, linkTrouble } from './link-trouble.ts'
import { added, tellSoon } from './tell-soon.ts'

export type LinkBroker = {
  url: string
  /** Further addresses, in order, for when the first does not answer. */
  alternatives?: string[]
  /** 4 is MQTT 3.1.1. */
  version?: 4 | 5
  username?: string
  password?: string
  /** PEM of the authority that signed the broker's certificate. */
  ca?: string
  /** PEM of the controller's own certificate and its key. */
  cert?: string
  key?: string
  /** The hall's own broker takes a user only under its own client id. */
  clientId?: string
}
export type LinkMessage = { topic: string; payload: Buffer } & MqttMessage
/** `gone`: the connection went first, or there is none; whether the broker has it, nobody knows. */
export type Delivery = 'acknowledged' | 'gone' | { refused: string }
export type DossierLink = {
  /** Of this run of this program: tells two controllers with the same site id apart. */
  readonly instance: string
  /** At each connection, after the subscriptions were sent and the status was said. The answer ends it. */
  onConnected(listener: () => void): () => void
  onGone(listener: (reason: string) => void): () => void
  /** QoS 1 unless asked otherwise (QoS 0 is "acknowledged" when it is written). Never rejects. */
  publish(
    topic: string,
    payload: string,
    options?: { qos?: 0 | 1; retain?: boolean; properties?: MqttProperties },
  ): Promise<Delivery>
  /**
   * From the next connection on, or at once when there is one. A message counts as taken when the handler's
   * promise is fulfilled; when it rejects, the handler is asked again with growing pauses, and the broker keeps
   * the message meanwhile: what can never be handled must be answered, not rejected.
   */
  subscribe(filter: string, handler: Handler): void
  /** Gives up the present connection and makes a new one after a pause. */
  restart(code: LinkTrouble['code'], text: string): void
  state(): LinkState
  /** Called soon after the state changed; several changes at once make one call. The answer ends it. */
  onChange(listener: () => void): () => void
  /** Says "offline" and leaves; takes a moment at most. */
  close(): Promise<void>
  /** Leaves as a killed process would: nothing is finished, the last will speaks. */
  drop(): void
}

const usualPauses: Pauses = { firstMs: 1000, longestMs: 60_000 }
const closeMs = 1000
const json: MqttProperties = { contentType: 'application/json' }

export type LinkOptions = {
  site: string
  broker: LinkBroker
  journalId: string
  /** Further fields of the status that says who speaks. */
  describe: () => Record<string, unknown>
  clock: Clock
  isoTime: (at: number) => string
  /** Whether the clock was set from the network; null when nobody can tell. */
  clockSynced?: () => boolean | null
  pauses?: Pauses
  /** How long a later broker is used before the first is tried again. */
  homeMs?: number
  random?: () => number
}

export function openDossierLink(options: LinkOptions): DossierLink {
  const {
    site,
    broker,
    journalId,
    describe,
    clock,
    isoTime,
    clockSynced = () => null,
    random = Math.random,
  } = options
  const instance = randomUUID()
  const topic = statusTopic(site)
  const rivals = watchForRivals(instance, clock, random)
  const connected = new Set<() => void>()
  const gone = new Set<(reason: string) => void>()
  const underWay = new Set<(delivery: Delivery) => void>()
  let connection: MqttConnection | undefined
  let since = clock.now()
  let aside = false
  let trouble: LinkTrouble | null = null
  /** Of the restart that is being made. */
  let because: LinkTrouble | undefined
  let closing = false
  const [changed, onChange] = tellSoon()
  const handingOn = openHandingOn({
    clock,
    onTrouble(text) {
      if (text !== null) trouble = { code: 'not-recorded', text }
      else if (trouble?.code === 'not-recorded') trouble = null
      changed()
    },
  })

  const status = (state: 'online' | 'offline') =>
    JSON.stringify({ ...describe(), state, journalId, instance, connectedAt: isoTime(since) })
  const kept = keepMqtt({
    ...broker,
    clientId: broker.clientId ?? `den-luot-${site}`,
    keepSession: true,
    freshWill: () => ({
      topic,
      payload: JSON.stringify({ state: 'offline', journalId, instance, connectedAt: isoTime(clock.now()) }),
      ...json,
    }),
    clock,
    random,
    pauses: options.pauses ?? usualPauses,
    ...(options.homeMs !== undefined && { homeMs: options.homeMs }),
    onConnect(present) {
      connection = present
      since = clock.now()
      aside = false
      trouble = null
      const url = kept.url()
      const said = status('online')
      rivals.connected(url, said)
      // First of all, so that what others left on the status topic is read before it is overwritten.
      for (const filter of handingOn.filters()) ask(present, filter)
      present.publish(topic, said, {
        retain: true,
        properties: json,
        onAck: () => rivals.spoke(url),
      })
      for (const listener of [...connected]) listener()
      changed()
    },
    onMessage(topic, payload, message) {
      const present = connection
      return handingOn.handOn({ topic, payload, ...message }, () => closing || present !== connection)
    },
    onGone(reason, cause) {
      if (connection) since = clock.now()
      connection = undefined
      explain(reason, cause)
      for (const answer of underWay) answer('gone')
      underWay.clear()
      for (const listener of [...gone]) listener(reason)
      changed()
      if (because || !rivals.gone()) return undefined
      aside = true
      return rivals.standAsideMs()
    },
  })

  function explain(reason: string, cause: MqttFailure | undefined): void {
    const told = because ?? linkTrouble(reason, cause, { now: clock.now(), synced: clockSynced() })
    const former = trouble
    trouble = told
    if (because || !certificateMatters(cause)) return
    // What was found out at an earlier attempt stands until there is better.
    if (former?.code === told.code) trouble = former
    void lookAtCertificate(kept.url()).then((seen) => {
      if (!seen || connection || trouble?.code !== told.code) return
      trouble = linkTrouble(reason, cause, { now: clock.now(), synced: clockSynced(), seen })
      changed()
    })
  }

  function restart(told: LinkTrouble, pauseMs?: number): void {
    because = told
    kept.restart(told.text, pauseMs)
    because = undefined
  }

  function ask(present: MqttConnection, filter: string): void {
    // What stands on the status topic counts while it stands there. At QoS 1 the session would bring again what stood
    // there at an earlier connection, and that looks like a rival.
    present.subscribe([filter], filter === topic ? 0 : 1).catch((error: Error) => {
      // Events go out all the same; who manages the broker must allow it.
      if (present !== connection) return
      trouble = { code: 'subscription-refused', text: error.message }
      changed()
    })
  }

  handingOn.add(topic, ({ payload, retained }) => {
    if (rivals.heard(payload, retained)) {
      const text = `another controller speaks for the site "${site}"; they take turns until one of them is stopped`
      restart({ code: 'taken-over', text }, rivals.standAsideMs())
      aside = true
    }
    changed()
  })

  let closed: Promise<void> | undefined
  async function shut(): Promise<void> {
    closing = true
    const present = connection
    if (present) {
      let timer: NodeJS.Timeout | undefined
      await new Promise<void>((resolve) => {
        timer = setTimeout(resolve, closeMs)
        gone.add(() => resolve())
        present.publish(topic, status('offline'), { retain: true, properties: json, onAck: resolve })
      })
      clearTimeout(timer)
    }
    connection = undefined
    await kept.end()
    for (const answer of underWay) answer('gone')
  }

  return {
    instance,
    onConnected: (listener) => added(connected, listener),
    onGone: (listener) => added(gone, listener),
    publish(topic, payload, more = {}) {
      const present = connection
      if (!present || closing) return Promise.resolve('gone')
      return new Promise((resolve) => {
        const answer = (delivery: Delivery) => {
          underWay.delete(answer)
          resolve(delivery)
        }
        underWay.add(answer)
        present.publish(topic, payload, {
          ...more,
          onAck: () => answer('acknowledged'),
          onRefused: (refused) => answer({ refused }),
        })
      })
    },
    subscribe(filter, handler) {
      handingOn.add(filter, handler)
      if (connection) ask(connection, filter)
    },
    restart: (code, text) => restart({ code, text }),
    state() {
      const rival = rivals.known()
      return {
        state: connection ? 'connected' : aside ? 'aside' : 'connecting',
        broker: withoutLogin(kept.url()),
        firstBroker: kept.url() === broker.url,
        since: isoTime(since),
        trouble,
        rival: rival && { journalId: rival.journalId, seenAt: isoTime(rival.seenAt) },
      }
    },
    onChange,
    close() {
      closed ??= shut()
      return closed
    },
    drop() {
      closing = true
      connection = undefined
      kept.drop()
      for (const answer of underWay) answer('gone')
      for (const listener of [...gone]) listener('the controller went')
    },
  }
}

/** An address may carry a password; a screen must not. */
function withoutLogin(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//')
}
