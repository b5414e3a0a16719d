/**
 * Every disk a power cut could have left behind, made from a recorded log of writes. At each flush the disk has
 * all that came before; between two flushes it may have any of the writes that were not yet promised, and one
 * of them torn between two sectors. A write that is forced to the disk may be torn as well while it is under way.
 */
import type { Disk } from './disk.ts'
import type { LogEntry } from './write-log.ts'

export type Cut = {
  /** Which cut this is, in words that let it be made again. */
  name: string
  /** Valid until the next cut is asked for. */
  disk: Disk
  /** What had been said to the world before the power went, in order. */
  marks: readonly string[]
}
type Write = Extract<LogEntry, { what: 'write' }>

const sector = 512

/**
 * `blank`: the disk before the first entry. `torn`: how many disks with a random part of the writes under way
 * are made at each flush, beside the one that has them all. `random` answers numbers from 0 to below 1.
 */
export function* everyCut(
  entries: Iterable<LogEntry>,
  { blank, torn, random }: { blank: Disk; torn: number; random: () => number },
): Generator<Cut> {
  const disk = blank.copy()
  const marks: string[] = []
  let underWay: Write[] = []
  let flushes = 0
  for (const entry of entries) {
    if (entry.what === 'mark') marks.push(entry.text)
    else if (entry.what === 'discard') {
      // A disk may answer anything for what was discarded; zeros surprise a reader most.
      disk.zero(entry.at, entry.length)
    } else if (entry.flush || entry.forced) {
      const name = `flush ${++flushes}`
      // A forced write alone promises nothing of what came before it.
      if (entry.flush) {
        for (let turn = 1; turn <= torn && underWay.length > 0; turn++)
          yield { name: `${name}, torn ${turn}`, disk: partly(disk, underWay, random), marks }
        for (const write of underWay) apply(disk, write)
        underWay = []
        if (entry.data.length > 0) yield { name: `${name}, before its own write`, disk, marks }
      }
      if (entry.forced) {
        for (let turn = 1; turn <= torn && entry.data.length > sector; turn++) {
          const half = disk.copy()
          apply(half, entry, random())
          yield { name: `${name}, torn in its own write ${turn}`, disk: half, marks }
        }
        apply(disk, entry)
      } else if (entry.data.length > 0) underWay.push(entry)
      yield { name, disk, marks }
    } else underWay.push(entry)
  }
}

/** Any of the writes, and the last of them perhaps not whole. */
function partly(disk: Disk, writes: readonly Write[], random: () => number): Disk {
  const half = disk.copy()
  for (const [index, write] of writes.entries())
    if (random() < 0.5) apply(half, write, index === writes.length - 1 ? random() : 1)
  return half
}

/** `share`: how much of the write arrived, in whole sectors. */
function apply(disk: Disk, { at, data }: Write, share = 1): void {
  disk.write(at, share === 1 ? data : data.subarray(0, Math.floor((data.length / sector) * share) * sector))
}
