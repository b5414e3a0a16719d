/**
 * The PCF8574 as its datasheet has it: one byte out, one byte in, every pin that is written high an input with a
 * weak pull-up, and an interrupt while a pin differs from what was last read or written.
 */
import { type ExpanderModel, pinsAround } from './expander-pins.sim.ts'

export function pcf8574Model({ changed = () => {} }: { changed?: () => void } = {}): ExpanderModel {
  let latch = 0xff
  let known = 0xff
  const around = pinsAround(changed)
  const levels = () => around.levels({ count: 8, outputs: ~latch & 0xff, latch, pullUps: latch })

  return {
    ...around,
    write(bytes) {
      for (const byte of bytes) latch = byte
      known = levels()
      changed()
    },
    read(length) {
      known = levels()
      changed()
      return new Uint8Array(length).fill(known)
    },
    reset() {
      latch = 0xff
      known = 0xff
      changed()
    },
    levels,
    outputs: () => ~latch & 0xff,
    pullUps: () => latch,
    interrupt: () => (levels() === known ? 1 : 0),
  }
}
