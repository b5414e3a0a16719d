/** Which way to the lines the site file chose for a device; pins of expanders are reached by either. */
import type { GpioWire, Wires } from './wires.ts'

export function linesOf({ driver }: { driver: string }, wires: Pick<Wires, 'gpio' | 'gpiochip'>): GpioWire {
  return driver === 'gpiochip' ? wires.gpiochip : wires.gpio
}
