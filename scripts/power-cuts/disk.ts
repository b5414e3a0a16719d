/**
 * The bytes of a disk, kept in blocks: what was never written costs nothing, and copies share what they have in
 * common. So a disk as large as a file system wants it can be copied thousands of times.
 */
import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'

const blockBytes = 4096

export type Disk = {
  size: number
  write(at: number, data: Uint8Array): void
  /** From here on zeros, as never written. */
  zero(at: number, length: number): void
  copy(): Disk
  save(file: string): void
}

export function blankDisk(size: number, blocks = new Map<number, Uint8Array>()): Disk {
  /** Goes through a span block by block: `from` and `to` within block `n`, `done` before it. */
  function each(
    at: number,
    length: number,
    take: (n: number, from: number, to: number, done: number) => void,
  ) {
    if (at < 0 || at + length > size) throw new Error(`${length} bytes at ${at} are not on a disk of ${size}`)
    for (let done = 0; done < length; ) {
      const n = Math.floor((at + done) / blockBytes)
      const from = (at + done) % blockBytes
      const to = Math.min(blockBytes, from + length - done)
      take(n, from, to, done)
      done += to - from
    }
  }
  /** A block of one's own to write into: the present one may be another disk's as well. */
  function own(n: number): Uint8Array {
    const block = Uint8Array.from(blocks.get(n) ?? new Uint8Array(blockBytes))
    blocks.set(n, block)
    return block
  }
  return {
    size,
    write(at, data) {
      each(at, data.length, (n, from, to, done) => own(n).set(data.subarray(done, done + to - from), from))
    },
    zero(at, length) {
      each(at, length, (n, from, to) => {
        if (to - from === blockBytes) blocks.delete(n)
        else if (blocks.has(n)) own(n).fill(0, from, to)
      })
    },
    copy: () => blankDisk(size, new Map(blocks)),
    save(file) {
      const descriptor = openSync(file, 'w')
      try {
        ftruncateSync(descriptor, size)
        for (const [n, block] of blocks) {
          const at = n * blockBytes
          writeSync(descriptor, block, 0, Math.min(blockBytes, size - at), at)
        }
      } finally {
        closeSync(descriptor)
      }
    },
  }
}

export function readDisk(file: string): Disk {
  const descriptor = openSync(file, 'r')
  try {
    const { size } = fstatSync(descriptor)
    const disk = blankDisk(size)
    const block = Buffer.alloc(blockBytes)
    for (let at = 0; at < size; at += blockBytes) {
      const length = readSync(descriptor, block, 0, blockBytes, at)
      if (block.subarray(0, length).some((byte) => byte !== 0)) disk.write(at, block.subarray(0, length))
    }
    return disk
  } finally {
    closeSync(descriptor)
  }
}
