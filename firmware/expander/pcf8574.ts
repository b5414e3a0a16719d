/**
 * The PCF8574 by its datasheet: 8 quasi-bidirectional pins and no registers. A pin that is written high is an
 * input with a weak pull-up; one that is written low drives. What was written cannot be read back, but a pin that
 * should drive low and reads high was let go by a loss of power; a check writes the port again in any case.
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
      const before = await sample()
      if ((before.now & ~(setup.inputs | setup.levels) & 0xff) !== 0) return { ...before, held: false }
      await drive(setup)
      return { ...(await sample()), held: true }
    },
  }
}
