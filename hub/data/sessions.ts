// Sessions behind bearers. A bearer is good only while its row is here, so ending a session is deleting a row.
import { randomUUID } from 'node:crypto'
import type { Database } from './database.ts'

export interface Session {
  id: string
  /** `second-factor`: the password was right and the code is still to come; opens nothing else. */
  kind: 'bearer' | 'second-factor'
  user_id: string | null
  personal_token_id: string | null
  access_token_id: string | null
  /** Unix milliseconds. */
  expires_at: number
}

export function startSession(database: Database, session: Omit<Session, 'id'>, now: number): Session {
  const started = { id: randomUUID(), ...session }
  database.write(() => {
    database.run('DELETE FROM sessions WHERE expires_at <= ?', now)
    database.run(
      `INSERT INTO sessions (id, kind, user_id, personal_token_id, access_token_id, expires_at)
       VALUES (?, ?, ?, ?, ?, ?)`,
      started.id,
      started.kind,
      started.user_id,
      started.personal_token_id,
      started.access_token_id,
      started.expires_at,
    )
  })
  return started
}

export const findSession = (database: Database, id: string, kind: Session['kind']): Session | undefined =>
  database.one<Session>('SELECT * FROM sessions WHERE id = ? AND kind = ?', id, kind)

/** Ends a session; false when it had ended before. */
export const endSession = (database: Database, id: string): boolean =>
  database.run('DELETE FROM sessions WHERE id = ?', id) === 1

export function endSessionsOfUser(database: Database, userId: string): void {
  database.run('DELETE FROM sessions WHERE user_id = ?', userId)
}
