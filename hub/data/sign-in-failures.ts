// Wrong passwords and codes per user name: ten lock the name for ten minutes, on disk so that a restart does not help.
import type { Database } from './database.ts'

/** Docker locks the user name, not the address (hub-feedback#2201). */
export const failuresAllowed = 10
export const lockMilliseconds = 10 * 60_000

/** Milliseconds until the user name may try again; 0 when it may now. */
export function lockedFor(database: Database, username: string, now: number): number {
  const row = database.one<{ failures: number; last_at: number }>(
    'SELECT failures, last_at FROM sign_in_failures WHERE username = ?',
    username,
  )
  if (row === undefined || row.failures < failuresAllowed) return 0
  return Math.max(0, row.last_at + lockMilliseconds - now)
}

export function addFailure(database: Database, username: string, now: number): void {
  database.write(() => {
    database.run('DELETE FROM sign_in_failures WHERE last_at <= ?', now - lockMilliseconds)
    database.run(
      `INSERT INTO sign_in_failures (username, failures, last_at) VALUES (?, 1, ?)
       ON CONFLICT (username) DO UPDATE SET failures = failures + 1, last_at = excluded.last_at`,
      username,
      now,
    )
  })
}

export function clearFailures(database: Database, username: string): void {
  database.run('DELETE FROM sign_in_failures WHERE username = ?', username)
}
