// GET /v2/namespaces/{namespace}/repositories: what of a namespace the caller may see.
import { Hono } from 'hono'
import { callerOf } from '../callers.ts'
import type { HubContext } from '../context.ts'
import type { Database } from '../data/database.ts'
import { findOrganization } from '../data/organizations.ts'
import {
  type Ordering,
  type Repository,
  countRepositories,
  listRepositories,
  orderings,
} from '../data/repositories.ts'
import { findUser } from '../data/users.ts'
import { HubError, fieldError } from '../errors.ts'
import { pageLinks, pageOf } from '../paging.ts'
import { seesPrivate, teamReader } from '../rules/visibility.ts'

const answer = (repository: Repository) => ({
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

function readOrdering(text: string): Ordering {
  if (!Object.hasOwn(orderings, text))
    throw fieldError('ordering', `ordering must be one of ${Object.keys(orderings).join(', ')}`)
  return text as Ordering
}

const namespaceExists = (database: Database, name: string): boolean =>
  findOrganization(database, name) !== undefined || findUser(database, name) !== undefined

export const repositoryRoutes = (hub: HubContext) =>
  new Hono().get('/v2/namespaces/:namespace/repositories', async (c) => {
    const { database } = hub
    const caller = await callerOf(hub, c)
    const page = pageOf(c)
    const ordering = readOrdering(c.req.query('ordering') ?? '-last_updated')
    const namespace = c.req.param('namespace')
    if (!namespaceExists(database, namespace)) throw new HubError('namespace.notFound')

    const query = {
      namespace,
      name: c.req.query('name') ?? '',
      privateToo: seesPrivate(database, namespace, caller),
      teamsOf: teamReader(caller),
    }
    const count = countRepositories(database, query)
    if (page.page > 1 && page.offset >= count) throw new HubError('page.notFound')
    const results = listRepositories(database, query, ordering, page.pageSize, page.offset).map(answer)
    return c.json({ count, ...pageLinks(c, page, count), results })
  })
