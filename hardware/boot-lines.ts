/**
 * What must stand in a Pi's config.txt before a site's devices can work there: buses, and pull-ups that only the start
 * of the Pi can switch on. Knows the site file alone; whether the lines are there is for others to look.
 */
import type { Pin } from './expander-pins.ts'
import type { FilledDevice, FilledSite } from './site-description.ts'

type FilledStation = FilledSite['stations'][number]

export function bootLines(station: FilledStation): string[] {
  if (station.wires !== 'real') return []
  const { devices, expanders = [] } = station
  const buses = [...expanders.map(({ bus }) => bus), ...devices.flatMap(i2cBusOf)]
  const high = [...expanders.flatMap(interruptLine), ...devices.flatMap(contactsHeldHigh)]
  return [
    ...(buses.includes(1) ? ['dtparam=i2c_arm=on'] : []),
    ...(devices.some((one) => one.kind === 'hall-board' && one.spi.bus === 0) ? ['dtparam=spi=on'] : []),
    ...pulls(high, 'pu'),
    ...pulls(devices.flatMap(contactsHeldLow), 'pd'),
  ]
}

const i2cBusOf = (device: FilledDevice): number[] => (device.kind === 'counter-board' ? [device.bus] : [])

// gpiochip switches the pull-up itself; through sysfs nobody can.
const interruptLine = ({ interruptPin, interruptDriver }: NonNullable<FilledStation['expanders']>[number]) =>
  interruptPin === undefined || interruptDriver === 'gpiochip' ? [] : [interruptPin]

function contactsHeldHigh(device: FilledDevice): Pin[] {
  if (device.kind === 'service-button' && device.driver === 'onoff' && device.activeLow) return [device.pin]
  if (device.kind === 'rating-pad' && device.driver === 'onoff') return device.buttons.map(({ pin }) => pin)
  return []
}

const contactsHeldLow = (device: FilledDevice): Pin[] =>
  device.kind === 'service-button' && device.driver === 'onoff' && !device.activeLow ? [device.pin] : []

function pulls(pins: Pin[], pull: 'pu' | 'pd'): string[] {
  const lines = [...new Set(pins)].filter((pin) => typeof pin === 'number').sort((a, b) => a - b)
  return lines.length === 0 ? [] : [`gpio=${lines.join(',')}=ip,${pull}`]
}
