// People, and what proves that it is them.
import type { Database } from './database.ts'
import type { Keys } from './keys.ts'
import { unseal } from './secrets.ts'
import { endSessionsOfUser } from './sessions.ts'

export interface User {
  id: string
  username: string
  full_name: string
  email: string
  location: string
  company: string
  password_hash: string | null
  /** Sealed; see `totpSecret`. */
  totp_secret: string | null
  is_active: 0 | 1
  date_joined: string
}

const columns =
  'id, username, full_name, email, location, company, password_hash, totp_secret, is_active, date_joined'

export const findUser = (database: Database, username: string): User | undefined =>
  database.one<User>(`SELECT ${columns} FROM users WHERE username = ?`, username)

export const userById = (database: Database, id: string): User | undefined =>
  database.one<User>(`SELECT ${columns} FROM users WHERE id = ?`, id)

/** Replaces the password's hash and ends every session of the user. */
export function setPasswordHash(database: Database, userId: string, hash: string): void {
  database.write(() => {
    database.run('UPDATE users SET password_hash = ? WHERE id = ?', hash, userId)
    endSessionsOfUser(database, userId)
  })
}

/** The user's second-factor secret (base32), or null when they have none. */
export const totpSecret = (keys: Keys, user: User): string | null =>
  user.totp_secret === null ? null : unseal(keys, user.totp_secret)

/** Marks a 30-second step as used. False when it, or a later one, was used before: the code is being replayed. */
export const useTotpStep = (database: Database, userId: string, step: number): boolean =>
  database.run(
    'UPDATE users SET totp_last_step = ? WHERE id = ? AND totp_last_step < ?',
    step,
    userId,
    step,
  ) === 1

/** Throws when the name or id is taken. */
export function insertUser(database: Database, user: User): void {
  database.run(
    `INSERT INTO users (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    user.id,
    user.username,
    user.full_name,
    user.email,
    user.location,
    user.company,
    user.password_hash,
    user.totp_secret,
    user.is_active,
    user.date_joined,
  )
}
export const userByEmail = (database: Database, email: string): User | undefined =>
  database.one<User>(`SELECT ${columns} FROM users WHERE lower(email) = lower(?) ORDER BY username`, email)
