/**
 * The site's devices as the hall sees them: which station holds them, whether they work, and since when.
 * Health is state, told by the stations; it is in no journal.
 */
import type { DeviceHealth, StationDown } from '../firmware/messages.ts'
import type { DeviceKind, FilledDeviceOf, FilledSite } from '../hardware/site-description.ts'

export type DeviceEntry = {
  station: string
  stationName: string
  device: string
  kind: DeviceKind
  health: DeviceHealth
  since: number
}
export type Placed<K extends DeviceKind> = { station: string; config: FilledDeviceOf<K> }

export type Devices = {
  all(): DeviceEntry[]
  /** Every device of a kind with the station that holds it. */
  ofKind<K extends DeviceKind>(kind: K): readonly Placed<K>[]
  find(station: string, device: string): { station: string; config: FilledDeviceOf<DeviceKind> } | undefined
  isReady(station: string, device: string): boolean
  report(station: string, device: string, health: DeviceHealth, now: number): void
  /** A station that was joined by the network is gone: none of its devices answers. */
  reportStationGone(station: string, now: number): void
  onChange(listener: (station: string) => void): void
}

/** How messages reach a station; the way is main's business. */
export type SendToStation = (station: string, message: StationDown) => void

export function openDevices(site: FilledSite, now: number): Devices {
  const entries = new Map<string, DeviceEntry>()
  const listeners: ((station: string) => void)[] = []
  const key = (station: string, device: string) => `${station}/${device}`
  for (const station of site.stations)
    for (const device of station.devices)
      entries.set(key(station.id, device.id), {
        station: station.id,
        stationName: station.name,
        device: device.id,
        kind: device.kind,
        health: { state: 'starting' },
        since: now,
      })

  function set(station: string, device: string, health: DeviceHealth, at: number): boolean {
    const entry = entries.get(key(station, device))
    if (!entry || JSON.stringify(entry.health) === JSON.stringify(health)) return false
    entries.set(key(station, device), {
      ...entry,
      health,
      since: entry.health.state === health.state ? entry.since : at,
    })
    return true
  }
  const tell = (station: string) => {
    for (const listener of listeners) listener(station)
  }

  return {
    all: () => [...entries.values()],
    ofKind: <K extends DeviceKind>(kind: K) =>
      site.stations.flatMap((station) =>
        station.devices
          .filter((device): device is FilledDeviceOf<K> => device.kind === kind)
          .map((config) => ({ station: station.id, config })),
      ),
    find(station, device) {
      const config = site.stations.find(({ id }) => id === station)?.devices.find(({ id }) => id === device)
      return config && { station, config }
    },
    isReady: (station, device) => entries.get(key(station, device))?.health.state === 'ready',
    report(station, device, health, at) {
      if (set(station, device, health, at)) tell(station)
    },
    reportStationGone(station, at) {
      const gone: DeviceHealth = {
        state: 'down',
        reason: 'offline',
        detail: 'the station does not answer',
        retries: 0,
      }
      const changed = [...entries.values()].filter(
        (entry) => entry.station === station && set(station, entry.device, gone, at),
      )
      if (changed.length > 0) tell(station)
    },
    onChange: (listener) => listeners.push(listener),
  }
}
