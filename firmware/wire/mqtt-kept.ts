/**
 * Keeps an MQTT connection: after each loss it tries again for ever, with growing pauses and some chance in
 * them, so that many sites do not all come back in the same second. Of several addresses it takes the first
 * that answers, and from a later one it goes back to the first once that is there again. What was under way is
 * forgotten: whoever uses it starts again from what it knows to be acknowledged.
 */
import type { Clock } from '../../hardware/clock.ts'
import { connectMqtt, type MqttAttempt, type MqttConnection, type MqttOptions } from './mqtt-client.ts'
import type { MqttFailure } from './mqtt-failure.ts'

export type Pauses = { firstMs: number; longestMs: number }
export type KeptMqtt = {
  /** Gives up the present connection, if any, and makes a new one after a pause, or after the one named. */
  restart(reason: string, pauseMs?: number): void
  /** Of the present connection or of the one being tried. */
  url(): string
  end(): Promise<void>
  /** At once and without a word, as when the power goes. */
  drop(): void
}

/** A connection this short counts as a failure: a broker that takes and drops is not come back to at once. */
const steadyMs = 30_000
/** How long a later address is used before the first is tried again. */
const usualHomeMs = 10 * 60_000

type Try = { attempt?: MqttAttempt; place: number; since?: number }

export function keepMqtt({
  clock,
  pauses,
  alternatives = [],
  homeMs = usualHomeMs,
  random = Math.random,
  freshWill,
  onGone,
  ...options
}: Omit<MqttOptions, 'onGone'> & {
  clock: Clock
  pauses: Pauses
  /** Further addresses, in order, for when the first does not answer. */
  alternatives?: readonly string[]
  homeMs?: number
  /** A last will of each connection's own. */
  freshWill?: () => NonNullable<MqttOptions['will']>
  /** At every end of a connection or attempt. It may answer how long to stay away. */
  // biome-ignore lint/suspicious/noConfusingVoidType: most have nothing to answer
  onGone(reason: string, cause?: MqttFailure): number | undefined | void
  random?: () => number
}): KeptMqtt {
  const urls = [options.url, ...alternatives]
  const urlAt = (place: number) => urls[place] ?? options.url
  let current: Try | undefined
  /** A look at the first address while a later one serves; whichever connects is used. */
  let look: Try | undefined
  let next = 0
  let failures = 0
  let cancelPause: (() => void) | undefined
  let cancelHome: (() => void) | undefined
  let ended = false

  const shared = (full: number) => full * (0.5 + random() / 2)

  function open(place: number): Try {
    const one: Try = { place }
    one.attempt = connectMqtt({
      ...options,
      url: urlAt(place),
      ...(freshWill && { will: freshWill() }),
      onConnect: (connection) => connected(one, connection),
      onGone(reason, cause) {
        if (one === look) {
          look = undefined
          goHomeLater()
        } else if (one === current) lost(one, reason, cause, false)
      },
    })
    return one
  }

  function connected(one: Try, connection: MqttConnection): void {
    if (one === look) {
      look = undefined
      const former = current
      current = one
      void former?.attempt?.end()
      onGone('the first broker is there again')
    }
    one.since = clock.monotonicMs()
    goHomeLater()
    options.onConnect(connection)
  }

  function goHomeLater(): void {
    cancelHome?.()
    if (ended || !current || current.place === 0) return
    cancelHome = clock.after(shared(homeMs), () => {
      look = open(0)
    })
  }

  function lost(
    one: Try,
    reason: string,
    cause: MqttFailure | undefined,
    givenUp: boolean,
    pauseMs?: number,
  ): void {
    current = undefined
    cancelHome?.()
    if (ended) return
    const steady = one.since !== undefined && clock.monotonicMs() - one.since >= steadyMs
    if (steady) failures = 0
    // From a connection that was good the search starts at the first; else it goes on in the list.
    next = steady && !givenUp ? 0 : (one.place + 1) % urls.length
    if (next === 0) failures++
    const asked = onGone(reason, cause)
    const awayMs = pauseMs ?? (asked || undefined)
    if (ended) return
    if (look && awayMs === undefined) {
      current = look
      look = undefined
      return
    }
    look?.attempt?.drop()
    look = undefined
    const full = Math.min(pauses.longestMs, pauses.firstMs * 2 ** Math.min(16, Math.max(0, failures - 1)))
    const pause = awayMs ?? (next === 0 ? shared(full) : 0)
    cancelPause = clock.after(pause, connect)
  }

  function connect(): void {
    if (!ended) current = open(next)
  }
  connect()

  function drop(): void {
    ended = true
    cancelPause?.()
    cancelHome?.()
    look?.attempt?.drop()
    current?.attempt?.drop()
  }
  return {
    restart(reason, pauseMs) {
      const one = current
      if (!one) return
      one.attempt?.drop()
      lost(one, reason, undefined, true, pauseMs)
    },
    url: () => urlAt(current?.place ?? next),
    async end() {
      ended = true
      cancelPause?.()
      cancelHome?.()
      look?.attempt?.drop()
      await current?.attempt?.end()
    },
    drop,
  }
}
