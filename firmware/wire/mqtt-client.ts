/**
 * The one door to the mqtt package: a connection that is either there or gone. It never stores, repeats or
 * reconnects by itself; whoever needs that knows better what may be repeated.
 */
import { Socket } from 'node:net'
import mqtt, { type IPublishPacket } from 'mqtt'
import { failureOf, leaveReason, type MqttFailure, wording } from './mqtt-failure.ts'
import { inTurn } from './mqtt-in-turn.ts'

export type MqttOptions = {
  /** mqtt:, mqtts:, ws: or wss://HOST[:PORT][/PATH] */
  url: string
  /** 4 is MQTT 3.1.1. */
  version?: 4 | 5
  clientId?: string
  username?: string
  password?: string
  /** PEM of the authority that signed the broker's certificate. */
  ca?: string
  /** PEM of this client's own certificate and its key. */
  cert?: string
  key?: string
  will?: { topic: string; payload: string; contentType?: string }
  /** The broker keeps what comes while this client id is away. Usual brokers do; the hall's own does not. */
  keepSession?: boolean
  onConnect(connection: MqttConnection): void
  /**
   * When it answers with a promise, the broker is told that the message was taken only once that is fulfilled;
   * after a rejection it is not told, and sends the message again at the next connection.
   */
  onMessage?(topic: string, payload: Buffer, message: MqttMessage): void | Promise<void>
  /** Once, when the connection is gone or was never made; nothing is called after it. */
  onGone(reason: string, cause?: MqttFailure): void
}
/** What a sender may say about a message beside its payload; only MQTT 5 carries it. */
export type MqttProperties = {
  contentType?: string
  responseTopic?: string
  correlationData?: Buffer
  /** Seconds: a broker that keeps the message no longer than this says here how many are left. */
  messageExpiryInterval?: number
  userProperties?: Record<string, string | string[]>
}
export type MqttMessage = { qos: number; retained: boolean; duplicate: boolean; properties: MqttProperties }
export type MqttPublish = {
  qos?: 0 | 1
  retain?: boolean
  properties?: MqttProperties
  /** When the broker has taken it, never when the connection went first. */
  onAck?: () => void
  /** MQTT 5 alone says so: the broker answered, and does not take it. */
  onRefused?: (reason: string) => void
}
export type MqttConnection = {
  /** QoS 1 unless asked otherwise; what the broker cannot have under way at once waits here. */
  publish(topic: string, payload: string, options?: MqttPublish): void
  /** At QoS 1 unless asked otherwise. Resolves when all are granted; rejects naming those that are not. */
  subscribe(filters: string[], qos?: 0 | 1): Promise<void>
}
export type MqttAttempt = {
  /** In good order, without the last will. */
  end(): Promise<void>
  /** At once, as when a cable is pulled. */
  drop(): void
}

const connectTimeoutMs = 10_000
const keepaliveSeconds = 15
const endTimeoutMs = 500
/** How long a broker that speaks MQTT 5 is asked to keep the session; with 3.1.1 it decides itself. */
const sessionExpirySeconds = 7 * 24 * 3600
/** Messages the broker may send before it is told that earlier ones were taken. */
const receiveMaximum = 32
const mostUnderWay = 65_535

export function connectMqtt(options: MqttOptions): MqttAttempt {
  const { url, version = 4, clientId, username, password, ca, cert, key, will, keepSession = false } = options
  let client: mqtt.MqttClient
  try {
    client = mqtt.connect(url, {
      protocolVersion: version,
      clean: !keepSession,
      reconnectPeriod: 0,
      resubscribe: false,
      queueQoSZero: false,
      connectTimeout: connectTimeoutMs,
      keepalive: keepaliveSeconds,
      ...(clientId !== undefined && { clientId }),
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password }),
      ...(ca !== undefined && { ca }),
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
      ...(version === 5 && {
        properties: { receiveMaximum, ...(keepSession && { sessionExpiryInterval: sessionExpirySeconds }) },
      }),
      ...(will && {
        will: {
          topic: will.topic,
          payload: Buffer.from(will.payload),
          qos: 1,
          retain: true,
          ...(version === 5 && will.contentType && { properties: { contentType: will.contentType } }),
        },
      }),
    })
  } catch (error) {
    // Such as a certificate authority that is no certificate.
    const { message, code } = error as Error & { code?: string }
    queueMicrotask(() => options.onGone(message, code === undefined ? {} : { code }))
    return { end: async () => {}, drop() {} }
  }
  let reason = 'the broker closed the connection'
  let cause: MqttFailure = {}
  let gone = false
  const leave = () => {
    if (gone) return
    gone = true
    client.end(true)
    options.onGone(reason, cause)
  }
  client.on('error', (error) => {
    reason = wording(error)
    cause = failureOf(error)
    leave()
  })
  client.on('disconnect', ({ reasonCode }) => {
    if (reasonCode === undefined) return
    cause = { reasonCode }
    reason = leaveReason(reasonCode)
  })
  client.on('close', leave)
  client.handleMessage = receiver(options, () => gone)
  client.on('connect', ({ properties }) => {
    if (gone) return
    const { stream } = client
    // Small messages must not wait for each other; a WebSocket's stream has no such say.
    if (stream instanceof Socket) stream.setNoDelay(true)
    const send = inTurn(properties?.receiveMaximum ?? mostUnderWay)
    options.onConnect({
      publish(topic, payload, { qos = 1, retain = false, properties, onAck, onRefused } = {}) {
        send(qos === 1, (done) => {
          if (gone) return
          const more = version === 5 && properties ? { properties } : {}
          client.publish(topic, payload, { qos, retain, ...more }, (error) => {
            if (gone) return
            done()
            if (!error) onAck?.()
            else onRefused?.(error.message)
          })
        })
      },
      subscribe: (filters, qos = 1) =>
        new Promise((resolve, reject) => {
          client.subscribe(filters, { qos }, (error, _granted, answer) => {
            const refused = filters.filter((_, index) => Number(answer?.granted[index]) >= 0x80)
            if (refused.length > 0) reject(new Error(`the broker refused to send ${refused.join(', ')}`))
            else if (error) reject(error)
            else resolve()
          })
        }),
    })
  })
  return {
    end() {
      gone = true
      return new Promise((resolve) => {
        // A broker that went silent would otherwise be waited for without end.
        const timer = setTimeout(() => {
          client.stream.destroy()
          resolve()
        }, endTimeoutMs)
        client.end(!client.connected, {}, () => {
          clearTimeout(timer)
          resolve()
        })
      })
    },
    drop() {
      gone = true
      client.end(true)
    },
  }
}

/**
 * Gives messages on as they come and acknowledges each when its receiver is through with it, in the order they
 * came. The package would hold back everything behind a message that is not finished; `done` with an error
 * makes it go on without an acknowledgement, and `done` without one, later, sends it.
 */
function receiver(options: MqttOptions, isGone: () => boolean) {
  let before: Promise<void> = Promise.resolve()
  const notYet = new Error('acknowledged later')
  return (packet: IPublishPacket, done: (error?: Error) => void) => {
    if (isGone()) return done(notYet)
    const { topic, payload, qos, retain, dup } = packet
    const { contentType, responseTopic, correlationData, messageExpiryInterval, userProperties } =
      packet.properties ?? {}
    const answer = options.onMessage?.(topic, Buffer.from(payload), {
      qos,
      retained: retain,
      duplicate: dup,
      properties: {
        ...(contentType !== undefined && { contentType }),
        ...(responseTopic !== undefined && { responseTopic }),
        ...(correlationData !== undefined && { correlationData }),
        ...(messageExpiryInterval !== undefined && { messageExpiryInterval }),
        ...(userProperties !== undefined && { userProperties: { ...userProperties } }),
      },
    })
    if (qos === 0) return done()
    done(notYet)
    const taken = Promise.resolve(answer)
    // Whoever rejects has said so where it is read; here it only means: not acknowledged, nor what came after.
    before = before.then(async () => {
      await taken
      if (!isGone()) done()
    })
    before.catch(() => {})
    taken.catch(() => {})
  }
}
