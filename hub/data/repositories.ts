// Repositories of every namespace, an organization's or a person's.
import type { Database, Value } from './database.ts'

/** A repository as lists have it. */
export interface RepositoryEntry {
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

export interface Repository extends RepositoryEntry {
  full_description: string
  /** JSON; see `immutableTagsOf`. */
  immutable_tags: string
}

export interface ImmutableTags {
  enabled: boolean
  /** Regular expressions; a tag that one of them matches whole cannot be deleted. */
  rules: string[]
}

/** Without the long description, which can be 25,000 characters for each. */
const entryColumns = `id, namespace, name, description, is_private, star_count, pull_count, storage_size,
  date_registered, last_updated`

/** The orderings Docker documents, as SQL; the id settles ties so that pages do not overlap and the index serves alone. */
export const orderings = {
  name: 'name',
  '-name': 'name DESC',
  last_updated: 'last_updated, id',
  '-last_updated': 'last_updated DESC, id DESC',
  pull_count: 'pull_count, id',
  '-pull_count': 'pull_count DESC, id DESC',
} as const

export type Ordering = keyof typeof orderings

/** Which repositories are listed: all, the public ones, or those and what the member's teams reach. */
export type Sight = 'all' | 'public' | { member: string }

export interface RepositoryQuery {
  namespace: string
  /** Part of the name, in any case; empty for all. */
  name: string
  sight: Sight
}

function where({ namespace, name, sight }: RepositoryQuery): { sql: string; values: Value[] } {
  const conditions = ['namespace = ?']
  const values: Value[] = [namespace]
  if (sight === 'public') conditions.push('is_private = 0')
  else if (sight !== 'all') {
    conditions.push(`(is_private = 0 OR id IN (SELECT r.repository_id FROM team_members m
      JOIN team_repositories r ON r.team_id = m.team_id WHERE m.user_id = ?))`)
    values.push(sight.member)
  }
  if (name !== '') {
    conditions.push('instr(name, ?) > 0')
    values.push(name.toLowerCase())
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
): RepositoryEntry[] {
  const { sql, values } = where(query)
  return database.all<RepositoryEntry>(
    `SELECT ${entryColumns} FROM repositories WHERE ${sql} ORDER BY ${orderings[ordering]} LIMIT ? OFFSET ?`,
    ...values,
    limit,
    offset,
  )
}

export const repositoryIn = (database: Database, namespace: string, name: string): Repository | undefined =>
  database.one<Repository>('SELECT * FROM repositories WHERE namespace = ? AND name = ?', namespace, name)

/** The repository at `namespace/name`, or nothing. */
export function findRepository(database: Database, path: string): Repository | undefined {
  const slash = path.indexOf('/')
  return repositoryIn(database, path.slice(0, slash), path.slice(slash + 1))
}

export const immutableTagsOf = (repository: Repository): ImmutableTags =>
  JSON.parse(repository.immutable_tags) as ImmutableTags

export interface NewRepository {
  namespace: string
  name: string
  description: string
  full_description: string
  is_private: boolean
  date_registered: string
}

/** An empty repository. Throws when its name is taken. */
export function insertRepository(database: Database, repository: NewRepository): void {
  const { namespace, name, description, full_description, is_private, date_registered } = repository
  database.run(
    `INSERT INTO repositories (namespace, name, description, full_description, is_private, star_count, pull_count,
       storage_size, date_registered, last_updated) VALUES (?, ?, ?, ?, ?, 0, 0, 0, ?, ?)`,
    namespace,
    name,
    description,
    full_description,
    is_private ? 1 : 0,
    date_registered,
    date_registered,
  )
}

/** Writes what can be changed about a repository. */
export function updateRepository(database: Database, repository: Repository): void {
  database.run(
    `UPDATE repositories SET description = ?, full_description = ?, is_private = ?, immutable_tags = ? WHERE id = ?`,
    repository.description,
    repository.full_description,
    repository.is_private,
    repository.immutable_tags,
    repository.id,
  )
}

/** Deletes it with its tags and team permissions. Access tokens keep the path: it may be made again. */
export function deleteRepository(database: Database, id: number): void {
  database.run('DELETE FROM repositories WHERE id = ?', id)
}
