/**
 * How each station of the site is reached: by function call in this process, or over the hall's bus. A station
 * with simulated wires is opened here either way, since it has no other computer to live on; one that runs in
 * its own process and is simulated still joins over the bus, like a real one.
 */
import type { StationDown, StationUp } from '../firmware/messages.ts'
import { openStation, type Station } from '../firmware/station.ts'
import { joinHall } from '../firmware/station-link.mqtt.ts'
import type { SimulatedStation } from '../firmware/wire/bench.ts'
import { heldPorts } from '../firmware/wire/held-ports.ts'
import type { Clock } from '../hardware/clock.ts'
import type { Site, StationConfig } from '../hardware/site-description.ts'
import type { HallBus } from './bus/hall-bus.ts'
import { linkStation } from './bus/station-link.mqtt.ts'

export type Stations = {
  send(station: string, message: StationDown): void
  benches: ReadonlyMap<string, SimulatedStation>
  close(): Promise<void>
}

export type StationsParts = {
  site: Site
  bus: HallBus
  clock: Clock
  onUp: (station: string, message: StationUp) => void
  /** A station on the bus came or went. */
  onPresence: (station: string, present: boolean) => void
}

export async function openStations({ site, bus, clock, onUp, onPresence }: StationsParts): Promise<Stations> {
  const held = heldPorts()
  const benches = new Map<string, SimulatedStation>()
  const ways = new Map<string, (message: StationDown) => void>()
  const closers: (() => Promise<void>)[] = []

  /** Opens the station's devices here; `report` goes up whichever way it is joined. */
  async function openHere(station: StationConfig, report: (up: StationUp) => void): Promise<Station> {
    const wires = await openWires(station)
    const opened = await openStation({ station, wires, clock, report })
    closers.push(async () => {
      await opened.close()
      await wires.close()
    })
    return opened
  }

  async function openWires(station: StationConfig) {
    if (station.wires === 'real') {
      const { openRealWires } = await import('../firmware/wire/real.ts')
      return openRealWires({ clock, held })
    }
    const { openSimulatedWires } = await import('../firmware/wire/simulated.ts')
    const { wires, bench } = openSimulatedWires({
      station,
      clock,
      mediaAddress: (device, id) => `/api/bench/${station.id}/${device}/media/${id}`,
    })
    benches.set(station.id, bench)
    return wires
  }

  async function openOne(station: StationConfig): Promise<void> {
    const up = (message: StationUp) => onUp(station.id, message)
    if (station.runs === 'controller') {
      const opened = await openHere(station, up)
      ways.set(station.id, (message) => opened.receive(message))
      return
    }
    const link = linkStation({
      bus,
      site: site.id,
      station: station.id,
      clock,
      onUp: up,
      onPresence: (present) => onPresence(station.id, present),
    })
    ways.set(station.id, (message) => link.send(message))
    closers.push(() => link.close())
    if (station.wires === 'real') return
    const { username, password } = bus.credentials.station(station.id)
    const early: StationUp[] = []
    let report = (message: StationUp): void => void early.push(message)
    const opened = await openHere(station, (message) => report(message))
    const joined = joinHall({
      url: bus.url,
      site: site.id,
      station: station.id,
      username,
      password,
      clock,
      onDown: (message) => opened.receive(message),
    })
    report = joined.report
    for (const message of early) report(message)
    closers.push(() => joined.close())
  }

  await Promise.all(site.stations.map(openOne))

  return {
    send: (station, message) => ways.get(station)?.(message),
    benches,
    async close() {
      // What was opened last goes first: a station leaves the bus before its devices and its link close.
      for (const close of closers.reverse()) await close()
    },
  }
}
