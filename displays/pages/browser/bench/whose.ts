/**
 * Which service a button gives and over which counter a board hangs. The view may say so (`wiring`); where it
 * does not, device ids usually contain the id of what they belong to.
 */
import type { BenchView, HallView } from '../../../../controller/api/views.ts'
import type { BenchDevice, BenchStation } from '../../../../firmware/wire/bench.ts'

type Wire = { station: string; device: string; service?: string; counter?: string; zone?: string }
export type WiredBench = BenchView & { wiring?: Wire[] }
export type Placed = { station: string; device: BenchDevice }
export type AtCounter = {
  key: string
  name: string
  counter: HallView['counters'][number] | null
  devices: Placed[]
}

function within<T extends { id: string }>(list: T[], text: string): T | undefined {
  return list.filter(({ id }) => `-${text}-`.includes(`-${id}-`)).sort((a, b) => b.id.length - a.id.length)[0]
}
export function serviceOf(view: WiredBench, hall: HallView, station: string, device: string) {
  const said = view.wiring?.find((wire) => wire.station === station && wire.device === device)?.service
  return hall.services.find((service) => service.id === said) ?? within(hall.services, device)
}
function counterOf(view: WiredBench, hall: HallView, station: BenchStation, device: string) {
  const said = view.wiring?.find((wire) => wire.station === station.id && wire.device === device)?.counter
  return (
    hall.counters.find((counter) => counter.id === said) ??
    within(hall.counters, device) ??
    within(hall.counters, station.id)
  )
}

const atCounters = new Set<BenchDevice['kind']>([
  'counter-board',
  'counter-keypad',
  'digit-keypad',
  'rating-pad',
  'call-lamp',
])

/** The devices that stand at counters, counter by counter in the hall's order. */
export function byCounter(view: WiredBench, hall: HallView): AtCounter[] {
  const groups = new Map<string, AtCounter>()
  for (const station of view.stations) {
    for (const device of station.devices) {
      if (!atCounters.has(device.kind)) continue
      const counter = counterOf(view, hall, station, device.id) ?? null
      const key = counter?.id ?? station.id
      const group = groups.get(key) ?? {
        key,
        name: counter ? `Quầy ${counter.spoken}` : station.name,
        counter,
        devices: [],
      }
      group.devices.push({ station: station.id, device })
      groups.set(key, group)
    }
  }
  const order = (group: AtCounter) =>
    group.counter ? hall.counters.indexOf(group.counter) : hall.counters.length
  return [...groups.values()].sort((a, b) => order(a) - order(b))
}

export function allOf<K extends BenchDevice['kind']>(view: WiredBench, kind: K) {
  return view.stations.flatMap((station) =>
    station.devices
      .filter((device): device is Extract<BenchDevice, { kind: K }> => device.kind === kind)
      .map((device) => ({ station, device })),
  )
}
