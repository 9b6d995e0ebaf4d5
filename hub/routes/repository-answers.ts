// Repositories and lists of them as Docker Hub answers them, the same on the namespaced and on the older routes.
import type { Context } from 'hono'
import { callerOf } from '../callers.ts'
import type { HubContext } from '../context.ts'
import type { Database } from '../data/database.ts'
import { findOrganization } from '../data/organizations.ts'
import {
  type Ordering,
  type Repository,
  type RepositoryEntry,
  countRepositories,
  immutableTagsOf,
  listRepositories,
  orderings,
} from '../data/repositories.ts'
import { findUser } from '../data/users.ts'
import { HubError, fieldError } from '../errors.ts'
import { pageLinks, pageOf } from '../paging.ts'
import type { Permissions } from '../rules/repository-access.ts'
import { sightOf } from '../rules/visibility.ts'

const entry = (repository: RepositoryEntry) => ({
  name: repository.name,
  namespace: repository.namespace,
  repository_type: 'image',
  status: 1,
  status_description: 'active',
  description: repository.description,
  is_private: repository.is_private === 1,
  star_count: repository.star_count,
  pull_count: repository.pull_count,
  last_updated: repository.last_updated,
  last_modified: repository.last_updated,
  date_registered: repository.date_registered,
  affiliation: '',
  media_types: ['application/vnd.oci.image.index.v1+json'],
  content_types: ['image'],
  categories: [],
  storage_size: repository.storage_size,
})

/** One repository, whole. */
export const repositoryAnswer = (repository: Repository, permissions: Permissions) => ({
  user: repository.namespace,
  ...entry(repository),
  is_automated: false,
  collaborator_count: 0,
  hub_user: repository.namespace,
  has_starred: false,
  full_description: repository.full_description,
  permissions,
  immutable_tags_settings: immutableTagsOf(repository),
  source: null,
})

/** The one of these orderings that the request asks for. */
export function orderingOf<Name extends string>(
  c: Context,
  known: Readonly<Record<Name, string>>,
  standard: Name,
): Name {
  const asked = c.req.query('ordering') ?? standard
  if (!Object.hasOwn(known, asked))
    throw fieldError('ordering', `ordering must be one of ${Object.keys(known).join(', ')}`)
  return asked as Name
}

const namespaceExists = (database: Database, name: string): boolean =>
  findOrganization(database, name) !== undefined || findUser(database, name) !== undefined

/** The page of a namespace's repositories that the request asks for, with those that the caller may see. */
export async function repositoryList(hub: HubContext, c: Context, namespace: string) {
  const { database } = hub
  const caller = await callerOf(hub, c)
  const page = pageOf(c)
  const ordering: Ordering = orderingOf(c, orderings, '-last_updated')
  if (!namespaceExists(database, namespace)) throw new HubError('namespace.notFound')

  const query = { namespace, name: c.req.query('name') ?? '', sight: sightOf(database, namespace, caller) }
  const count = countRepositories(database, query)
  if (page.page > 1 && page.offset >= count) throw new HubError('page.notFound')
  const results = listRepositories(database, query, ordering, page.pageSize, page.offset).map(entry)
  return { count, ...pageLinks(c, page, count), results }
}
