/**
 * The site's devices as the hall sees them: which station holds them, whether they work, and since when.
 * Health is state, told by the stations; it is in no journal.
 */
import type { DeviceFault, DeviceHealth, Printed, Seen, StationDown } from '../firmware/messages.ts'
import { type ChipKind, chipsOf, chipsUnder } from '../hardware/chips.ts'
import { devicePlace } from '../hardware/device-places.ts'
import type { DeviceKind, FilledDeviceOf, FilledSite } from '../hardware/site-description.ts'

export type DeviceEntry = {
  station: string
  stationName: string
  device: string
  kind: DeviceKind | ChipKind
  /** Chips it does not work without, such as an expander; they have entries of their own. */
  on: string[]
  health: DeviceHealth
  since: number
  /** When it last did something that proves it works; null: not since the hall started. */
  lastSeen: number | null
  lastError: { at: number; reason: DeviceFault; detail: string } | null
  /** How often it was found showing something else than the queue, and set right. */
  disagreements: number
  /** How often it was tried since it is down. */
  retries: number
  /** Where it hangs, for who looks for it: pin, bus and address, port. */
  place: string
  /** How long slips took, of the last 50 this printer gave its word for; null for other devices. */
  printing: { slips: number; lastMs: number; medianMs: number } | null
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
  /** When devices last worked, and how often those that are down were tried. */
  seen(station: string, devices: Seen['devices'], now: number): void
  /** A device spoke up: a press, a key, a slip's outcome. */
  spokeUp(station: string, device: string, now: number): void
  /** A slip's outcome, for how long slips take. */
  printed(station: string, message: Printed, now: number): void
  /** Something works that did not, or the other way round; a new error, warning or disagreement. */
  onChange(listener: (station: string) => void): void
  /** Times alone moved on (`lastSeen`, `retries`, `printing`): at most about once a minute and station. */
  onSeen(listener: (station: string) => void): void
}

/** Of how many slips the times are kept. */
const slipsTimed = 50

/** How messages reach a station; the way is main's business. */
export type SendToStation = (station: string, message: StationDown) => void

/** `log`: warnings, since the next press or code may clear one before anybody looks. */
export function openDevices(site: FilledSite, now: number, log: (line: string) => void = () => {}): Devices {
  const entries = new Map<string, DeviceEntry>()
  const listeners: ((station: string) => void)[] = []
  const seenListeners: ((station: string) => void)[] = []
  const slipTimes = new Map<string, number[]>()
  const key = (station: string, device: string) => `${station}/${device}`
  for (const station of site.stations) {
    const devices = station.devices.map((device) => ({
      id: device.id,
      kind: device.kind,
      on: chipsUnder(station, device),
      place: devicePlace(device),
    }))
    for (const { id, kind, on, place } of [...chipsOf(station), ...devices])
      entries.set(key(station.id, id), {
        station: station.id,
        stationName: station.name,
        device: id,
        kind,
        on,
        health: { state: 'starting' },
        since: now,
        lastSeen: null,
        lastError: null,
        disagreements: 0,
        retries: 0,
        place,
        printing: null,
      })
  }

  function set(station: string, device: string, health: DeviceHealth, at: number): boolean {
    const entry = entries.get(key(station, device))
    if (!entry || JSON.stringify(entry.health) === JSON.stringify(health)) return false
    entries.set(key(station, device), {
      ...entry,
      health,
      since: entry.health.state === health.state ? entry.since : at,
      retries: health.state === 'down' ? health.retries : 0,
      ...(health.state === 'ready' ? { lastSeen: at } : {}),
      ...(health.state === 'ready' && health.disagreements !== undefined
        ? { disagreements: health.disagreements }
        : {}),
      ...(health.state === 'down' ? { lastError: { at, reason: health.reason, detail: health.detail } } : {}),
    })
    return true
  }
  const tell = (station: string) => {
    for (const listener of listeners) listener(station)
  }
  function note(station: string, device: string, more: Partial<DeviceEntry>): void {
    const entry = entries.get(key(station, device))
    if (entry) entries.set(key(station, device), { ...entry, ...more })
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
      if (!set(station, device, health, at)) return
      if (health.state === 'ready' && health.warning)
        log(`${station}/${device} warns: ${health.warning}${health.detail ? `, ${health.detail}` : ''}`)
      tell(station)
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
    seen(station, seen, at) {
      for (const [device, { agoMs, retries }] of Object.entries(seen)) {
        const known = entries.get(key(station, device))
        if (!known) continue
        if (agoMs !== undefined)
          note(station, device, { lastSeen: Math.max(known.lastSeen ?? 0, at - agoMs) })
        if (retries !== undefined && known.health.state === 'down') note(station, device, { retries })
      }
      for (const listener of seenListeners) listener(station)
    },
    spokeUp: (station, device, at) => note(station, device, { lastSeen: at }),
    printed(station, { printer, outcome, tookMs }, at) {
      if (outcome !== 'printed') return
      note(station, printer, { lastSeen: at })
      if (tookMs === undefined || !entries.has(key(station, printer))) return
      const times = [...(slipTimes.get(key(station, printer)) ?? []), tookMs].slice(-slipsTimed)
      slipTimes.set(key(station, printer), times)
      const medianMs = times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) / 2)] ?? tookMs
      note(station, printer, { printing: { slips: times.length, lastMs: tookMs, medianMs } })
    },
    onChange: (listener) => listeners.push(listener),
    onSeen: (listener) => seenListeners.push(listener),
  }
}
