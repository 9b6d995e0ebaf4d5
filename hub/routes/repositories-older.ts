// The routes that Docker deprecated and its Terraform provider, hub-tool and scripts still call. They work for people
// only: Docker refuses every organization access token here, whatever its scopes (access token reference).
import { type Context, Hono } from 'hono'
import type * as z from 'zod'
import { callerOf } from '../callers.ts'
import type { HubContext } from '../context.ts'
import { type Repository, immutableTagsOf } from '../data/repositories.ts'
import { HubError } from '../errors.ts'
import { repositoryFor } from '../rules/repository-access.ts'
import { olderChangeBody } from '../rules/repository-body.ts'
import { repositoryAnswer, repositoryList } from './repository-answers.ts'
import {
  type RepositoryChange,
  changePrivacy,
  changeRepository,
  createRepository,
  removeRepository,
  textsOf,
} from './repository-changes.ts'

const list = '/v2/repositories/:namespace'
const one = `${list}/:repository` as const

/** Refuses organization access tokens. */
export async function peopleOnly(hub: HubContext, c: Context): Promise<void> {
  if ((await callerOf(hub, c)).kind === 'organization') throw new HubError('bearer.organizationToken')
}

/** The provider leaves the rules out when it switches immutable tags off, so they stay as they are. */
function changeOf(body: z.infer<typeof olderChangeBody>, before: Repository): RepositoryChange {
  const { immutable_tags: enabled, immutable_tags_rules: rules } = body
  const now = immutableTagsOf(before)
  return {
    ...textsOf(body),
    ...((enabled !== undefined || rules !== undefined) && {
      immutable: { enabled: enabled ?? now.enabled, rules: rules ?? now.rules },
    }),
  }
}

export const olderRepositoryRoutes = (hub: HubContext) =>
  new Hono()
    .post('/v2/repositories', async (c) => {
      await peopleOnly(hub, c)
      return c.json(await createRepository(hub, c, null), 201)
    })
    .get(list, async (c) => {
      await peopleOnly(hub, c)
      return c.json(await repositoryList(hub, c, c.req.param('namespace')))
    })
    .post(list, async (c) => {
      await peopleOnly(hub, c)
      return c.json(await createRepository(hub, c, c.req.param('namespace')), 201)
    })
    .get('/v2/users/:username/repositories', async (c) => {
      await peopleOnly(hub, c)
      return c.json(await repositoryList(hub, c, c.req.param('username')))
    })
    .get(one, async (c) => {
      await peopleOnly(hub, c)
      const { repository, permissions } = await repositoryFor(hub, c, 'read')
      return c.json(repositoryAnswer(repository, permissions))
    })
    .patch(one, async (c) => {
      await peopleOnly(hub, c)
      return c.json(await changeRepository(hub, c, 'edit', olderChangeBody, changeOf))
    })
    .delete(one, async (c) => {
      await peopleOnly(hub, c)
      await removeRepository(hub, c)
      return c.body(null, 202)
    })
    .post(`${one}/privacy`, async (c) => {
      await peopleOnly(hub, c)
      return c.json(await changePrivacy(hub, c))
    })
