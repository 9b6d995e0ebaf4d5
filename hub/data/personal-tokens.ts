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
}

type Row = Omit<PersonalToken, 'scopes' | 'is_active'> & { scopes: string; is_active: 0 | 1 }

const columns = 'id, user_id, label, scopes, is_active, created_at, expires_at, last_used_at'

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

export function insertPersonalToken(database: Database, token: PersonalToken, secretHash: string): void {
  database.run(
    `INSERT INTO personal_tokens (${columns}, secret_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    token.id,
    token.user_id,
    token.label,
    JSON.stringify(token.scopes),
    token.is_active ? 1 : 0,
    token.created_at,
    token.expires_at,
    token.last_used_at,
    secretHash,
  )
}

export function markPersonalTokenUsed(database: Database, id: string, at: string): void {
  database.run('UPDATE personal_tokens SET last_used_at = ? WHERE id = ?', at, id)
}
