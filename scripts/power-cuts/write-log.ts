/**
 * Reads what the kernel's dm-log-writes target recorded: every write a file system gave to its disk, in the
 * order in which the disk promised to keep them. Format: drivers/md/dm-log-writes.c, version 1.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

export type LogEntry =
  | { what: 'mark'; text: string }
  | { what: 'discard'; at: number; length: number }
  /**
   * `flush`: everything logged before it is on the disk for good. `forced`: this write itself is, too.
   * `at` is the byte on the disk; a mere flush has no data.
   */
  | { what: 'write'; at: number; data: Buffer; flush: boolean; forced: boolean }

const magic = 0x6a736677736872n
const flags = { flush: 1n, forced: 2n, discard: 4n, mark: 8n }
const endMark = 'dm-log-writes-end'

/** Yields the entries in order; throws when the file is no log or ends in the middle of an entry. */
export function* readWriteLog(file: string): Generator<LogEntry> {
  const descriptor = openSync(file, 'r')
  try {
    const { size } = fstatSync(descriptor)
    const read = (at: number, length: number) => {
      const bytes = Buffer.alloc(length)
      if (readSync(descriptor, bytes, 0, length, at) !== length)
        throw new Error(`${file} ends at ${size}, in the middle of an entry at ${at}`)
      return bytes
    }
    const head = read(0, 28)
    if (head.readBigUInt64LE(0) !== magic) throw new Error(`${file} is not a log of dm-log-writes`)
    if (head.readBigUInt64LE(8) !== 1n)
      throw new Error(`${file} has version ${head.readBigUInt64LE(8)}, known is 1`)
    const entries = Number(head.readBigUInt64LE(16))
    const sector = head.readUInt32LE(24)
    let position = sector
    for (let index = 0; index < entries; index++) {
      const block = read(position, sector)
      position += sector
      const at = Number(block.readBigUInt64LE(0)) * sector
      const length = Number(block.readBigUInt64LE(8)) * sector
      const flag = block.readBigUInt64LE(16)
      const has = (one: bigint) => (flag & one) !== 0n
      if (has(flags.mark)) {
        const text = block.toString('utf8', 32, 32 + Number(block.readBigUInt64LE(24))).replace(/\0+$/, '')
        if (text !== endMark) yield { what: 'mark', text }
        continue
      }
      if (has(flags.discard)) {
        yield { what: 'discard', at, length }
        continue
      }
      const data = length > 0 ? read(position, length) : Buffer.alloc(0)
      position += length
      yield { what: 'write', at, data, flush: has(flags.flush), forced: has(flags.forced) }
    }
  } finally {
    closeSync(descriptor)
  }
}
