/**
 * The file as it is now: read when it changed, and once a minute, because "today" becomes another day. While there
 * are mistakes in it, or it is just being written, what was read before stays in force.
 */
import { readFileSync, statSync } from 'node:fs'
import type { Clock } from '../../hardware/clock.ts'
import { readWishes, type Wish } from './wishes.ts'

export type FileState = { file: string; problems: string[] }
export type FileWatch = { state(): FileState; close(): void }

const lookMs = 1000
const readMs = 60_000

export function watchFile(options: {
  file: string
  clock: Clock
  onWishes(wishes: Wish[]): void
  onChange(): void
}): FileWatch {
  const { file, clock, onWishes, onChange } = options
  let problems: string[] = []
  let seen = ''
  let readAt = Number.NEGATIVE_INFINITY
  let cancel = () => {}

  function look(): void {
    cancel = clock.after(lookMs, look)
    try {
      const { mtimeMs, size } = statSync(file)
      const mark = `${mtimeMs} ${size}`
      if (mark === seen && clock.monotonicMs() - readAt < readMs) return
      seen = mark
      readAt = clock.monotonicMs()
      const read = readWishes(readFileSync(file, 'utf8'), {
        now: clock.now(),
        changedAt: Math.floor(mtimeMs),
      })
      if ('problems' in read) say(read.problems)
      else {
        say([])
        onWishes(read.wishes)
      }
    } catch (error) {
      say([`it cannot be read: ${(error as Error).message}`])
    }
  }
  function say(now: string[]): void {
    const changed = now.join() !== problems.join()
    problems = now
    if (changed) onChange()
  }
  look()
  return { state: () => ({ file, problems }), close: () => cancel() }
}
