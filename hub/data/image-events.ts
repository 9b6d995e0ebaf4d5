// What an image event changes: a repository's numbers, its tags, and the last use of the access token. Events may come
// late and out of order, so nothing is set back to something older.
import type { Database } from './database.ts'

export interface PushedTag {
  name: string
  digest: string
  media_type: string
  /** Bytes of the manifest; layers are not told. */
  size: number
  pushed_at: string
  pushed_by: string
}

export function noteTokenUse(database: Database, organizationId: string, tokenId: string, at: string): void {
  database.run(
    `UPDATE access_tokens SET last_used_at = ?
     WHERE id = ? AND organization_id = ? AND (last_used_at IS NULL OR last_used_at < ?)`,
    at,
    tokenId,
    organizationId,
    at,
  )
}

export function notePush(database: Database, repositoryId: number, at: string, tag: PushedTag | null): void {
  database.run(
    'UPDATE repositories SET last_updated = ? WHERE id = ? AND last_updated < ?',
    at,
    repositoryId,
    at,
  )
  if (tag === null) return
  database.run(
    `INSERT INTO tags (repository_id, name, digest, media_type, size, pushed_at, pushed_by)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (repository_id, name) DO UPDATE SET digest = excluded.digest, media_type = excluded.media_type,
       size = excluded.size, pushed_at = excluded.pushed_at, pushed_by = excluded.pushed_by
     WHERE excluded.pushed_at >= tags.pushed_at`,
    repositoryId,
    tag.name,
    tag.digest,
    tag.media_type,
    tag.size,
    tag.pushed_at,
    tag.pushed_by,
  )
}

interface Image {
  tag: string | null
  digest: string | null
}

/** By tag it is that tag's pull, by digest every tag's that points there. */
export function notePull(database: Database, repositoryId: number, at: string, { tag, digest }: Image): void {
  database.run('UPDATE repositories SET pull_count = pull_count + 1 WHERE id = ?', repositoryId)
  database.run(
    `UPDATE tags SET pulled_at = ? WHERE repository_id = ? AND ${tag === null ? 'digest' : 'name'} = ?
       AND (pulled_at IS NULL OR pulled_at < ?)`,
    at,
    repositoryId,
    tag ?? digest,
    at,
  )
}

/** Removes the tag, or all tags of the digest, unless they were pushed anew since. Answers those removed. */
export function noteDelete(
  database: Database,
  repositoryId: number,
  at: string,
  { tag, digest }: Image,
): { name: string; digest: string }[] {
  const gone = database.all<{ name: string; digest: string }>(
    `SELECT name, digest FROM tags WHERE repository_id = ? AND ${tag === null ? 'digest' : 'name'} = ?
       AND pushed_at <= ?`,
    repositoryId,
    tag ?? digest,
    at,
  )
  for (const { name } of gone)
    database.run('DELETE FROM tags WHERE repository_id = ? AND name = ?', repositoryId, name)
  return gone
}
