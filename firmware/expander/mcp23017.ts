/**
 * The MCP23017 by its datasheet (DS20001952): 16 pins, interrupt outputs mirrored and open-drain so that several
 * chips may share one line. INTCAP keeps what stood at a pin when it changed, until it is read: a press that is
 * over before anybody looked is still there.
 */
import type { Chip, ChipAt, PortSetup, Sample } from './chip.ts'

const IODIR = 0x00
const INTF = 0x0e
const OLAT = 0x14
/** MIRROR: either interrupt output serves both ports. ODR: open drain. */
const IOCON = 0x44

const pair = (word: number) => [word & 0xff, (word >> 8) & 0xff]
const word = (bytes: Uint8Array, at: number) => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)

/** Registers 0x00 to 0x0d as they are set up; all change interrupts compare with the level before. */
const registers = ({ inputs, pullUps, interrupts }: PortSetup) => [
  ...pair(inputs),
  ...[0, 0],
  ...pair(interrupts),
  ...[0, 0],
  ...[0, 0],
  ...[IOCON, IOCON],
  ...pair(pullUps),
]

export function mcp23017({ bus, address }: ChipAt): Chip {
  let driven: Pick<PortSetup, 'inputs' | 'levels'> | undefined

  const write = (register: number, bytes: number[]) =>
    bus.write(address, Uint8Array.from([register, ...bytes]))
  const read = (register: number, length: number) => bus.readFrom(address, register, length)
  const sampleOf = (bytes: Uint8Array, at: number): Sample => ({
    now: word(bytes, at + 4),
    caught: { pins: word(bytes, at), levels: word(bytes, at + 2) },
  })

  return {
    async setUp(setup) {
      driven = undefined
      // Levels before directions, or a light would flash while the pin becomes an output.
      await write(OLAT, pair(setup.levels))
      await write(IODIR, registers(setup))
      driven = setup
    },
    async drive(setup) {
      const before = driven
      driven = undefined
      if (before?.levels !== setup.levels) await write(OLAT, pair(setup.levels))
      if (before?.inputs !== setup.inputs) await write(IODIR, pair(setup.inputs))
      driven = setup
    },
    async sample() {
      return sampleOf(await read(INTF, 6), 0)
    },
    async check(setup) {
      const bytes = await read(IODIR, 22)
      const expected = registers(setup)
      const held = expected.every((byte, at) => bytes[at] === byte) && word(bytes, OLAT) === setup.levels
      return { ...sampleOf(bytes, INTF), held }
    },
  }
}
