// Tags of a repository, under its namespace and on the older route: list, read, delete.
import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import type { HubContext } from '../context.ts'
import { immutableTagsOf } from '../data/repositories.ts'
import { type Tag, countTags, deleteTag, findTag, listTags, tagOrderings } from '../data/tags.ts'
import { HubError } from '../errors.ts'
import { pageLinks, pageOf } from '../paging.ts'
import { isImmutable } from '../rules/immutable-tags.ts'
import { recordRepository } from '../rules/record.ts'
import { repositoryFor } from '../rules/repository-access.ts'
import { peopleOnly } from './repositories-older.ts'
import { orderingOf } from './repository-answers.ts'

const month = 30 * 86_400_000

/** A number that stays the same, as clients decode one; tags have none of their own here. */
const numberOf = (tag: Tag): number =>
  createHash('sha256').update(`${tag.repository_id}:${tag.name}`).digest().readUIntBE(0, 6)

const answer = (tag: Tag, now: number) => {
  const used = Math.max(Date.parse(tag.pushed_at), Date.parse(tag.pulled_at ?? tag.pushed_at))
  const status = now - used < month ? 'active' : 'inactive'
  return {
    creator: 0,
    id: numberOf(tag),
    // What it runs on is in the image's configuration, which a registry's notification does not hold.
    images: [
      {
        architecture: 'unknown',
        features: '',
        variant: null,
        digest: tag.digest,
        os: 'unknown',
        os_features: '',
        os_version: null,
        size: tag.size,
        status,
        last_pulled: tag.pulled_at,
        last_pushed: tag.pushed_at,
      },
    ],
    last_updated: tag.pushed_at,
    last_updater: 0,
    last_updater_username: tag.pushed_by,
    name: tag.name,
    repository: tag.repository_id,
    full_size: tag.size,
    v2: true,
    tag_status: status,
    tag_last_pulled: tag.pulled_at,
    tag_last_pushed: tag.pushed_at,
    media_type: tag.media_type,
    content_type: 'image',
    digest: tag.digest,
  }
}

async function tagList(hub: HubContext, c: Context) {
  const { repository } = await repositoryFor(hub, c, 'readTags')
  const page = pageOf(c)
  const ordering = orderingOf(c, tagOrderings, '-last_updated')
  const name = c.req.query('name') ?? ''
  const count = countTags(hub.database, repository.id, name)
  // Docker: HEAD says whether the repository has tags.
  if (c.req.method === 'HEAD' && count === 0) throw new HubError('tag.notFound')
  if (page.page > 1 && page.offset >= count) throw new HubError('page.notFound')
  const tags = listTags(hub.database, repository.id, name, ordering, page.pageSize, page.offset)
  const now = hub.clock.now()
  return { count, ...pageLinks(c, page, count), results: tags.map((tag) => answer(tag, now)) }
}

function tagIn(hub: HubContext, c: Context, repositoryId: number): Tag {
  const tag = findTag(hub.database, repositoryId, c.req.param('tag') ?? '')
  if (tag === undefined) throw new HubError('tag.notFound')
  return tag
}

async function oneTag(hub: HubContext, c: Context) {
  const { repository } = await repositoryFor(hub, c, 'readTags')
  return answer(tagIn(hub, c, repository.id), hub.clock.now())
}

async function removeTag(hub: HubContext, c: Context): Promise<void> {
  const { repository, actor } = await repositoryFor(hub, c, 'deleteTags')
  hub.database.write(() => {
    const { name, digest } = tagIn(hub, c, repository.id)
    if (isImmutable(immutableTagsOf(repository), name)) throw new HubError('tag.immutable')
    deleteTag(hub.database, repository.id, name)
    recordRepository(hub, 'repo.tag.delete', actor, repository, { tag: name, digest })
  })
}

const tags = '/v2/namespaces/:namespace/repositories/:repository/tags'
const olderTags = '/v2/repositories/:namespace/:repository/tags'

export const tagRoutes = (hub: HubContext) =>
  new Hono()
    .get(tags, async (c) => c.json(await tagList(hub, c)))
    .get(`${tags}/:tag`, async (c) => c.json(await oneTag(hub, c)))
    .delete(`${tags}/:tag`, async (c) => {
      await removeTag(hub, c)
      return c.body(null, 204)
    })
    .get(olderTags, async (c) => {
      await peopleOnly(hub, c)
      return c.json(await tagList(hub, c))
    })
    .get(`${olderTags}/:tag`, async (c) => {
      await peopleOnly(hub, c)
      return c.json(await oneTag(hub, c))
    })
    .delete(`${olderTags}/:tag`, async (c) => {
      await peopleOnly(hub, c)
      await removeTag(hub, c)
      return c.body(null, 204)
    })
