/**
 * Keeps an MQTT connection: after each loss it tries again for ever, with growing pauses and some chance in
 * them, so that many sites do not all come back in the same second. What was under way is forgotten: whoever
 * uses it starts again from what it knows to be acknowledged.
 */
import type { Clock } from '../../hardware/clock.ts'
import { connectMqtt, type MqttAttempt, type MqttOptions } from './mqtt-client.ts'

export type Pauses = { firstMs: number; longestMs: number }
export type KeptMqtt = {
  /** Gives up the present connection, if any, and makes a new one after a pause. */
  restart(reason: string): void
  end(): Promise<void>
  /** At once and without a word, as when the power goes. */
  drop(): void
}

export function keepMqtt({
  clock,
  pauses,
  random = Math.random,
  ...options
}: MqttOptions & { clock: Clock; pauses: Pauses; random?: () => number }): KeptMqtt {
  let attempt: MqttAttempt | undefined
  let failures = 0
  let cancelPause: (() => void) | undefined
  let ended = false

  const pauseMs = () => {
    const full = Math.min(pauses.longestMs, pauses.firstMs * 2 ** Math.min(16, failures - 1))
    return full * (0.5 + random() / 2)
  }
  const tryLater = (reason: string) => {
    attempt = undefined
    if (ended) return
    failures++
    options.onGone(reason)
    cancelPause = clock.after(pauseMs(), connect)
  }
  function connect(): void {
    if (ended) return
    attempt = connectMqtt({
      ...options,
      onConnect(connection) {
        failures = 0
        options.onConnect(connection)
      },
      onGone: tryLater,
    })
  }
  connect()

  function drop(): void {
    ended = true
    cancelPause?.()
    attempt?.drop()
  }
  return {
    restart(reason) {
      if (!attempt) return
      attempt.drop()
      tryLater(reason)
    },
    async end() {
      ended = true
      cancelPause?.()
      await attempt?.end()
    },
    drop,
  }
}
