/**
 * A station's side of the hall's bus. It joins and stays joined; it does each print job once, however often it
 * is told; and it never sends a press late: what was pressed while the hall was away is answered "refused" at
 * the device and forgotten, because a slip minutes later would be nobody's.
 */
import { randomUUID } from 'node:crypto'
import { type Clock, systemClock } from '../hardware/clock.ts'
import { readDown } from './message-reader.ts'
import type { HealthReport, Print, Printed, Spoken, StationDown, StationUp } from './messages.ts'
import { busClientId, type Presence, stationTopics } from './station-topics.ts'
import type { MqttConnection } from './wire/mqtt-client.ts'
import { keepMqtt, type Pauses } from './wire/mqtt-kept.ts'

export type JoinedHall = {
  report(message: StationUp): void
  /** Messages from the hall that could not be read. */
  malformed(): number
  close(): Promise<void>
}

const usualPauses: Pauses = { firstMs: 500, longestMs: 10_000 }
const rememberedJobs = 500
const unsentOutcomes = 200

export function joinHall(options: {
  url: string
  site: string
  station: string
  username: string
  password: string
  onDown(message: StationDown): void
  /** The hall is there, or is not: why. Screens that nobody keeps up to date should say so. */
  onJoined?(joined: boolean, reason: string): void
  clock?: Clock
  pauses?: Pauses
}): JoinedHall {
  const { url, site, station, username, password, onDown, onJoined, clock = systemClock } = options
  const topics = stationTopics(site, station)
  const online: Presence = { state: 'online', run: randomUUID() }
  const offline: Presence = { state: 'offline' }
  /** Print jobs of this run: null while under way, then what became of them. Oldest first. */
  const jobs = new Map<string, Printed | null>()
  /** Outcomes the hall has not acknowledged. */
  const unsent = new Set<Printed | Spoken>()
  const health = new Map<string, HealthReport>()
  let connection: MqttConnection | undefined
  let malformed = 0

  function receive(_topic: string, payload: Buffer): void {
    const message = readDown(payload)
    if (!message) malformed++
    else if (message.type !== 'print' || isNew(message)) onDown(message)
  }

  function isNew(message: Print): boolean {
    const key = jobKey(message)
    const known = jobs.get(key)
    if (known === undefined) {
      jobs.set(key, null)
      for (const oldest of jobs.keys()) {
        if (jobs.size <= rememberedJobs) break
        jobs.delete(oldest)
      }
      return true
    }
    if (known) sendOutcome(known)
    return false
  }

  function sendOutcome(message: Printed | Spoken): void {
    unsent.add(message)
    for (const oldest of unsent) {
      if (unsent.size <= unsentOutcomes) break
      unsent.delete(oldest)
    }
    connection?.publish(topics.up, JSON.stringify(message), { onAck: () => unsent.delete(message) })
  }

  const kept = keepMqtt({
    url,
    username,
    password,
    clientId: busClientId(username),
    will: { topic: topics.presence, payload: JSON.stringify(offline) },
    clock,
    pauses: options.pauses ?? usualPauses,
    onMessage: receive,
    onConnect(present) {
      present
        .subscribe([topics.down, topics.show])
        .then(() => {
          connection = present
          // Presence first: the hall asks no job of a station it believes absent.
          present.publish(topics.presence, JSON.stringify(online), { retain: true })
          for (const message of health.values()) present.publish(topics.up, JSON.stringify(message))
          for (const message of [...unsent]) sendOutcome(message)
          onJoined?.(true, '')
        })
        .catch((error: Error) => kept.restart(error.message))
    },
    onGone(reason) {
      connection = undefined
      onJoined?.(false, reason)
    },
  })

  return {
    report(message) {
      switch (message.type) {
        case 'press':
        case 'key':
        case 'rate':
        case 'scan':
          if (connection) connection.publish(topics.up, JSON.stringify(message))
          else onDown({ type: 'signal', device: message.device, signal: 'refused' })
          break
        case 'health':
          health.set(message.device, message)
          connection?.publish(topics.up, JSON.stringify(message))
          break
        case 'seen':
          // Not kept while the hall is away: the next one says it again.
          connection?.publish(topics.up, JSON.stringify(message))
          break
        case 'printed':
          jobs.set(jobKey(message), message)
          sendOutcome(message)
          break
        case 'spoken':
          sendOutcome(message)
      }
    },
    malformed: () => malformed,
    async close() {
      connection?.publish(topics.presence, JSON.stringify(offline), { retain: true })
      connection = undefined
      await kept.end()
    },
  }
}

const jobKey = ({ job, printer }: { job: string; printer: string }) => `${printer}/${job}`
