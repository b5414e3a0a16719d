/**
 * Everything around the Pi: what its header, buses and sockets are connected to. The Pi's own side of it is the
 * kernel's. The ward's own devices are plugged in from the start; check files plug in theirs.
 */
import { type Ht16k33, ht16k33 } from '../../../firmware/wire/ht16k33.sim.ts'
import type { Level } from '../../../firmware/wire/wires.ts'
import { type GpioHeader, plugHeader } from './gpio-header.ts'
import { type ModelledI2c, modelledI2c } from './modelled-i2c.ts'
import { type ModelledSpi, modelledSpi } from './modelled-spi.ts'
import { plugUsbPrinter, type UsbPrinter } from './usb-printer.ts'

export type World = {
  header: GpioHeader
  /** One more chip that may pull this line low; each gets its own hand on it. It is high when nobody pulls. */
  openDrain(pin: number): (level: Level) => void
  /** Buses 1 and 3. */
  i2c(bus: number): ModelledI2c
  /** Bus 0, with two chip selects. */
  spi(): ModelledSpi
  /** The ward's printer, /dev/usb/lp0. */
  printer: UsbPrinter
  /** The chips of the ward's counter boards, on I2C bus 1. */
  boards: Record<'quay-1' | 'quay-2' | 'quay-3', Ht16k33>
}

/** The ward's buttons by service, between their line and ground. */
export const buttonPins = { 'ho-tich': 17, 'dat-dai': 27, 'lao-dong': 22, 'tra-ket-qua': 5 }
export const ringPins = { 'ho-tich': 23, 'dat-dai': 24, 'lao-dong': 25, 'tra-ket-qua': 12 }
export type Service = keyof typeof buttonPins
export const boardAddresses = { 'quay-1': 0x70, 'quay-2': 0x71, 'quay-3': 0x72 }

export async function makeWorld(): Promise<World> {
  const buses = new Map<number, ModelledI2c>()
  let spi: ModelledSpi | undefined
  const i2c = (bus: number) => {
    const known = buses.get(bus) ?? modelledI2c(bus)
    buses.set(bus, known)
    return known
  }
  const header = plugHeader(Object.values(buttonPins))
  const pulls = new Map<number, Level[]>()
  function openDrain(pin: number) {
    const all = pulls.get(pin) ?? []
    pulls.set(pin, all)
    const own = all.push(1) - 1
    return (level: Level) => {
      all[own] = level
      header.drive(pin, all.includes(0) ? 0 : 1)
    }
  }
  const boards = { 'quay-1': ht16k33(), 'quay-2': ht16k33(), 'quay-3': ht16k33() }
  for (const counter of ['quay-1', 'quay-2', 'quay-3'] as const)
    i2c(1).plug(boardAddresses[counter], boards[counter])
  return {
    header,
    openDrain,
    i2c,
    spi() {
      spi ??= modelledSpi()
      return spi
    },
    printer: await plugUsbPrinter(),
    boards,
  }
}
