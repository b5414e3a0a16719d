/**
 * What stands at the pins of an expander chip: contacts that pull a pin to a level, keys that join two pins, the
 * chip's own outputs and pull-ups. Joined pins are one node, transitively, so that a key matrix shows ghosts as
 * a real one does. A pin that nothing holds floats, and reads low here.
 */
import type { Level } from './wires.ts'

export type PinsAround = {
  /** A contact from outside; undefined lets go. */
  drive(bit: number, level: Level | undefined): void
  /** A key between two pins is closed or open. */
  join(a: number, b: number, closed: boolean): void
}

export function pinsAround(changed: () => void): PinsAround & {
  /** The level of every pin as a word, given what the chip does. */
  levels(chip: { count: number; outputs: number; latch: number; pullUps: number }): number
} {
  const driven = new Map<number, Level>()
  const joined = new Set<string>()

  function nodeOf(bit: number): Set<number> {
    const node = new Set([bit])
    for (const member of node)
      for (const pair of joined) {
        const [a, b] = pair.split(' ').map(Number)
        if (a === member && b !== undefined) node.add(b)
        if (b === member && a !== undefined) node.add(a)
      }
    return node
  }

  return {
    drive(bit, level) {
      if (level === undefined) driven.delete(bit)
      else driven.set(bit, level)
      changed()
    },
    join(a, b, closed) {
      if (closed) joined.add(`${a} ${b}`)
      else joined.delete(`${a} ${b}`)
      changed()
    },
    levels({ count, outputs, latch, pullUps }) {
      let word = 0
      for (let bit = 0; bit < count; bit++) {
        const node = [...nodeOf(bit)]
        const is = (mask: number, one: number) => ((mask >> one) & 1) === 1
        const low = node.some((one) => driven.get(one) === 0 || (is(outputs, one) && !is(latch, one)))
        const high = node.some(
          (one) => driven.get(one) === 1 || (is(outputs, one) && is(latch, one)) || is(pullUps, one),
        )
        if (high && !low) word |= 1 << bit
      }
      return word
    },
  }
}

/** A simulated expander chip, as the I2C bus, its pins and its interrupt line see it. */
export type ExpanderModel = PinsAround & {
  write(bytes: Uint8Array): void
  read(length: number): Uint8Array
  /** What the chip is after power was away; what hangs on its pins stays. */
  reset(): void
  levels(): number
  /** Pins it drives. */
  outputs(): number
  pullUps(): number
  /** The open-drain interrupt output: 0 while it asks for a look. */
  interrupt(): Level
}
