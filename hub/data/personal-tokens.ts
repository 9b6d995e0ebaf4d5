// Personal access tokens: a person's secrets for tools. They sign in, but manage no organization access tokens.
import type { Database } from './database.ts'

export interface PersonalToken {
  id: string
  user_id: string
  label: string
  /** Docker's four: repo:admin, repo:write, repo:read, repo:public_read. */
  scopes: string[]
  is_active: boolean
  created_at: string
  expires_at: string | null
  last_used_at: string | null
  /** Where and with what it was made; empty when not known. */
  creator_ip: string
  creator_ua: string
}

type Row = Omit<PersonalToken, 'scopes' | 'is_active'> & { scopes: string; is_active: 0 | 1 }

const columns =
  'id, user_id, label, scopes, is_active, created_at, expires_at, last_used_at, creator_ip, creator_ua'

const fromRow = (row: Row): PersonalToken => ({
  ...row,
  scopes: JSON.parse(row.scopes) as string[],
  is_active: row.is_active === 1,
})

export function personalTokenById(database: Database, id: string): PersonalToken | undefined {
  const row = database.one<Row>(`SELECT ${columns} FROM personal_tokens WHERE id = ?`, id)
  return row && fromRow(row)
}

export function personalTokenBySecret(database: Database, secretHash: string): PersonalToken | undefined {
  const row = database.one<Row>(`SELECT ${columns} FROM personal_tokens WHERE secret_hash = ?`, secretHash)
  return row && fromRow(row)
}

/** Newest first. */
export const listPersonalTokens = (
  database: Database,
  userId: string,
  limit: number,
  offset: number,
): PersonalToken[] =>
  database
    .all<Row>(
      `SELECT ${columns} FROM personal_tokens WHERE user_id = ? ORDER BY created_at DESC, id LIMIT ? OFFSET ?`,
      userId,
      limit,
      offset,
    )
    .map(fromRow)

export const countPersonalTokens = (database: Database, userId: string): { count: number; active: number } =>
  database.one<{ count: number; active: number }>(
    'SELECT count(*) AS count, coalesce(sum(is_active), 0) AS active FROM personal_tokens WHERE user_id = ?',
    userId,
  ) ?? { count: 0, active: 0 }

type NewPersonalToken = Omit<PersonalToken, 'creator_ip' | 'creator_ua'> &
  Partial<Pick<PersonalToken, 'creator_ip' | 'creator_ua'>>

export function insertPersonalToken(database: Database, token: NewPersonalToken, secretHash: string): void {
  database.run(
    `INSERT INTO personal_tokens (${columns}, secret_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    token.id,
    token.user_id,
    token.label,
    JSON.stringify(token.scopes),
    token.is_active ? 1 : 0,
    token.created_at,
    token.expires_at,
    token.last_used_at,
    token.creator_ip ?? '',
    token.creator_ua ?? '',
    secretHash,
  )
}

/** Writes what can be changed about a token. */
export function updatePersonalToken(database: Database, token: PersonalToken): void {
  database.run(
    'UPDATE personal_tokens SET label = ?, scopes = ?, is_active = ? WHERE id = ?',
    token.label,
    JSON.stringify(token.scopes),
    token.is_active ? 1 : 0,
    token.id,
  )
}

/** Deletes it; its sessions end with it. */
export function deletePersonalToken(database: Database, id: string): void {
  database.run('DELETE FROM personal_tokens WHERE id = ?', id)
}

export function markPersonalTokenUsed(database: Database, id: string, at: string): void {
  database.run('UPDATE personal_tokens SET last_used_at = ? WHERE id = ?', at, id)
}
