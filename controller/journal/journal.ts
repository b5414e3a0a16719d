/**
 * Opens the journal of a data directory: takes its lock, tells whether it was restored, starts the writer and
 * reads back what is durable. It never looks into what an event means.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Clock, systemClock } from '../../hardware/clock.ts'
import { type LockHolder, lockDirectory } from './directory-lock.ts'
import type { Envelope, Journal, NewEvent } from './envelope.ts'
import { prepareJournal, type UnusableJournal } from './prepare-journal.ts'
import { hashAt, indexedTypes, journalFile, journalsOf, lastSeqOf } from './schema.ts'
import { openDatabase } from './sqlite.ts'
import { storageOf, writeMark } from './storage-mark.ts'
import { bodyOf, chainHash, chainStart, envelopeOf, type StoredEvent } from './stored-event.ts'
import { startWriter } from './writer-thread.ts'

export type JournalOptions = {
  directory: string
  siteId: string
  clock?: Clock
  /** Which events this program can read; a journal that holds others is refused instead of misread. */
  understands?: (type: string, v: number) => boolean
  /** For measuring: every sync takes this much longer, as on an SD card. */
  syncDelayMs?: number
  /** For tests: the disk is full after this many pages of 4 KiB. */
  maxPages?: number
}
/** `message` is for whoever started the program. */
export type JournalRefusal = { refused: 'locked'; holder: LockHolder; message: string } | UnusableJournal

const bookmarkDelayMs = 200
/** Newest events kept in memory: whoever follows the journal reads them right after their commit. */
const recentEvents = 256

export async function openJournal(options: JournalOptions): Promise<Journal | JournalRefusal> {
  const { directory, siteId, clock = systemClock } = options
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const at = new Date(clock.now()).toISOString()
  const lock = lockDirectory(directory, at)
  if ('holder' in lock) {
    const { pid, startedAt, host } = lock.holder
    const who =
      pid > 0 ? `process ${pid} on ${host}, started ${startedAt}` : 'a process that is just starting'
    const message = `${directory} is in use by ${who}`
    return { refused: 'locked', holder: lock.holder, message }
  }
  try {
    const file = join(directory, journalFile)
    const refusal = prepareJournal({ file, siteId, at, understands: options.understands ?? (() => true) })
    if (refusal) {
      lock.release()
      return refusal
    }
    return await run({ ...options, clock, file, release: lock.release })
  } catch (error) {
    lock.release()
    throw error
  }
}

async function run(
  given: JournalOptions & { clock: Clock; file: string; release: () => void },
): Promise<Journal> {
  const { directory, file, clock, release } = given
  const writer = await startWriter({
    file,
    syncDelayMs: given.syncDelayMs ?? 0,
    maxPages: given.maxPages ?? 0,
  })
  const reader = openDatabase(file, { readonly: true })
  reader.pragma('cache_size = -4000')

  const readRange = reader.prepare<[number, number, number], { body: string; hash: Uint8Array }>(
    'SELECT body, hash FROM events WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?',
  )
  type Found = { seq: number }
  const findType = reader.prepare<[string, number], Found>(
    'SELECT seq FROM events WHERE type = ? AND seq <= ? ORDER BY seq DESC LIMIT 1',
  )
  // SQLite uses a partial index only where it can see at compile time that the type is one of the indexed.
  const findIndexed = new Map(
    indexedTypes.map((type) => [
      type as string,
      reader.prepare<[number], Found>(
        `SELECT seq FROM events WHERE type = '${type}' AND seq <= ? ORDER BY seq DESC LIMIT 1`,
      ),
    ]),
  )
  const { journalId, firstSeq } = journalsOf(reader).at(-1) ?? { journalId: '', firstSeq: 1 }
  const kinds = new Set(
    reader
      .prepare<[], { type: string; v: number }>('SELECT type, v FROM kinds')
      .all()
      .map(({ type, v }) => `${v} ${type}`),
  )
  const bookmarks = new Map(
    reader
      .prepare<[], { name: string; seq: number }>('SELECT name, seq FROM bookmarks')
      .all()
      .map(({ name, seq }) => [name, seq]),
  )
  let seq = lastSeqOf(reader)
  const [before] = readRange.all(firstSeq - 2, firstSeq - 1, 1).map((row) => envelopeOf(row.body, row.hash))
  const continues = before ? { journalId: before.journalId, seq: before.seq } : null
  let hash = hashAt(reader, seq) || chainStart(journalId)
  let commits = 0
  const recent: Envelope[] = []
  let movedBookmarks = new Set<string>()
  let cancelFlush: (() => void) | undefined
  let closing: Promise<void> | undefined

  async function commit(events: NewEvent[]): Promise<Envelope[]> {
    const stored: StoredEvent[] = []
    const newKinds: { type: string; v: number }[] = []
    let at = seq
    let head = hash
    for (const event of events) {
      const body = bodyOf(event, ++at, journalId)
      const link = chainHash(head, body)
      stored.push({ seq: at, type: event.type, body, hash: link })
      head = link.toString('hex')
      if (!kinds.has(`${event.v} ${event.type}`)) newKinds.push({ type: event.type, v: event.v })
    }
    await send(stored, newKinds)
    seq = at
    hash = head
    for (const { type, v } of newKinds) kinds.add(`${v} ${type}`)
    commits++
    // Read back from the bytes, so that what the running hall sees is what a replay will see.
    const envelopes = stored.map((event) => envelopeOf(event.body, event.hash))
    recent.push(...envelopes)
    recent.splice(0, recent.length - recentEvents)
    return envelopes
  }

  async function send(events: StoredEvent[], newKinds: { type: string; v: number }[]): Promise<void> {
    const moved = movedBookmarks
    movedBookmarks = new Set()
    cancelFlush?.()
    cancelFlush = undefined
    const positions = [...moved].map((name) => ({ name, seq: bookmarks.get(name) ?? 0 }))
    try {
      await writer.write({ events, kinds: newKinds, bookmarks: positions, synced: events.length > 0 })
    } catch (error) {
      for (const name of moved) movedBookmarks.add(name)
      throw error
    }
  }

  // One write at a time: sequence and hash of the next depend on whether this one succeeded.
  let turn: Promise<unknown> = Promise.resolve()
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = turn.then(work)
    turn = result.catch(() => undefined)
    return result
  }
  const flushBookmarks = () => {
    if (movedBookmarks.size === 0) return Promise.resolve()
    // A disk that refuses bookmarks refuses events as well, and those say so.
    return inTurn(() => send([], [])).catch(() => undefined)
  }

  async function shut(): Promise<void> {
    await flushBookmarks()
    await turn
    cancelFlush?.()
    reader.close()
    await writer.close()
    try {
      writeMark(directory, { storage: storageOf(file), journalId, seq, hash: seq > 0 ? hash : '' })
    } catch {
      // A full disk: the mark from the start still matches.
    }
    release()
  }

  return {
    journalId,
    continues,
    lastSeq: () => seq,
    lastHash: () => hash,
    append(events) {
      if (closing) return Promise.reject(new Error('the journal is closed'))
      return events.length === 0 ? Promise.resolve([]) : inTurn(() => commit(events))
    },
    tryWriting() {
      if (closing) return Promise.reject(new Error('the journal is closed'))
      const bookmark = { name: 'write-test', seq }
      return inTurn(() => writer.write({ events: [], kinds: [], bookmarks: [bookmark], synced: true }))
    },
    commits: () => commits,
    read(after, limit) {
      const first = recent[0]?.seq ?? Number.POSITIVE_INFINITY
      if (after + 1 >= first) return recent.slice(after + 1 - first, after + 1 - first + limit)
      return readRange.all(after, seq, limit).map((row) => envelopeOf(row.body, row.hash))
    },
    lastOfType(type, until = seq) {
      const indexed = findIndexed.get(type)
      return (indexed ? indexed.get(until) : findType.get(type, until))?.seq ?? 0
    },
    bookmark: (name) => bookmarks.get(name) ?? 0,
    async setBookmark(name, position) {
      if (closing || bookmarks.get(name) === position) return
      bookmarks.set(name, position)
      movedBookmarks.add(name)
      cancelFlush ??= clock.after(bookmarkDelayMs, () => {
        cancelFlush = undefined
        void flushBookmarks()
      })
    },
    close() {
      closing ??= shut()
      return closing
    },
  }
}
