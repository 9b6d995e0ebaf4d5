// Organization access tokens: rows in, rows out. What may be written is decided by hub/rules.
import type { Resource } from '../../shared/tokens/access.ts'
import type { Database } from './database.ts'

export interface AccessToken {
  id: string
  organization_id: string
  label: string
  description: string
  /** Exactly as they were sent: order, spelling and duplicates. */
  resources: Resource[]
  is_active: boolean
  /** User name; kept when the person leaves. */
  created_by: string
  created_at: string
  /** Exactly as it was sent, or null for never. */
  expires_at: string | null
  last_used_at: string | null
}

type Row = Omit<AccessToken, 'resources' | 'is_active'> & { resources: string; is_active: 0 | 1 }

const columns =
  'id, organization_id, label, description, resources, is_active, created_by, created_at, expires_at, last_used_at'

const fromRow = (row: Row): AccessToken => ({
  ...row,
  resources: JSON.parse(row.resources) as Resource[],
  is_active: row.is_active === 1,
})

export const countAccessTokens = (database: Database, organizationId: string): number =>
  database.one<{ total: number }>(
    'SELECT count(*) AS total FROM access_tokens WHERE organization_id = ?',
    organizationId,
  )?.total ?? 0

/**
 * The tokens of a page as a JSON array, newest first, without their resources. SQLite writes it: rows that cross into
 * JavaScript one by one cost five times as much (tests/bench/hub.bench.ts).
 */
export const listAccessTokensAsJson = (
  database: Database,
  organizationId: string,
  limit: number,
  offset: number,
): string =>
  database.one<{ list: string }>(
    `SELECT json_group_array(json_object('id', id, 'label', label, 'description', description,
       'created_by', created_by, 'is_active', json(iif(is_active, 'true', 'false')), 'created_at', created_at,
       'expires_at', expires_at, 'last_used_at', last_used_at)) AS list
     FROM (SELECT * FROM access_tokens WHERE organization_id = ? ORDER BY created_at DESC, id LIMIT ? OFFSET ?)`,
    organizationId,
    limit,
    offset,
  )?.list ?? '[]'

export function findAccessToken(
  database: Database,
  organizationId: string,
  id: string,
): AccessToken | undefined {
  const row = database.one<Row>(
    `SELECT ${columns} FROM access_tokens WHERE id = ? AND organization_id = ?`,
    id,
    organizationId,
  )
  return row && fromRow(row)
}

export function accessTokenById(database: Database, id: string): AccessToken | undefined {
  const row = database.one<Row>(`SELECT ${columns} FROM access_tokens WHERE id = ?`, id)
  return row && fromRow(row)
}

export function accessTokenBySecret(database: Database, secretHash: string): AccessToken | undefined {
  const row = database.one<Row>(`SELECT ${columns} FROM access_tokens WHERE secret_hash = ?`, secretHash)
  return row && fromRow(row)
}

export function insertAccessToken(database: Database, token: AccessToken, secretHash: string): void {
  database.run(
    `INSERT INTO access_tokens (${columns}, secret_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    token.id,
    token.organization_id,
    token.label,
    token.description,
    JSON.stringify(token.resources),
    token.is_active ? 1 : 0,
    token.created_by,
    token.created_at,
    token.expires_at,
    token.last_used_at,
    secretHash,
  )
}

/** Writes what can be changed about a token. */
export function updateAccessToken(database: Database, token: AccessToken): void {
  database.run(
    'UPDATE access_tokens SET label = ?, description = ?, resources = ?, is_active = ? WHERE id = ?',
    token.label,
    token.description,
    JSON.stringify(token.resources),
    token.is_active ? 1 : 0,
    token.id,
  )
}

export const deleteAccessToken = (database: Database, organizationId: string, id: string): boolean =>
  database.run('DELETE FROM access_tokens WHERE id = ? AND organization_id = ?', id, organizationId) === 1

export function markAccessTokenUsed(database: Database, id: string, at: string): void {
  database.run('UPDATE access_tokens SET last_used_at = ? WHERE id = ?', at, id)
}
