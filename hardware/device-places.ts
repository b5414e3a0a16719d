/**
 * Where a device hangs, in words that an installer reads off the plug and an engineer hears on the telephone: GPIO
 * line, expander's pin, bus and address, port. They are of no language. How it is wired in full is in `pin-table.ts`.
 */
import type { Pin } from './expander-pins.ts'
import type { DeviceConfig, ExpanderConfig } from './site-description.ts'
import { deviceSchemas } from './site-schema.ts'

/** Under this name the dossier server hears of the disk that the journal is on; no device of a site may have it. */
export const journalDisk = { station: 'controller', device: 'disk' } as const

const pinOf = (pin: Pin): string => (typeof pin === 'number' ? `GPIO ${pin}` : pin)

/** Several pins, with what they share said once: "GPIO 5 6 13", "mr-1:A0 A1". */
function pinsOf(pins: readonly Pin[]): string {
  let before = ''
  return pins
    .map((pin) => {
      const text = pinOf(pin)
      const shared = typeof pin === 'number' ? 'GPIO ' : `${pin.split(':')[0]}:`
      const short = shared === before ? text.slice(shared.length) : text
      before = shared
      return short
    })
    .join(' ')
}
const lightsOf = (what: string, pins: readonly (Pin | undefined)[]): string[] => {
  const named = pins.filter((pin) => pin !== undefined)
  return named.length === 0 ? [] : [`${what} ${pinsOf(named)}`]
}

/** `0x70/3`: behind channel 3 of the multiplexer at 0x70. */
export const i2cPlace = ({ bus, address, mux }: Pick<ExpanderConfig, 'bus' | 'address' | 'mux'>): string =>
  [`I2C ${bus}`, ...(mux ? [`${mux.address}/${mux.channel}`] : []), address].join(' · ')

/** Names under /dev/…/by-id/ say enough by themselves. */
const portOf = (path: string): string => path.replace(/^\/dev\/(serial|input)\/by-id\//, '')

const usualCard = () => String(deviceSchemas().get('loudspeaker')?.properties?.device?.default)

function connectionOf(connection: string): string {
  const [, kind = '', rest = ''] = /^(\w+):(?:\/\/)?(.*)$/.exec(connection) ?? []
  const [port = '', baud] = rest.split('?baud=')
  if (kind === 'usb') return `USB ${rest}`
  return kind === 'tcp'
    ? `TCP ${rest}`
    : [`serial ${portOf(port)}`, ...(baud ? [`${baud} baud`] : [])].join(' · ')
}

export function devicePlace(device: DeviceConfig): string {
  const all = (...parts: string[]) => parts.join(' · ')
  switch (device.kind) {
    case 'service-button':
      return all(pinOf(device.pin), ...lightsOf('LED', [device.ringPin]))
    case 'call-lamp':
      return pinOf(device.pin)
    case 'rating-pad':
      return all(
        pinsOf(device.buttons.map(({ pin }) => pin)),
        ...lightsOf(
          'LED',
          device.buttons.map(({ lightPin }) => lightPin),
        ),
      )
    case 'digit-keypad':
      return all(
        [device.rows, device.columns]
          .filter((pins) => pins.length > 0)
          .map(pinsOf)
          .join(' × '),
        ...lightsOf('LED', [device.ledPin]),
        ...lightsOf('buzzer', [device.buzzerPin]),
      )
    case 'counter-board':
      return i2cPlace(device)
    case 'hall-board':
      return `SPI ${device.spi.bus}.${device.spi.chipSelect}`
    case 'text-board':
      return all(`RS-485 ${portOf(device.port)}`, `#${device.address ?? 1}`)
    case 'counter-keypad': {
      const { next, recall, start, buzzer } = device.pins
      const pins = [next, recall, start, ...(buzzer === undefined ? [] : [buzzer])]
      return all(portOf(device.port), pins.map((pin) => `D${pin}`).join(' '))
    }
    case 'ticket-printer':
      return connectionOf(device.connection)
    case 'loudspeaker':
      return `ALSA ${device.device ?? usualCard()}`
    case 'code-scanner':
      return portOf(device.device)
  }
}

/** The same for who is not in the hall: what hangs in its network is told without its address there. */
export const placeWithoutAddress = (place: string): string => (place.startsWith('TCP ') ? 'TCP' : place)
