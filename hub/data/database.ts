// The SQLite file: opened with the settings that keep an answered request safe, and a small door to its rows.
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Libsql from 'libsql'
import { HubError } from '../errors.ts'
import { migrate } from './migrations.ts'
import { rememberReads } from './reads.ts'

export type Value = string | number | null

export interface Database {
  /** The first row, or nothing. Rows may be shared with other readers and are frozen. */
  one<Row>(sql: string, ...values: Value[]): Row | undefined
  all<Row>(sql: string, ...values: Value[]): Row[]
  /** Runs one changing statement and answers how many rows it touched. */
  run(sql: string, ...values: Value[]): number
  /** One write transaction, taken at once: nobody else writes until `work` returned. It is undone when `work` throws. Inside another one it becomes part of that. */
  write<T>(work: () => T): T
  close(): void
}

/** Opens (or makes) `hub.db` in the folder and brings it to the newest schema. Throws with words for a person. */
export function openDatabase(folder: string): Database {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const file = join(folder, 'hub.db')
  const connection = new Libsql(file, { timeout: 5000 })
  chmodSync(file, 0o600)
  const statements = new Map<string, Libsql.Statement>()
  // libsql ends the whole process when a closed connection is used, and a request may outlive the server's closing.
  const checkOpen = () => {
    if (!connection.open) throw new HubError('server.closing')
  }
  function prepared(sql: string): Libsql.Statement {
    checkOpen()
    const known = statements.get(sql)
    if (known) return known
    const statement = connection.prepare(sql)
    statements.set(sql, statement)
    return statement
  }

  const direct = <Row>(sql: string, values: Value[]): Row[] => prepared(sql).all(...values) as Row[]
  const reads = rememberReads(
    () => direct<{ data_version: number }>('PRAGMA data_version', [])[0]?.data_version ?? 0,
  )
  // What a transaction has written so far is for itself alone.
  const rows = <Row>(sql: string, values: Value[]): Row[] => {
    checkOpen()
    return connection.inTransaction
      ? direct(sql, values)
      : reads.rows<Row>(sql, values, () => direct(sql, values))
  }

  const database: Database = {
    // Not `.get()`: libsql adds a `_metadata` key to its row.
    one: <Row>(sql: string, ...values: Value[]) => rows<Row>(sql, values)[0],
    all: <Row>(sql: string, ...values: Value[]) => rows<Row>(sql, values),
    run(sql, ...values) {
      try {
        return prepared(sql).run(...values).changes
      } finally {
        reads.forget()
      }
    },
    write<T>(work: () => T): T {
      checkOpen()
      if (connection.inTransaction) return work()
      try {
        return connection.transaction(work).immediate()
      } finally {
        reads.forget()
      }
    },
    close() {
      if (!connection.open) return
      // libsql lets go of the file when it pleases, so what is still in the write-ahead log is brought over here.
      connection.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      statements.clear()
      connection.close()
    },
  }
  try {
    // FULL: a token that was answered with 201 is on disk, whatever happens to the machine next.
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
    migrate(connection)
  } catch (error) {
    connection.close()
    const { code, message } = error as { code?: string; message: string }
    if (code !== 'SQLITE_NOTADB' && code !== 'SQLITE_CORRUPT') throw error
    throw new Error(`${file} cannot be read (${message}). Move it away to start with a new one.`, {
      cause: error,
    })
  }
  return database
}
