/**
 * The hall's side of a station that joined over the bus. Boards and lights are retained and simply repeated;
 * print jobs are followed until their outcome is known, so that none is lost without a word and none is asked
 * twice of a station that may have forgotten it.
 */

import { readUp } from '../../firmware/message-reader.ts'
import type { Print, StationDown, StationLink, StationUp } from '../../firmware/messages.ts'
import { type Presence, stationTopics } from '../../firmware/station-topics.ts'
import type { Clock } from '../../hardware/clock.ts'
import type { HallBus } from './hall-bus.ts'

export type BusStationLink = StationLink & {
  isPresent(): boolean
  /** Messages from the station that could not be read. */
  malformed(): number
}

// A job that a lost connection interrupted is asked again for so long; later its paper would surprise everyone.
const askAgainMs = 10_000
const mostJobs = 200

type Asked = { message: Print; run: string; at: number }

export function linkStation(options: {
  bus: Pick<HallBus, 'publish' | 'listen'>
  site: string
  station: string
  clock: Clock
  onUp(message: StationUp): void
  /** The station came or went. After it came it reports the health of its devices by itself. */
  onPresence?(present: boolean): void
}): BusStationLink {
  const { bus, site, station, clock, onUp, onPresence } = options
  const topics = stationTopics(site, station)
  const asked = new Map<string, Asked>()
  let run: string | undefined
  let malformed = 0

  const sendDown = (message: StationDown) => bus.publish(topics.down, JSON.stringify(message))
  const tooOld = ({ at }: Asked) => clock.monotonicMs() - at > askAgainMs

  function receive(_topic: string, payload: Buffer): void {
    const message = readUp(payload)
    if (!message) {
      malformed++
      return
    }
    // The station repeats an outcome until it is acknowledged; the first one counts.
    if (message.type === 'printed' && !asked.delete(jobKey(message))) return
    onUp(message)
  }

  function presence(_topic: string, payload: Buffer): void {
    const now = readPresence(payload)
    if (!now) {
      malformed++
      return
    }
    const before = run
    run = now.state === 'online' ? now.run : undefined
    if (run === undefined) {
      if (before !== undefined) onPresence?.(false)
      return
    }
    for (const [key, job] of asked) {
      if (job.run === run && !tooOld(job)) sendDown(job.message)
      else giveUp(key, job, 'the station was away while it had this job')
    }
    if (before === undefined) onPresence?.(true)
  }

  function giveUp(key: string, { message: { job, printer } }: Asked, detail: string): void {
    asked.delete(key)
    onUp({ type: 'printed', job, printer, outcome: 'unknown', reason: 'no-answer', detail })
  }

  function print(message: Print): void {
    const { job, printer } = message
    if (run === undefined) {
      const detail = 'the station is not joined'
      onUp({ type: 'printed', job, printer, outcome: 'failed', reason: 'offline', detail })
      return
    }
    for (const [key, oldest] of asked) {
      if (asked.size < mostJobs) break
      giveUp(key, oldest, 'too many jobs without an answer')
    }
    asked.set(jobKey(message), { message, run, at: clock.monotonicMs() })
    sendDown(message)
  }

  const stopUp = bus.listen(topics.up, receive)
  const stopPresence = bus.listen(topics.presence, presence)

  return {
    send(message) {
      if (message.type === 'show') bus.publish(topics.show, JSON.stringify(message), { retain: true })
      else if (message.type === 'print') print(message)
      else if (message.type === 'speak' && run === undefined)
        onUp({ type: 'spoken', job: message.job, outcome: 'failed', detail: 'the station is not joined' })
      else sendDown(message)
    },
    isPresent: () => run !== undefined,
    malformed: () => malformed,
    async close() {
      stopUp()
      stopPresence()
    },
  }
}

const jobKey = ({ job, printer }: { job: string; printer: string }) => `${printer}/${job}`

function readPresence(payload: Buffer): Presence | undefined {
  try {
    const value = JSON.parse(payload.toString('utf8'))
    if (value?.state === 'offline') return { state: 'offline' }
    if (value?.state === 'online' && typeof value.run === 'string') return { state: 'online', run: value.run }
  } catch {
    // Told by the answer.
  }
  return undefined
}
