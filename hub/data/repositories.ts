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
}

function where(query: RepositoryQuery): { sql: string; values: Value[] } {
  const conditions = ['namespace = ?']
  const values: Value[] = [query.namespace]
  if (!query.privateToo) conditions.push('is_private = 0')
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

type NewRepository = Pick<
  Repository,
  'namespace' | 'name' | 'description' | 'is_private' | 'date_registered' | 'last_updated'
> & { full_description: string }

/** An empty repository. Throws when its name is taken. */
export function insertRepository(database: Database, repository: NewRepository): void {
  database.run(
    `INSERT INTO repositories (namespace, name, description, full_description, is_private, star_count, pull_count,
       storage_size, date_registered, last_updated) VALUES (?, ?, ?, ?, ?, 0, 0, 0, ?, ?)`,
    repository.namespace,
    repository.name,
    repository.description,
    repository.full_description,
    repository.is_private,
    repository.date_registered,
    repository.last_updated,
  )
}
