// Repositories of every namespace, an organization's or a person's.
import type { Database, Value } from './database.ts'

export interface Repository {
  id: number
  namespace: string
  name: string
  description: string
  is_private: 0 | 1
  star_count: number
  pull_count: number
  storage_size: number
  date_registered: string
  last_updated: string
}

/** The orderings Docker documents, as SQL; the name settles ties so that pages do not overlap. */
export const orderings = {
  name: 'name',
  '-name': 'name DESC',
  last_updated: 'last_updated, name',
  '-last_updated': 'last_updated DESC, name',
  pull_count: 'pull_count, name',
  '-pull_count': 'pull_count DESC, name',
} as const

export type Ordering = keyof typeof orderings

export interface RepositoryQuery {
  namespace: string
  /** Part of the name, in any case; empty for all. */
  name: string
  privateToo: boolean
  /** Id of a person whose teams' private repositories are in the list too. */
  teamsOf?: string | null
}

function where(query: RepositoryQuery): { sql: string; values: Value[] } {
  const conditions = ['namespace = ?']
  const values: Value[] = [query.namespace]
  if (!query.privateToo && typeof query.teamsOf === 'string') {
    conditions.push(`(is_private = 0 OR EXISTS (
      SELECT 1 FROM team_repositories r JOIN team_members m ON m.team_id = r.team_id
      WHERE r.repository_id = repositories.id AND m.user_id = ?))`)
    values.push(query.teamsOf)
  } else if (!query.privateToo) conditions.push('is_private = 0')
  if (query.name !== '') {
    conditions.push('instr(name, ?) > 0')
    values.push(query.name.toLowerCase())
  }
  return { sql: conditions.join(' AND '), values }
}

export function countRepositories(database: Database, query: RepositoryQuery): number {
  const { sql, values } = where(query)
  return (
    database.one<{ total: number }>(`SELECT count(*) AS total FROM repositories WHERE ${sql}`, ...values)
      ?.total ?? 0
  )
}

export function listRepositories(
  database: Database,
  query: RepositoryQuery,
  ordering: Ordering,
  limit: number,
  offset: number,
): Repository[] {
  const { sql, values } = where(query)
  return database.all<Repository>(
    `SELECT * FROM repositories WHERE ${sql} ORDER BY ${orderings[ordering]} LIMIT ? OFFSET ?`,
    ...values,
    limit,
    offset,
  )
}

/** The repository at `namespace/name`, or nothing. */
export function findRepository(database: Database, path: string): Repository | undefined {
  const slash = path.indexOf('/')
  return database.one<Repository>(
    'SELECT * FROM repositories WHERE namespace = ? AND name = ?',
    path.slice(0, slash),
    path.slice(slash + 1),
  )
}
