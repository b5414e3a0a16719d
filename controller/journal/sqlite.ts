/**
 * The one door to better-sqlite3. It opens databases the way the journal needs them and knows no tables.
 */
import Database from 'better-sqlite3'

export type SqliteDatabase = Database.Database
export type SqliteStatement<Parameters extends unknown[], Row> = Database.Statement<Parameters, Row>

export function openDatabase(
  file: string,
  { readonly = false, waitMs = 5000 }: { readonly?: boolean; waitMs?: number } = {},
): SqliteDatabase {
  return new Database(file, { readonly, fileMustExist: readonly, timeout: waitMs })
}

/** SQLite's own code of an error, such as SQLITE_FULL; undefined for any other error. */
export function sqliteCode(error: unknown): string | undefined {
  return error instanceof Database.SqliteError ? error.code : undefined
}
