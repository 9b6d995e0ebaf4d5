// The organization's audit log: one row per change, written in the transaction that makes the change.
import type { Database } from './database.ts'

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
