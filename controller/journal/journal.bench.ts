/**
 * How long one durable event takes, beside the least it could take on the same disk: the same rows committed
 * and synced by SQLite without a thread in between.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { someEvent } from './event.sim.ts'
import { openJournal } from './journal.ts'
import { openDatabase } from './sqlite.ts'
import { bodyOf, chainHash } from './stored-event.ts'

export type AppendBench = {
  events: number
  /** Milliseconds of one append of one event. */
  append: { p50: number; p99: number }
  /** The same rows by a plain synced commit on the main thread. */
  rawCommit: { p50: number; p99: number }
  /** What the thread, the chain and the checks cost at p50. */
  overheadMs: number
}

/** Both take turns in one run, so that a busy machine slows both alike. */
export async function benchAppend({
  directory = tmpdir(),
  events = 1000,
  syncDelayMs = 0,
}: {
  directory?: string
  events?: number
  syncDelayMs?: number
} = {}): Promise<AppendBench> {
  const work = mkdtempSync(join(directory, 'den-luot-bench-'))
  const journal = await openJournal({ directory: work, siteId: 'bench', syncDelayMs })
  if ('refused' in journal) throw new Error(journal.message)
  const raw = openDatabase(join(work, 'raw.sqlite'))
  raw.pragma('journal_mode = WAL')
  raw.pragma('synchronous = FULL')
  raw.exec('CREATE TABLE events (seq INTEGER PRIMARY KEY, type TEXT, body TEXT, hash BLOB)')
  const insert = raw.prepare('INSERT INTO events VALUES (?, ?, ?, ?)')
  const appends: number[] = []
  const commits: number[] = []
  let head = ''
  for (let number = 1; number <= events; number++) {
    const event = someEvent(number)
    const body = bodyOf(event, number, 'bench')
    const hash = chainHash(head, body)
    head = hash.toString('hex')
    commits.push(timed(() => insert.run(number, event.type, body, hash)))
    const start = performance.now()
    await journal.append([event])
    appends.push(performance.now() - start)
  }
  raw.close()
  await journal.close()
  rmSync(work, { recursive: true })
  const append = summary(appends)
  const rawCommit = summary(commits)
  return { events, append, rawCommit, overheadMs: append.p50 - rawCommit.p50 }
}

function timed(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

function summary(values: number[]): { p50: number; p99: number } {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { p50: at(0.5), p99: at(0.99) }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { append, rawCommit, overheadMs } = await benchAppend()
  const ms = (value: number) => `${value.toFixed(3)} ms`
  console.log(`append of one event   p50 ${ms(append.p50)}   p99 ${ms(append.p99)}`)
  console.log(`raw synced commit     p50 ${ms(rawCommit.p50)}   p99 ${ms(rawCommit.p99)}`)
  console.log(`overhead at p50       ${ms(overheadMs)}`)
}
