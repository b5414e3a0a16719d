/**
 * Checks a journal from its first event to its last, without trusting anything it says about itself. Read-only
 * and in short reads, so that it may run beside a working hall.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { journalFile, journalsOf, lastSeqOf, schemaVersion, triggers, userVersion } from './schema.ts'
import { openDatabase, type SqliteDatabase } from './sqlite.ts'
import { bodyPrefix, chainHash, chainStart } from './stored-event.ts'

export type ChainReport = {
  events: number
  /** Days opened. */
  days: number
  /** Hash of the last event that is right. */
  head: string
  journalIds: string[]
  /** The first thing that is wrong; `seq` 0 when it is not one event. */
  broken: { seq: number; what: string } | null
}

type Row = { seq: number; type: string; body: string; hash: Uint8Array }
const chunk = 2000

/** Throws when there is no journal in the directory or it cannot be read at all. */
export async function verifyChain(directory: string): Promise<ChainReport> {
  const file = join(directory, journalFile)
  if (!existsSync(file)) throw new Error(`there is no journal in ${directory}`)
  const database = openDatabase(file, { readonly: true })
  try {
    return await verify(database)
  } finally {
    database.close()
  }
}

async function verify(database: SqliteDatabase): Promise<ChainReport> {
  const report: ChainReport = { events: 0, days: 0, head: '', journalIds: [], broken: null }
  const breaks = (seq: number, what: string) => ({ ...report, broken: { seq, what } })

  const version = userVersion(database)
  if (version !== schemaVersion)
    return breaks(0, `its format is ${version}, this program knows ${schemaVersion}`)
  const guard = missingGuard(database)
  if (guard) return breaks(0, guard)

  const journals = journalsOf(database)
  report.journalIds = journals.map(({ journalId }) => journalId)
  const read = database.prepare<[number], Row>(
    `SELECT seq, type, body, hash FROM events WHERE seq > ? ORDER BY seq LIMIT ${chunk}`,
  )
  let current = 0
  for (;;) {
    const rows = read.all(report.events)
    for (const { seq, type, body, hash } of rows) {
      if (seq !== report.events + 1) return breaks(report.events + 1, 'the event is missing')
      while ((journals[current + 1]?.firstSeq ?? Number.POSITIVE_INFINITY) <= seq) current++
      const journalId = journals[current]?.journalId ?? ''
      if (seq === 1) report.head = chainStart(journalId)
      if (!chainHash(report.head, body).equals(hash))
        return breaks(seq, 'its hash does not follow from its content and the event before')
      if (!body.startsWith(bodyPrefix(seq, journalId, type)))
        return breaks(seq, 'its content does not belong to this place, type or journal')
      report.head = Buffer.from(hash).toString('hex')
      report.events = seq
      if (type === 'DayOpened') report.days++
    }
    if (rows.length < chunk) break
    // Lets an interrupt through between two reads.
    await new Promise((resolve) => setImmediate(resolve))
  }
  // Events may have been added since the last read, and a bookmark with them.
  const ahead = database
    .prepare<[number], { name: string; seq: number }>('SELECT name, seq FROM bookmarks WHERE seq > ?')
    .get(lastSeqOf(database))
  if (ahead) return breaks(report.events + 1, `it is missing: bookmark "${ahead.name}" was at ${ahead.seq}`)
  return report
}

function missingGuard(database: SqliteDatabase): string | undefined {
  const present = new Map(
    database
      .prepare<[], { name: string; sql: string }>(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
      )
      .all()
      .map(({ name, sql }) => [name, sql]),
  )
  for (const [name, sql] of Object.entries(triggers)) {
    if (present.get(name) !== sql)
      return `the trigger ${name}, which keeps history from being changed, is gone`
  }
  return undefined
}
