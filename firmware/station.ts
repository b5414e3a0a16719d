/**
 * A station: its devices opened each in its own slot and lane; presses, keys, outcomes and health go up, faces,
 * slips and calls come down. In the controller's own process it is reached by function call, elsewhere over the
 * hall's bus, with the same messages. It does not know what a queue is.
 *
 * Opening never fails as a whole, and no device waits for another.
 */
import { randomUUID } from 'node:crypto'
import { chipsOf } from '../hardware/chips.ts'
import type { Clock } from '../hardware/clock.ts'
import type { DeviceConfig, StationConfig } from '../hardware/site-description.ts'
import { type DeviceSlot, openSlot } from './device-slot.ts'
import { withExpanders } from './expander/expanders.ts'
import { jobMemory } from './job-memory.ts'
import { type Lane, lane } from './lane.ts'
import type { Print, Printed, Show, SignalDevice, Speak, Spoken, StationDown, StationUp } from './messages.ts'
import { loadDriver, type Opener } from './open-device.ts'
import { reportSeen } from './report-seen.ts'
import { messageOf } from './wire/wire-error.ts'
import type { Wires } from './wire/wires.ts'

export type Station = {
  receive(down: StationDown): void
  /** Darkens and closes the devices; the wires stay open for whoever opened them. */
  close(): Promise<void>
}

const slipsWaiting = 20
/** A slip older than this belongs to nobody who still stands there. */
const slipWaitsMs = 60_000

/** Resolves when the drivers are loaded and every device is being opened; how that goes is told as health. */
export async function openStation({
  station,
  wires,
  clock,
  report,
}: {
  station: StationConfig
  wires: Wires
  clock: Clock
  report: (up: StationUp) => void
}): Promise<Station> {
  const lines = withExpanders({ wires, expanders: station.expanders ?? [], clock })
  const slots = new Map<string, DeviceSlot>()
  const printLanes = new Map<string, Lane>()
  const jobs = jobMemory<Printed | Spoken>({ report })

  function openOne(config: DeviceConfig, open: Opener) {
    const device = config.id
    if (config.kind === 'ticket-printer') printLanes.set(device, lane({ limit: slipsWaiting }))
    const slot = openSlot({
      clock,
      onHealth: (health) => report({ type: 'health', device, health }),
      open: (onHealth) =>
        open({
          wires: lines,
          clock,
          onHealth,
          onPress: () => touched({ type: 'press', id: randomUUID(), device }),
          onKey: (key) => touched({ type: 'key', id: randomUUID(), device, ...key }),
          onRate: (value) => touched({ type: 'rate', id: randomUUID(), device, value }),
          onCode: (code) => touched({ type: 'scan', id: randomUUID(), device, code }),
        }),
    })
    const touched = (up: StationUp) => {
      slot.seen()
      report(up)
    }
    slots.set(device, slot)
  }
  /** A chip that devices hang on has a slot of its own: what is wrong with many is told once. */
  for (const { id, kind } of chipsOf(station))
    slots.set(
      id,
      openSlot({
        clock,
        onHealth: (health) => report({ type: 'health', device: id, health }),
        async open(onHealth) {
          await lines.watchChip({ id, kind }, onHealth)
          return { kind, close: async () => {} }
        },
      }),
    )
  const stopSeen = reportSeen({ slots, clock, report })

  function show({ boards, rings, lamps, pads = {}, halls = {} }: Show) {
    for (const [id, board] of Object.entries(boards)) slots.get(id)?.show({ board })
    for (const [id, hall] of Object.entries(halls)) slots.get(id)?.show({ hall })
    for (const [id, ring] of Object.entries(rings)) slots.get(id)?.show({ ring })
    for (const [id, lamp] of Object.entries(lamps)) slots.get(id)?.show({ lamp })
    for (const [id, pad] of Object.entries(pads)) slots.get(id)?.show({ pad })
  }

  /** Why a job for this device can't be done at all, from its slot. */
  function absence(id: string, kind: string): Pick<Printed, 'reason' | 'detail'> {
    const slot = slots.get(id)
    const health = slot?.health()
    if (!slot || (slot.device() && slot.device()?.kind !== kind))
      return { reason: 'not-supported', detail: `station ${station.id} has no ${kind} "${id}"` }
    if (health?.state === 'down') return { reason: health.reason, detail: health.detail }
    return { reason: 'offline', detail: `${kind} "${id}" is not open yet` }
  }

  async function print({ job, printer, raster }: Print): Promise<Printed> {
    const outcome = (fate: Omit<Printed, 'type' | 'job' | 'printer'>): Printed => ({
      type: 'printed',
      job,
      printer,
      ...fate,
    })
    /** Failed before anything was sent to the printer. */
    const untouched = (why: Pick<Printed, 'reason' | 'detail'>) =>
      outcome({ outcome: 'failed', ...why, nothingLeft: true })
    const missing = () => untouched(absence(printer, 'ticket-printer'))
    const askedAt = clock.monotonicMs()
    const work = async (): Promise<Printed> => {
      const device = slots.get(printer)?.device()
      if (device?.kind !== 'ticket-printer') return missing()
      if (clock.monotonicMs() - askedAt > slipWaitsMs)
        return untouched({ reason: 'stuck', detail: 'the printer did not come to it in time' })
      return outcome(await device.print(job, raster))
    }
    const ownLane = printLanes.get(printer)
    if (!ownLane) return missing()
    try {
      return (
        (await ownLane.run(work)) ??
        untouched({ reason: 'stuck', detail: `${slipsWaiting} slips are waiting already` })
      )
    } catch (error) {
      // The driver broke off and did not say how far it came: something may be on paper.
      return outcome({ outcome: 'unknown', reason: 'no-answer', detail: messageOf(error) })
    }
  }

  async function speak({ job, speaker, pack, clips }: Speak): Promise<Spoken> {
    const device = slots.get(speaker)?.device()
    if (device?.kind !== 'loudspeaker') {
      const { detail } = absence(speaker, 'loudspeaker')
      return { type: 'spoken', job, outcome: 'failed', ...(detail === undefined ? {} : { detail }) }
    }
    try {
      // The loudspeaker keeps its own line of waiting calls, since one of them may be hushed.
      return { type: 'spoken', job, ...(await device.speak(job, pack, clips)) }
    } catch (error) {
      return { type: 'spoken', job, outcome: 'failed', detail: messageOf(error) }
    }
  }

  function hush(job: string) {
    for (const slot of slots.values()) {
      const device = slot.device()
      if (device?.kind === 'loudspeaker') device.hush(job)
    }
  }

  function signal({ device: id, signal }: SignalDevice) {
    const device = slots.get(id)?.device()
    if (device && 'signal' in device) device.signal?.(signal)
  }

  const simulated = station.wires === 'simulated'
  const drivers = await Promise.all(
    station.devices.map(async (config) => ({
      config,
      // A driver that can't be loaded is its device's trouble only.
      open: await loadDriver(config, { simulated }).catch(
        (error): Opener =>
          () =>
            Promise.reject(error),
      ),
    })),
  )
  for (const { config, open } of drivers) openOne(config, open)

  return {
    receive(down) {
      switch (down.type) {
        case 'show':
          return show(down)
        case 'print':
          return jobs.run(`${down.printer}/${down.job}`, () => print(down))
        case 'speak':
          return jobs.run(`${down.speaker}/${down.job}`, () => speak(down))
        case 'hush':
          return hush(down.job)
        case 'signal':
          return signal(down)
      }
    },
    async close() {
      stopSeen()
      await Promise.all([...slots.values()].map((slot) => slot.close()))
      await lines.closeExpanders()
    },
  }
}
