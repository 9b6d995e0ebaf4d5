// Tags of repositories. Pushes that registries report write them; the Hub API lists and deletes them.
import type { Database, Value } from './database.ts'

export interface Tag {
  repository_id: number
  name: string
  digest: string
  media_type: string
  size: number
  pushed_at: string
  pulled_at: string | null
  pushed_by: string
}

/** As SQL; the name settles ties, in the direction in which the index has them. */
export const tagOrderings = {
  name: 'name',
  '-name': 'name DESC',
  last_updated: 'pushed_at, name',
  '-last_updated': 'pushed_at DESC, name DESC',
} as const

export type TagOrdering = keyof typeof tagOrderings

/** `name` is a part of it, in any case; empty for all. */
function where(repositoryId: number, name: string): { sql: string; values: Value[] } {
  return name === ''
    ? { sql: 'repository_id = ?', values: [repositoryId] }
    : { sql: 'repository_id = ? AND instr(lower(name), ?) > 0', values: [repositoryId, name.toLowerCase()] }
}

export function countTags(database: Database, repositoryId: number, name: string): number {
  const { sql, values } = where(repositoryId, name)
  return (
    database.one<{ total: number }>(`SELECT count(*) AS total FROM tags WHERE ${sql}`, ...values)?.total ?? 0
  )
}

export function listTags(
  database: Database,
  repositoryId: number,
  name: string,
  ordering: TagOrdering,
  limit: number,
  offset: number,
): Tag[] {
  const { sql, values } = where(repositoryId, name)
  return database.all<Tag>(
    `SELECT * FROM tags WHERE ${sql} ORDER BY ${tagOrderings[ordering]} LIMIT ? OFFSET ?`,
    ...values,
    limit,
    offset,
  )
}

export const findTag = (database: Database, repositoryId: number, name: string): Tag | undefined =>
  database.one<Tag>('SELECT * FROM tags WHERE repository_id = ? AND name = ?', repositoryId, name)

export function deleteTag(database: Database, repositoryId: number, name: string): void {
  database.run('DELETE FROM tags WHERE repository_id = ? AND name = ?', repositoryId, name)
}
