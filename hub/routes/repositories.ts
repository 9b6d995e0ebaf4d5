// Repositories under their namespace: list, create, read, change, delete, privacy, and the rules for immutable tags.
import { Hono } from 'hono'
import { readBody } from '../body.ts'
import type { HubContext } from '../context.ts'
import { listTags } from '../data/tags.ts'
import { fieldError } from '../errors.ts'
import { matchTags } from '../rules/immutable-tags.ts'
import { repositoryFor } from '../rules/repository-access.ts'
import { changeBody, immutableTagsBody, verifyBody } from '../rules/repository-body.ts'
import { repositoryAnswer, repositoryList } from './repository-answers.ts'
import {
  changePrivacy,
  changeRepository,
  createRepository,
  removeRepository,
  textsOf,
} from './repository-changes.ts'

const list = '/v2/namespaces/:namespace/repositories'
const one = `${list}/:repository` as const

/** Tags that a rule is tried on; the newest, where there are more. */
const triedTags = 10_000

export const repositoryRoutes = (hub: HubContext) =>
  new Hono()
    .get(list, async (c) => c.json(await repositoryList(hub, c, c.req.param('namespace'))))
    .post(list, async (c) => c.json(await createRepository(hub, c, c.req.param('namespace')), 201))
    .get(one, async (c) => {
      const { repository, permissions } = await repositoryFor(hub, c, 'read')
      return c.json(repositoryAnswer(repository, permissions))
    })
    .patch(one, async (c) => c.json(await changeRepository(hub, c, 'edit', changeBody, textsOf)))
    .delete(one, async (c) => {
      await removeRepository(hub, c)
      return c.body(null, 202)
    })
    .post(`${one}/privacy`, async (c) => c.json(await changePrivacy(hub, c)))
    .patch(`${one}/immutabletags`, async (c) =>
      c.json(
        await changeRepository(hub, c, 'changeSettings', immutableTagsBody, (body) => ({
          immutable: { enabled: body.immutable_tags, rules: body.immutable_tags_rules },
        })),
      ),
    )
    .post(`${one}/immutabletags/verify`, async (c) => {
      const { repository } = await repositoryFor(hub, c, 'changeSettings')
      const { regex } = await readBody(c, verifyBody)
      const names = listTags(hub.database, repository.id, '', '-last_updated', triedTags, 0)
      const tags = matchTags(
        [regex],
        names.map(({ name }) => name),
      )
      if (tags === null) throw fieldError('regex', 'regex takes too long to try on the tags')
      return c.json({ tags })
    })
