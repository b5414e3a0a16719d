/**
 * Looks once a minute how much room the journal's disk has left, one look at a time, apart from everything that
 * writes. What is told of it is state, and in no journal.
 */
import { statfs } from 'node:fs/promises'
import { byteSize } from '../hardware/byte-size.ts'
import type { Clock } from '../hardware/clock.ts'
import { type DiskLevel, type DiskSpace, diskWords, levelAfter } from './disk-space.ts'

/** `space` null, and the level unknown: it could not be asked. */
export type DiskState =
  | { level: DiskLevel; space: DiskSpace; since: number }
  | { level: 'unknown'; space: null; since: number }

export type DiskWatch = {
  state(): DiskState
  /** The level changed, or what is left by a megabyte. */
  onChange(listener: () => void): void
  close(): void
}

const everyMs = 60_000

/** The first look is over when it resolves. */
export async function openDiskWatch({
  directory,
  clock,
  log,
  look = spaceOf,
}: {
  directory: string
  clock: Clock
  log: (line: string) => void
  look?: (directory: string) => Promise<DiskSpace>
}): Promise<DiskWatch> {
  const listeners: (() => void)[] = []
  let state: DiskState = { level: 'unknown', space: null, since: clock.now() }
  /** Outlives a look that failed, so that what was told is not told again after it. */
  let level: DiskLevel = 'ample'
  let logged: DiskState['level'] = 'ample'
  let cancel = () => {}
  let closed = false

  async function lookNow(): Promise<void> {
    const space = await look(directory).catch((error: Error) => error)
    if (closed) return
    const before = state
    if (!(space instanceof Error)) level = levelAfter(level, space)
    const next = space instanceof Error ? 'unknown' : level
    const since = next === before.level ? before.since : clock.now()
    state = space instanceof Error ? { level: 'unknown', space: null, since } : { level, space, since }
    say(space)
    if (shownOf(state) !== shownOf(before)) for (const listener of listeners) listener()
    cancel = clock.after(everyMs, () => void lookNow())
  }

  function say(space: DiskSpace | Error): void {
    if (state.level === logged) return
    logged = state.level
    if (space instanceof Error)
      log(`warning: how much room the journal's disk has left cannot be told: ${space.message}`)
    else {
      const words = diskWords(level, space)
      log(
        words
          ? `warning: ${words.en}`
          : `the journal's disk has room again, ${byteSize(space.freeBytes)} left`,
      )
    }
  }

  await lookNow()
  return {
    state: () => state,
    onChange: (listener) => listeners.push(listener),
    close() {
      closed = true
      cancel()
    },
  }
}

const shownOf = ({ level, space }: DiskState) => `${level} ${space && byteSize(space.freeBytes)}`

/** What this program's user can write: not what the file system keeps for root. */
async function spaceOf(directory: string): Promise<DiskSpace> {
  const { bsize, blocks, bfree, bavail } = await statfs(directory)
  return { freeBytes: bavail * bsize, totalBytes: (blocks - bfree + bavail) * bsize }
}
