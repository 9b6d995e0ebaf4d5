// The organization's audit log: one row per change, written in the transaction that makes the change.
import type { Database, Value } from './database.ts'

export interface AuditEvent {
  /** The namespace it happened in. */
  account: string
  /** Group and name, as Docker spells them: `org.access_token.create`. */
  action: string
  /** What it was about, for people: a token's label. */
  name: string
  actor: string
  data: Record<string, unknown>
  timestamp: string
}

export function writeAuditEvent(database: Database, event: AuditEvent): void {
  database.run(
    'INSERT INTO audit_log (account, action, name, actor, data, timestamp) VALUES (?, ?, ?, ?, ?, ?)',
    event.account,
    event.action,
    event.name,
    event.actor,
    JSON.stringify(event.data),
    event.timestamp,
  )
}

export interface AuditQuery {
  account: string
  /** Each exactly, or null for any. */
  action: string | null
  name: string | null
  actor: string | null
  /** Both ends included, spelled as timestamps are. */
  from: string | null
  to: string | null
}

/** Newest first, straight from an index: action, actor, both together and name have one that is in this order. */
export function auditSelect(query: AuditQuery): { sql: string; values: Value[] } {
  // A name is rarer than what was done and by whom, which SQLite does not know: `+` keeps it off their indexes.
  const beside = query.name === null ? '' : '+'
  const conditions: readonly (readonly [string, string | null])[] = [
    ['account = ?', query.account],
    [`${beside}action = ?`, query.action],
    ['name = ?', query.name],
    [`${beside}actor = ?`, query.actor],
    ['timestamp >= ?', query.from],
    ['timestamp <= ?', query.to],
  ]
  const given = conditions.filter(([, value]) => value !== null)
  return {
    sql: `SELECT account, action, name, actor, data, timestamp FROM audit_log
      WHERE ${given.map(([condition]) => condition).join(' AND ')}
      ORDER BY timestamp DESC, id DESC LIMIT ? OFFSET ?`,
    values: given.map(([, value]) => value),
  }
}

export function listAuditEvents(
  database: Database,
  query: AuditQuery,
  limit: number,
  offset: number,
): AuditEvent[] {
  const { sql, values } = auditSelect(query)
  return database
    .all<Omit<AuditEvent, 'data'> & { data: string }>(sql, ...values, limit, offset)
    .map((row) => ({ ...row, data: JSON.parse(row.data) as Record<string, unknown> }))
}
