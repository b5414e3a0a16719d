/**
 * The chips between a station's devices and its Pi: expanders, and the multiplexers that some devices name. Each is
 * a device of its own to whoever looks after the hall, since many devices fail with one of them.
 */
import { deviceLines } from './device-lines.ts'
import { i2cPlace } from './device-places.ts'
import { expanderPin } from './expander-pins.ts'
import type { DeviceConfig, ExpanderConfig, StationConfig } from './site-description.ts'

export type ChipKind = 'expander' | 'multiplexer'
export type StationChip = {
  id: string
  kind: ChipKind
  /** Where it hangs, in words without a language. */
  place: string
  /** The chips it hangs behind itself. */
  on: string[]
}
type Mux = NonNullable<ExpanderConfig['mux']>
type Located = { bus: number; mux?: Mux | undefined }

export const multiplexerId = (bus: number, { address }: Pick<Mux, 'address'>): string =>
  `mux-${bus}-${address.toLowerCase()}`

const behind = ({ bus, mux }: Located): string[] => (mux ? [multiplexerId(bus, mux)] : [])

export function chipsOf(station: Pick<StationConfig, 'devices' | 'expanders'>): StationChip[] {
  const expanders = station.expanders ?? []
  const boards = station.devices.filter((device) => device.kind === 'counter-board')
  const multiplexers = new Map<string, StationChip>()
  for (const { bus, mux } of [...expanders, ...boards] as Located[]) {
    if (!mux) continue
    const id = multiplexerId(bus, mux)
    multiplexers.set(id, { id, kind: 'multiplexer', place: `TCA9548A · I2C ${bus} · ${mux.address}`, on: [] })
  }
  return [...expanders.map(expanderChip), ...multiplexers.values()]
}

function expanderChip(expander: ExpanderConfig): StationChip {
  const { id, chip, interruptPin } = expander
  const interrupt = interruptPin === undefined ? [] : [`INT GPIO ${interruptPin}`]
  const place = [chip.toUpperCase(), i2cPlace(expander), ...interrupt].join(' · ')
  return { id, kind: 'expander', place, on: behind(expander) }
}

/** Ids of the chips a device does not work without; what is nearer to the Pi comes later. */
export function chipsUnder(
  { expanders = [] }: Pick<StationConfig, 'expanders'>,
  device: DeviceConfig,
): string[] {
  const named = deviceLines({ steps: [], value: device }).flatMap(
    ({ value }) => expanderPin(value)?.expander ?? [],
  )
  const own = expanders.filter(({ id }) => named.includes(id))
  const board = device.kind === 'counter-board' ? behind(device) : []
  return [...new Set([...own.map(({ id }) => id), ...own.flatMap(behind), ...board])]
}
