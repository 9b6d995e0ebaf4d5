// What registries said was done with images: one row per event, never twice.
import type { Database, Value } from './database.ts'

export interface Activity {
  /** The registry's own id of the event. */
  event_id: string
  /** Whose activity it is: the access token's organization, else the repository's namespace. */
  account: string
  access_token_id: string | null
  /** The person, or the organization whose access token it was; empty for anonymous. */
  actor: string
  action: 'pull' | 'push' | 'delete'
  /** `namespace/name`. */
  repository: string
  tag: string | null
  digest: string | null
  address: string
  client: string
  timestamp: string
}

/** False when the event was written before. */
export const insertActivity = (database: Database, activity: Activity): boolean =>
  database.run(
    `INSERT INTO activity
       (event_id, account, access_token_id, actor, action, repository, tag, digest, address, client, timestamp)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (event_id) DO NOTHING`,
    activity.event_id,
    activity.account,
    activity.access_token_id,
    activity.actor,
    activity.action,
    activity.repository,
    activity.tag,
    activity.digest,
    activity.address,
    activity.client,
    activity.timestamp,
  ) === 1

/** Whether the tag, or the image it named, was deleted after this: registries may tell a push late. */
export const wasDeletedSince = (
  database: Database,
  account: string,
  { repository, tag, digest, timestamp }: Pick<Activity, 'repository' | 'tag' | 'digest' | 'timestamp'>,
): boolean =>
  database.one(
    `SELECT 1 FROM activity WHERE account = ? AND timestamp > ? AND action = 'delete' AND repository = ?
       AND (tag = ? OR (tag IS NULL AND digest = ?)) LIMIT 1`,
    account,
    timestamp,
    repository,
    tag,
    digest,
  ) !== undefined

export type ActivityOf = { account: string } | { accessToken: string }

const where = (of: ActivityOf): [sql: string, value: Value] =>
  'account' in of ? ['account = ?', of.account] : ['access_token_id = ?', of.accessToken]

export function countActivity(database: Database, of: ActivityOf): number {
  const [sql, value] = where(of)
  return (
    database.one<{ total: number }>(`SELECT count(*) AS total FROM activity WHERE ${sql}`, value)?.total ?? 0
  )
}

/** Newest first. */
export function listActivity(database: Database, of: ActivityOf, limit: number, offset: number): Activity[] {
  const [sql, value] = where(of)
  return database.all<Activity>(
    `SELECT * FROM activity WHERE ${sql} ORDER BY timestamp DESC, id DESC LIMIT ? OFFSET ?`,
    value,
    limit,
    offset,
  )
}
