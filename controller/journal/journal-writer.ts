/**
 * The journal's only writing connection, in a thread of its own: a card that takes a second to sync holds up
 * the answers that need it and nothing else. It writes what it is given; sequence and hashes come made.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { openDatabase } from './sqlite.ts'
import type { StoredEvent } from './stored-event.ts'

export type WriterSetup = { file: string; syncDelayMs: number; maxPages: number }
export type WriterRequest = {
  id: number
  events: StoredEvent[]
  kinds: { type: string; v: number }[]
  bookmarks: { name: string; seq: number }[]
  /** Bookmarks alone need no sync of their own: losing one repeats work. */
  synced: boolean
  close: boolean
}
export type WriterAnswer = { id: number; error?: { message: string; code: string } }

// Pages of 4 KiB in the write-ahead log before they are moved into the database, after an answer has gone out.
const checkpointPages = 1000

const port = parentPort
if (!port) throw new Error('journal-writer.ts runs as a worker thread')
const { file, syncDelayMs, maxPages }: WriterSetup = workerData

const database = openDatabase(file)
database.pragma('journal_mode = WAL')
database.pragma('synchronous = FULL')
database.pragma('cache_size = -4000')
database.pragma('wal_autocheckpoint = 0')
if (maxPages > 0) database.pragma(`max_page_count = ${maxPages}`)

const insertEvent = database.prepare('INSERT INTO events (seq, type, body, hash) VALUES (?, ?, ?, ?)')
const insertKind = database.prepare('INSERT OR IGNORE INTO kinds (type, v) VALUES (?, ?)')
const moveBookmark = database.prepare(
  'INSERT INTO bookmarks (name, seq) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET seq = excluded.seq',
)
const write = database.transaction(({ events, kinds, bookmarks }: WriterRequest) => {
  for (const event of events) insertEvent.run(event.seq, event.type, event.body, event.hash)
  for (const kind of kinds) insertKind.run(kind.type, kind.v)
  for (const bookmark of bookmarks) moveBookmark.run(bookmark.name, bookmark.seq)
})

const sleeper = new Int32Array(new SharedArrayBuffer(4))
let writtenEvents = 0

function commit(request: WriterRequest): void {
  if (!request.synced) database.pragma('synchronous = NORMAL')
  try {
    write.immediate(request)
  } finally {
    if (!request.synced) database.pragma('synchronous = FULL')
  }
  if (request.synced && syncDelayMs > 0) Atomics.wait(sleeper, 0, 0, syncDelayMs)
}

function checkpointIfLong(): void {
  // One event touches about two pages; asking SQLite for the true length costs more than being roughly right.
  if (writtenEvents * 2 < checkpointPages) return
  writtenEvents = 0
  try {
    database.pragma('wal_checkpoint(PASSIVE)')
  } catch {
    // A full disk may refuse it; the log stays whole and the next one tries again.
  }
}

port.on('message', (request: WriterRequest) => {
  let answer: WriterAnswer = { id: request.id }
  try {
    if (request.events.length + request.bookmarks.length > 0) commit(request)
    writtenEvents += request.events.length + 1
  } catch (error) {
    const { message, code } = error as Error & { code?: string }
    answer = { id: request.id, error: { message, code: code ?? 'UNKNOWN' } }
  }
  if (request.close) database.close()
  port.postMessage(answer)
  if (request.close) port.close()
  else checkpointIfLong()
})
port.postMessage({ id: 0 } satisfies WriterAnswer)
