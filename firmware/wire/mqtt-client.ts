/**
 * The one door to the mqtt package: a connection that is either there or gone. It never stores, repeats or
 * reconnects by itself; whoever needs that knows better what may be repeated.
 */
import mqtt from 'mqtt'

export type MqttOptions = {
  /** mqtt://HOST[:PORT] or mqtts://HOST[:PORT] */
  url: string
  clientId?: string
  username?: string
  password?: string
  /** PEM of the authority that signed the broker's certificate. */
  ca?: string
  will?: { topic: string; payload: string }
  /** The broker keeps what comes while this client id is away. Usual brokers do; the hall's own does not. */
  keepSession?: boolean
  onConnect(connection: MqttConnection): void
  onMessage?(topic: string, payload: Buffer): void
  /** Once, when the connection is gone or was never made; nothing is called after it. */
  onGone(reason: string): void
}
export type MqttConnection = {
  /** QoS 1; `onAck` when the broker has taken it, never when the connection went first. */
  publish(topic: string, payload: string, options?: { retain?: boolean; onAck?: () => void }): void
  /** Resolves when all are granted at QoS 1; rejects naming those that are not. */
  subscribe(filters: string[]): Promise<void>
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

export function connectMqtt(options: MqttOptions): MqttAttempt {
  const { url, clientId, username, password, ca, will, keepSession = false } = options
  let client: mqtt.MqttClient
  try {
    client = mqtt.connect(url, {
      protocolVersion: 4,
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
      ...(will && { will: { topic: will.topic, payload: Buffer.from(will.payload), qos: 1, retain: true } }),
    })
  } catch (error) {
    // Such as a certificate authority that is no certificate.
    queueMicrotask(() => options.onGone((error as Error).message))
    return { end: async () => {}, drop() {} }
  }
  let reason = 'the broker closed the connection'
  let gone = false
  const leave = () => {
    if (gone) return
    gone = true
    client.end(true)
    options.onGone(reason)
  }
  client.on('error', (error) => {
    reason = wording(error)
    leave()
  })
  client.on('close', leave)
  client.on('message', (topic, payload) => {
    if (!gone) options.onMessage?.(topic, payload)
  })
  client.on('connect', () => {
    if (gone) return
    options.onConnect({
      publish(topic, payload, { retain = false, onAck } = {}) {
        if (gone) return
        client.publish(topic, payload, { qos: 1, retain }, (error) => {
          if (!error && !gone) onAck?.()
        })
      },
      subscribe: (filters) =>
        new Promise((resolve, reject) => {
          client.subscribe(filters, { qos: 1 }, (error, _granted, answer) => {
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

function wording(error: Error & { code?: string | number }): string {
  if (error.message !== '') return error.message
  // Node tries IPv4 and IPv6 and then says nothing but a list.
  const inner = (error as AggregateError).errors?.[0] as Error | undefined
  return inner?.message ?? String(error.code ?? 'the connection failed')
}
