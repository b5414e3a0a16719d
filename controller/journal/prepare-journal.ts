/**
 * What happens to a journal file before anything reads or writes it: it is created, checked to be one this
 * program may use, and given a new journalId when it turns out to be a copy. The caller holds the lock.
 */
import { closeSync, fsyncSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  createTables,
  hashAt,
  journalsOf,
  lastSeqOf,
  schemaVersion,
  siteOf,
  startJournalId,
  userVersion,
} from './schema.ts'
import { openDatabase, type SqliteDatabase } from './sqlite.ts'
import { readMark, storageOf, writeMark } from './storage-mark.ts'

export type UnusableJournal = { refused: 'other-site' | 'too-new'; message: string }

/** Creates what is missing, settles under which journalId new events go, and says why it cannot be used. */
export function prepareJournal(given: {
  file: string
  siteId: string
  at: string
  understands: (type: string, v: number) => boolean
}): UnusableJournal | undefined {
  const { file, siteId, at, understands } = given
  const directory = dirname(file)
  const database = openDatabase(file)
  try {
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    const version = userVersion(database)
    if (version > schemaVersion) {
      const message = `${file} was written by a newer version of this program (format ${version}, this one knows ${schemaVersion})`
      return { refused: 'too-new', message }
    }
    if (version === 0) createTables(database, siteId)
    const site = siteOf(database)
    if (site !== siteId) {
      const message = `${file} belongs to site "${site}", not to "${siteId}": give each site its own data directory`
      return { refused: 'other-site', message }
    }
    const kinds = database.prepare<[], { type: string; v: number }>('SELECT type, v FROM kinds').all()
    const unknown = kinds.find(({ type, v }) => !understands(type, v))
    if (unknown) {
      const message = `${file} holds events "${unknown.type}" of version ${unknown.v}, which this version of the program does not know`
      return { refused: 'too-new', message }
    }
    const seq = lastSeqOf(database)
    const storage = storageOf(file)
    let journalId = journalsOf(database).at(-1)?.journalId
    if (!journalId || !isSameStorage(database, storage, directory, journalId)) {
      const reason = journalId ? 'restored' : 'created'
      journalId = startJournalId(database, { firstSeq: seq + 1, at, reason })
    }
    writeMark(directory, { storage, journalId, seq, hash: hashAt(database, seq) })
    syncDirectory(directory)
    return undefined
  } finally {
    database.close()
  }
}

function isSameStorage(database: SqliteDatabase, storage: string, directory: string, journalId: string) {
  const mark = readMark(directory)
  if (mark?.storage !== storage || mark.journalId !== journalId) return false
  return mark.seq <= lastSeqOf(database) && mark.hash === hashAt(database, mark.seq)
}

function syncDirectory(directory: string): void {
  const descriptor = openSync(directory, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
