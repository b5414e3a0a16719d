/**
 * The PCF8574 by its datasheet: 8 quasi-bidirectional pins and no registers. A pin that is written high is an
 * input with a weak pull-up; one that is written low drives. There is nothing to read back, so a check simply
 * writes the port again: after a loss of power all pins are inputs, and that puts them right.
 */
import type { Chip, ChipAt, PortSetup } from './chip.ts'

export function pcf8574({ bus, address }: ChipAt): Chip {
  const drive = ({ inputs, levels }: Pick<PortSetup, 'inputs' | 'levels'>) =>
    bus.write(address, Uint8Array.of((inputs | levels) & 0xff))
  async function sample() {
    const [now = 0xff] = await bus.read(address, 1)
    return { now, caught: { pins: 0, levels: 0 } }
  }
  return {
    setUp: drive,
    drive,
    sample,
    async check(setup) {
      await drive(setup)
      return { ...(await sample()), held: true }
    },
  }
}
