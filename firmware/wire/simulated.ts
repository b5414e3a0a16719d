/**
 * A station's wires with everything on them simulated, and the bench through which a person sees and disturbs
 * them. Chosen by name in the site file, never as a fallback. No native package is loaded here.
 */
import type { Clock } from '../../hardware/clock.ts'
import { type Pin, pinsOfChip } from '../../hardware/expander-pins.ts'
import type { DeviceConfig, DeviceKind, DeviceOf, StationConfig } from '../../hardware/site-description.ts'
import { simulatedAudio } from './audio.sim.ts'
import type { BenchAction, BenchDevice, SimulatedStation } from './bench.ts'
import { simulatedBytes } from './bytes.sim.ts'
import { expanderPinAt, simulatedDigitKeypads } from './digit-keypad.sim.ts'
import { simulatedGpio } from './gpio.sim.ts'
import { simulatedI2c } from './i2c.sim.ts'
import { simulatedKeys } from './keys.sim.ts'
import { simulatedRatingPads } from './rating-pad.sim.ts'
import { simulatedSerial } from './serial.sim.ts'
import { simulatedSpi } from './spi.sim.ts'
import { simulatedTextBoards } from './text-board.sim.ts'
import type { Wires } from './wires.ts'

/** What every simulated wire offers of the devices on it. */
type Part = {
  view(device: string): BenchDevice | undefined
  act(action: BenchAction): string | null
  media?(device: string, id: string): ReturnType<SimulatedStation['media']>
}

export function openSimulatedWires({
  station,
  clock,
  mediaAddress = (device, id) => `/bench/media/${station.id}/${device}/${id}`,
}: {
  station: StationConfig
  clock: Clock
  /** Where the pages find a picture or sound by the device's id and its own. */
  mediaAddress?: (device: string, id: string) => string
}): { wires: Wires; bench: SimulatedStation } {
  const listeners: (() => void)[] = []
  const changed = () => {
    for (const listener of listeners) listener()
  }
  const all = <K extends DeviceKind>(...kinds: K[]) =>
    station.devices.filter((device): device is DeviceOf<K> => (kinds as DeviceKind[]).includes(device.kind))

  const expanders = station.expanders ?? []
  const i2c = simulatedI2c({ boards: all('counter-board'), expanders, clock, changed: stirred })
  const chipAt = (pin: string) => {
    const there = expanderPinAt(pin)
    const config = expanders.find(({ id }) => id === there.expander)
    if (!config) throw new Error(`the station has no expander ${there.expander}`)
    return { chip: i2c.expander(config.id), bit: pinsOfChip[config.chip].indexOf(there.pin) }
  }
  const isOut = (pin: string) => ((chipAt(pin).chip.outputs() >> chipAt(pin).bit) & 1) === 1
  const levelAt = (pin: string) => ((chipAt(pin).chip.levels() >> chipAt(pin).bit) & 1 ? 1 : 0)
  const gpio = simulatedGpio({
    devices: all('service-button', 'call-lamp'),
    clock,
    changed,
    others: {
      drive: (pin, level) => chipAt(pin).chip.drive(chipAt(pin).bit, level),
      level: levelAt,
      isDriven: isOut,
    },
  })
  const isLit = (pin: Pin) =>
    typeof pin === 'number' ? gpio.level(pin) === 1 : isOut(pin) && levelAt(pin) === 1
  const interruptPins = new Set(expanders.flatMap(({ interruptPin }) => interruptPin ?? []))
  /** A chip changed: its interrupt output may have too. */
  function stirred() {
    for (const pin of interruptPins) gpio.drive(pin, i2c.interrupt(pin))
    changed()
  }
  const digits = simulatedDigitKeypads({ keypads: all('digit-keypad'), chipAt, isLit, clock, changed })
  const pads = simulatedRatingPads({ pads: all('rating-pad'), drive: gpio.drive, isLit, clock, changed })
  const spi = simulatedSpi({ boards: all('hall-board'), clock, changed })
  const texts = simulatedTextBoards({ boards: all('text-board'), clock, changed })
  const bytes = simulatedBytes({ printers: all('ticket-printer'), clock, mediaAddress, changed })
  const serial = simulatedSerial({ keypads: all('counter-keypad'), clock, changed })
  const keys = simulatedKeys({ scanners: all('code-scanner'), clock, changed })
  const audio = simulatedAudio({ loudspeakers: all('loudspeaker'), clock, mediaAddress, changed })

  const parts: Record<DeviceKind, Part> = {
    'service-button': gpio,
    'call-lamp': gpio,
    'counter-board': i2c,
    'hall-board': spi,
    'text-board': texts,
    'ticket-printer': bytes,
    'counter-keypad': serial,
    loudspeaker: audio,
    'digit-keypad': digits,
    'rating-pad': pads,
    'code-scanner': keys,
  }
  const find = (id: string): { config: DeviceConfig; part: Part } | undefined => {
    const config = station.devices.find((device) => device.id === id)
    return config && { config, part: parts[config.kind] }
  }

  return {
    wires: {
      gpio: gpio.wire,
      gpiochip: gpio.wire,
      i2c: i2c.wire,
      bytes: bytes.wire,
      spi: spi.wire,
      serial: {
        open: (path, baud) => (texts.has(path) ? texts.wire : serial.wire).open(path, baud),
      },
      keys: keys.wire,
      audio: audio.wire,
      close: async () => {},
    },
    bench: {
      view: () => ({
        id: station.id,
        name: station.name,
        devices: [
          ...station.devices.flatMap((device) => parts[device.kind].view(device.id) ?? []),
          ...expanders.flatMap(({ id }) => i2c.viewExpander(id) ?? []),
          ...i2c.viewMultiplexers(),
        ],
      }),
      act(action) {
        const chips = [...expanders, ...i2c.viewMultiplexers()]
        if (chips.some(({ id }) => id === action.device)) return i2c.act(action)
        const found = find(action.device)
        if (!found) {
          const ids = [...station.devices, ...chips].map((device) => device.id).join(', ')
          return `station ${station.id} has no device "${action.device}"; it has ${ids}`
        }
        if (action.action === 'scan' && found.config.kind !== 'code-scanner')
          return `${action.device} is a ${found.config.kind}, which reads no codes`
        return found.part.act(action)
      },
      onChange(listener) {
        listeners.push(listener)
      },
      media: (device, id) => find(device)?.part.media?.(device, id),
    },
  }
}
