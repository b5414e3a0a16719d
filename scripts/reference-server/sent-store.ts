/** What the hall was asked for last about each thing in the file, and what it answered. */
import type { InboundType } from '../../controller/dossier/contract/in-schemas.ts'
import type { SqliteDatabase } from '../../controller/journal/sqlite.ts'

export type Sent = {
  /** The thing: `figures`, `appointment CODE`, `notice ID`, `service ID`. */
  key: string
  /** Of the command: the same for every time it is repeated. */
  id: string
  type: InboundType
  /** JSON. */
  data: string
  validUntil: number
  /** The journal that was in force: a hall restored from a copy may have lost what it had been told. */
  journalId: string
  /** `asked`: no answer yet. Else `done` or the name of the refusal. */
  state: string
  /** The refusal in a sentence. */
  en: string | null
}
export type SentStore = {
  sent(): Sent[]
  /** Before it is said to the hall: after a crash the same command is repeated, with its id. */
  saveSent(sent: Sent): void
  forget(key: string): void
}

export const sentTables = `
  CREATE TABLE sent (
    key TEXT PRIMARY KEY, id TEXT NOT NULL, type TEXT NOT NULL, data TEXT NOT NULL, validUntil INTEGER NOT NULL,
    journalId TEXT NOT NULL, state TEXT NOT NULL, en TEXT
  ) STRICT;`

export function openSentStore(database: SqliteDatabase): SentStore {
  const all = database.prepare<[], Sent>('SELECT * FROM sent ORDER BY rowid')
  const save = database.prepare(
    `INSERT OR REPLACE INTO sent (key, id, type, data, validUntil, journalId, state, en)
     VALUES (@key, @id, @type, @data, @validUntil, @journalId, @state, @en)`,
  )
  const forget = database.prepare('DELETE FROM sent WHERE key = ?')
  return { sent: () => all.all(), saveSent: (sent) => save.run(sent), forget: (key) => forget.run(key) }
}
