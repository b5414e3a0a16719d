/**
 * The one connection to the broker. The session is kept there, so that what comes while this program is away waits;
 * where a broker forgets it, or has forgotten, the gap shows and is asked for.
 */
import type { LinkBroker } from '../../controller/dossier/link.ts'
import type { MqttConnection, MqttMessage } from '../../firmware/wire/mqtt-client.ts'
import { keepMqtt, type Pauses } from '../../firmware/wire/mqtt-kept.ts'
import type { Clock } from '../../hardware/clock.ts'

export type Broker = Omit<LinkBroker, 'alternatives' | 'clientId'>
export type BrokerState = { url: string; connected: boolean; trouble: string | null }
export type BrokerLink = {
  /** False when there is no connection. */
  publish(topic: string, payload: string): boolean
  state(): BrokerState
  end(): Promise<void>
  drop(): void
}

export function openBroker(options: {
  broker: Broker
  clientId: string
  filters: string[]
  clock: Clock
  reconnect: Pauses
  /** The broker is told that it was taken when the promise is fulfilled. */
  onMessage(topic: string, payload: Buffer, message: MqttMessage): void | Promise<void>
  /** Subscribed, or gone. */
  onChange(connected: boolean): void
}): BrokerLink {
  const { broker, clientId, filters, clock, reconnect, onMessage, onChange } = options
  let connection: MqttConnection | undefined
  let trouble: string | null = null
  const kept = keepMqtt({
    ...{ ...broker, clock, clientId, keepSession: true, pauses: reconnect, onMessage },
    onConnect(made) {
      made.subscribe(filters).then(
        () => {
          connection = made
          trouble = null
          onChange(true)
        },
        (error: Error) => kept.restart(error.message),
      )
    },
    onGone(reason) {
      connection = undefined
      trouble = reason
      onChange(false)
    },
  })
  return {
    publish(topic, payload) {
      connection?.publish(topic, payload)
      return connection !== undefined
    },
    state: () => ({ url: kept.url(), connected: connection !== undefined, trouble }),
    end: kept.end,
    drop: kept.drop,
  }
}
