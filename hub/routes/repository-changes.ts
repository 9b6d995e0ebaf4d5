// What changes repositories. Each change and its audit rows are one transaction, and what stays as it was leaves no row.
import type { Context } from 'hono'
import type * as z from 'zod'
import { fit, readBody, readJson } from '../body.ts'
import { callerOf } from '../callers.ts'
import type { HubContext } from '../context.ts'
import {
  type ImmutableTags,
  type Repository,
  deleteRepository,
  immutableTagsOf,
  insertRepository,
  repositoryIn,
  updateRepository,
} from '../data/repositories.ts'
import { HubError, fieldError } from '../errors.ts'
import { recordRepository } from '../rules/record.ts'
import { type RepositoryAccess, type RepositoryAct, repositoryFor } from '../rules/repository-access.ts'
import {
  type changeBody,
  creationBody,
  namespaceBody,
  privacyBody,
  repositoryBodyLimit,
} from '../rules/repository-body.ts'
import { creatorIn } from '../rules/repository-creation.ts'
import { repositoryAnswer } from './repository-answers.ts'

/** `path` is the namespace in the path, or null where the body alone names it. */
export async function createRepository(hub: HubContext, c: Context, path: string | null) {
  const { database, clock } = hub
  const caller = await callerOf(hub, c)
  if (path !== null) creatorIn(hub, caller, path)
  const json = await readJson(c, { limit: repositoryBodyLimit })
  const namespace = path ?? fit(namespaceBody, json).namespace
  const actor = creatorIn(hub, caller, namespace)
  const body = fit(creationBody(namespace), json)
  const { name } = body
  const created = database.write(() => {
    if (repositoryIn(database, namespace, name))
      throw fieldError('name', 'a repository of this name exists already', 'repository.exists')
    const is_private = body.is_private ?? false
    insertRepository(database, {
      namespace,
      name,
      description: body.description ?? '',
      full_description: body.full_description ?? '',
      is_private,
      date_registered: clock.stamp(),
    })
    recordRepository(hub, 'repo.create', actor, { namespace, name }, { is_private })
    return repositoryIn(database, namespace, name)
  })
  if (created === undefined) throw new HubError('server.failed')
  return repositoryAnswer(created, { read: true, write: true, admin: true })
}

export interface RepositoryChange {
  description?: string
  full_description?: string
  is_private?: boolean
  immutable?: ImmutableTags
}

/** Null empties a text, absent leaves it. */
export const textsOf = ({ description, full_description }: z.infer<typeof changeBody>): RepositoryChange => ({
  ...(description !== undefined && { description: description ?? '' }),
  ...(full_description !== undefined && { full_description: full_description ?? '' }),
})

/** Changes the repository in the path, for a caller who may. `changeOf` is given it as it is at that moment. */
export async function changeRepository<Body>(
  hub: HubContext,
  c: Context,
  act: RepositoryAct,
  schema: z.ZodType<Body>,
  changeOf: (body: Body, before: Repository) => RepositoryChange,
) {
  const access = await repositoryFor(hub, c, act)
  const body = await readBody(c, schema, repositoryBodyLimit)
  const after = hub.database.write(() => {
    // The body took its time to arrive; the repository may have been changed or deleted meanwhile.
    const { namespace, name } = access.repository
    const before = repositoryIn(hub.database, namespace, name)
    if (before === undefined) throw new HubError('repository.notFound')
    return applyChange(hub, access, before, changeOf(body, before))
  })
  return repositoryAnswer(after, access.permissions)
}

function applyChange(
  hub: HubContext,
  { actor }: RepositoryAccess,
  before: Repository,
  change: RepositoryChange,
): Repository {
  const after: Repository = {
    ...before,
    description: change.description ?? before.description,
    full_description: change.full_description ?? before.full_description,
    is_private: change.is_private === undefined ? before.is_private : change.is_private ? 1 : 0,
    immutable_tags: change.immutable ? JSON.stringify(change.immutable) : before.immutable_tags,
  }
  updateRepository(hub.database, after)
  const record = (
    action: 'repo.update' | 'repo.change_privacy' | 'repo.immutable.tags.updated',
    data: Record<string, unknown>,
  ) => recordRepository(hub, action, actor, after, data)
  const changed = (['description', 'full_description'] as const).filter((key) => after[key] !== before[key])
  if (changed.length > 0) record('repo.update', { changed })
  if (after.is_private !== before.is_private)
    record('repo.change_privacy', { is_private: after.is_private === 1 })
  if (after.immutable_tags !== before.immutable_tags)
    record('repo.immutable.tags.updated', { ...immutableTagsOf(after) })
  return after
}

export const changePrivacy = (hub: HubContext, c: Context) =>
  changeRepository(hub, c, 'edit', privacyBody, ({ is_private }) => ({ is_private }))

export async function removeRepository(hub: HubContext, c: Context): Promise<void> {
  const { repository, actor } = await repositoryFor(hub, c, 'delete')
  hub.database.write(() => {
    deleteRepository(hub.database, repository.id)
    recordRepository(hub, 'repo.delete', actor, repository, { is_private: repository.is_private === 1 })
  })
}
