/**
 * A station that runs apart from the controller: its devices joined to the hall over the hall's bus. Which file
 * and which address that is, and when to stop, is for `station-main.ts`.
 */
import type { Clock } from '../hardware/clock.ts'
import type { StationConfig } from '../hardware/site-description.ts'
import type { StationUp } from './messages.ts'
import { openStation } from './station.ts'
import { joinHall } from './station-link.mqtt.ts'
import { stationUser } from './station-topics.ts'
import type { Wires } from './wire/wires.ts'

/** How long the hall may be away before the buttons look closed: a restart of it goes unseen. */
const awayMs = 10_000

export async function runStation({
  site,
  station: config,
  broker,
  password,
  wires,
  clock,
  say,
}: {
  /** Id of the site. */
  site: string
  station: StationConfig
  broker: string
  password: string
  wires: Wires
  clock: Clock
  /** One line for whoever reads the service's log. */
  say: (line: string) => void
}): Promise<{ close(): Promise<void> }> {
  // What the devices say before the way to the hall is open.
  const early: StationUp[] = []
  let report = (message: StationUp) => {
    early.push(message)
  }
  const station = await openStation({
    station: config,
    wires,
    clock,
    report(message) {
      if (message.type === 'health' && message.health.state !== 'starting')
        say(
          message.health.state === 'down'
            ? `${message.device}: down, ${message.health.reason}: ${message.health.detail}`
            : `${message.device}: ready`,
        )
      report(message)
    },
  })

  let joined: boolean | undefined
  let cancelAway = clock.after(awayMs, lookClosed)
  /** Nobody answers a press now; the numbers on the boards stay true until the hall says otherwise. */
  function lookClosed() {
    const rings = config.devices
      .filter((device) => device.kind === 'service-button')
      .map((device) => [device.id, 'closed'] as const)
    station.receive({ type: 'show', boards: {}, rings: Object.fromEntries(rings), lamps: {} })
  }

  const hall = joinHall({
    url: broker,
    site,
    station: config.id,
    username: stationUser(config.id),
    password,
    clock,
    onDown: station.receive,
    onJoined(now, reason) {
      if (now === joined) return
      joined = now
      cancelAway()
      if (!now) cancelAway = clock.after(awayMs, lookClosed)
      say(now ? `joined the hall at ${broker}` : `not joined to the hall at ${broker}: ${reason}`)
    },
  })
  report = hall.report
  for (const message of early) hall.report(message)

  return {
    async close() {
      cancelAway()
      await station.close()
      await hall.close()
    },
  }
}
