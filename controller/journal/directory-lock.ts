/**
 * One program per data directory. The lock is the kernel's: it is gone the moment the holder dies, however it
 * dies. Nothing else may open `lock.sqlite`: closing any descriptor of it in this process would drop the lock.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { openDatabase, sqliteCode } from './sqlite.ts'

/** Who holds the directory; zero and empty when its note cannot be read (it is written just after the lock). */
export type LockHolder = { pid: number; startedAt: string; host: string }
export type DirectoryLock = { release(): void }

export function lockDirectory(directory: string, startedAt: string): DirectoryLock | { holder: LockHolder } {
  const note = join(directory, 'holder.json')
  const database = openDatabase(join(directory, 'lock.sqlite'), { waitMs: 0 })
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (sqliteCode(error)?.startsWith('SQLITE_BUSY')) return { holder: readHolder(note) }
    throw error
  }
  const holder: LockHolder = { pid: process.pid, startedAt, host: hostname() }
  writeFileSync(`${note}.new`, `${JSON.stringify(holder)}\n`)
  renameSync(`${note}.new`, note)
  return { release: () => database.close() }
}

function readHolder(note: string): LockHolder {
  try {
    const { pid, startedAt, host } = JSON.parse(readFileSync(note, 'utf8'))
    return { pid: Number(pid), startedAt: String(startedAt), host: String(host) }
  } catch {
    return { pid: 0, startedAt: '', host: '' }
  }
}
