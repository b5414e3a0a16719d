/** What the keeper of an expander (`expander.ts`) needs of a chip. Bit n is the n-th pin of `pinsOfChip`. */
import type { I2cBus } from '../wire/wires.ts'

export type PortSetup = {
  /** 1: an input; 0: driven to its bit of `levels`. */
  inputs: number
  levels: number
  pullUps: number
  /** Inputs whose changes are told by the interrupt line. */
  interrupts: number
}

export type Sample = {
  now: number
  /** Pins that changed since the last sample, and what stood at them when they did. */
  caught: { pins: number; levels: number }
}

export type Chip = {
  setUp(setup: PortSetup): Promise<void>
  /** Directions and levels alone: quicker, for lights and a key matrix. */
  drive(setup: Pick<PortSetup, 'inputs' | 'levels'>): Promise<void>
  sample(): Promise<Sample>
  /** A sample, and whether the chip still is what it was set up to be: one that lost power is not. */
  check(setup: PortSetup): Promise<Sample & { held: boolean }>
}

export type ChipAt = { bus: Pick<I2cBus, 'write' | 'read' | 'readFrom'>; address: number }
