/**
 * The MCP23017 as its datasheet has it (DS20001952), in its usual bank of 22 registers with a pointer that
 * advances: directions, pull-ups, interrupts on change with the levels caught at that moment, both outputs
 * mirrored when it is told so.
 *
 * Its registers are written down here once more, from the datasheet: with the driver's table a wrong number there would
 * be right here.
 */
import { type ExpanderModel, pinsAround } from './expander-pins.sim.ts'

const IODIR = 0x00
const GPINTEN = 0x04
const IOCON = 0x0a
const GPPU = 0x0c
const INTF = 0x0e
const INTCAP = 0x10
const GPIO = 0x12
const OLAT = 0x14
const count = 22
const openDrainMirrored = 0x44

export function mcp23017Model({ changed = () => {} }: { changed?: () => void } = {}): ExpanderModel {
  const registers = new Uint8Array(count)
  let pointer = 0
  let last = 0
  const around = pinsAround(update)

  const word = (register: number) => (registers[register] ?? 0) | ((registers[register + 1] ?? 0) << 8)
  const levels = () =>
    around.levels({
      count: 16,
      outputs: ~word(IODIR) & 0xffff,
      latch: word(OLAT),
      pullUps: word(GPPU) & word(IODIR),
    })

  function update() {
    const now = levels()
    const asking = (now ^ last) & word(GPINTEN) & word(IODIR)
    last = now
    for (const port of [0, 1]) {
      const of = (one: number) => (one >> (8 * port)) & 0xff
      if (of(asking) === 0 || registers[INTF + port] !== 0) continue
      registers[INTF + port] = of(asking)
      registers[INTCAP + port] = of(now)
    }
    changed()
  }
  function readOne(register: number): number {
    const port = register & 1
    const isGpio = register === GPIO + port
    const value = isGpio ? (levels() >> (8 * port)) & 0xff : (registers[register] ?? 0)
    if (isGpio || register === INTCAP + port) registers[INTF + port] = 0
    return value
  }
  function writeOne(register: number, value: number) {
    if (register === IOCON || register === IOCON + 1) {
      registers[IOCON] = value
      registers[IOCON + 1] = value
    } else if (register === GPIO || register === GPIO + 1) registers[register + OLAT - GPIO] = value
    else if (register < INTF || register >= OLAT) registers[register] = value
  }
  function powerOn() {
    registers.fill(0)
    registers.fill(0xff, IODIR, IODIR + 2)
    pointer = 0
    last = levels()
  }
  powerOn()

  return {
    ...around,
    write([register = 0, ...data]) {
      pointer = register % count
      for (const value of data) {
        writeOne(pointer, value)
        pointer = (pointer + 1) % count
      }
      if (data.length > 0) update()
    },
    read(length) {
      const bytes = new Uint8Array(length)
      for (let i = 0; i < length; i++) {
        bytes[i] = readOne(pointer)
        pointer = (pointer + 1) % count
      }
      changed()
      return bytes
    },
    reset() {
      powerOn()
      changed()
    },
    levels,
    outputs: () => ~word(IODIR) & 0xffff,
    pullUps: () => word(GPPU) & word(IODIR),
    // Only a chip that was told to mirror its outputs, open-drain, may pull a shared line.
    interrupt: () => ((registers[IOCON] ?? 0) === openDrainMirrored && word(INTF) !== 0 ? 0 : 1),
  }
}
