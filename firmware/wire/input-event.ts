/**
 * The kernel's `struct input_event` as bytes, and its numbers (include/uapi/linux/input.h). The time before each
 * event is two longs, so its size goes by the processor. Nothing is opened here.
 */
import type { InputEvent } from './wires.ts'

export const EV_SYN = 0
export const EV_KEY = 1
/** After EV_SYN: the kernel's own queue ran over and events are missing. */
export const SYN_DROPPED = 3
/** Its argument stands for itself: anything but 0 takes the device for this descriptor alone. */
export const EVIOCGRAB = 0x40044590

const longs = ['arm', 'ia32', 'mips', 'mipsel', 'ppc'].includes(process.arch) ? 4 : 8

export const eventBytes = (longBytes = longs): number => 2 * longBytes + 8

export function eventsIn(bytes: Buffer, longBytes = longs): InputEvent[] {
  const size = eventBytes(longBytes)
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, n) => {
    const at = n * size + 2 * longBytes
    return {
      type: bytes.readUInt16LE(at),
      code: bytes.readUInt16LE(at + 2),
      value: bytes.readInt32LE(at + 4),
    }
  })
}
