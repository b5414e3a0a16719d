/**
 * Tells a restored journal from one that was merely closed. Beside the journal lies a mark that says on which
 * storage it was last open and how far it had come; a copy, a cloned card or an older state put back does not
 * match it. A wrong alarm is harmless: only the ids of coming events change.
 */
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

export type StorageMark = { storage: string; journalId: string; seq: number; hash: string }

const fileName = 'journal.mark'

export function readMark(directory: string): StorageMark | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, fileName), 'utf8'))
  } catch {
    return undefined
  }
}

export function writeMark(directory: string, mark: StorageMark): void {
  const file = join(directory, fileName)
  const descriptor = openSync(`${file}.new`, 'w', 0o600)
  try {
    writeSync(descriptor, `${JSON.stringify(mark)}\n`)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(`${file}.new`, file)
}

/** The machine, the disk or card, and the file on it. */
export function storageOf(file: string): string {
  const { dev, ino } = statSync(file, { bigint: true })
  return `${readLine('/etc/machine-id') ?? '-'} ${diskSerial(dev) ?? `dev${dev}`} ${ino}`
}

// Device numbers change from start to start and are the same on a cloned card; a card's own serial is neither.
function diskSerial(dev: bigint): string | undefined {
  const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & ~0xfffn)
  const minor = (dev & 0xffn) | ((dev >> 12n) & ~0xffn)
  let node: string
  try {
    node = realpathSync(`/sys/dev/block/${major}:${minor}`)
  } catch {
    return undefined
  }
  for (const disk of [node, join(node, '..')]) {
    for (const name of ['device/cid', 'device/serial', 'device/wwid', 'wwid', 'serial']) {
      const serial = readLine(join(disk, name))
      if (serial) return serial
    }
  }
  return undefined
}

function readLine(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim().replace(/\s+/g, '_') || undefined
  } catch {
    return undefined
  }
}
