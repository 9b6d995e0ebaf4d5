// A person's own access tokens, at Docker's route and at the one hub-tool calls. Only a password opens them: a token
// that could make tokens could outlive its own end.
import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { readBody } from '../body.ts'
import { userOf } from '../callers.ts'
import type { HubContext } from '../context.ts'
import {
  type PersonalToken,
  countPersonalTokens,
  deletePersonalToken,
  insertPersonalToken,
  listPersonalTokens,
  personalTokenById,
  updatePersonalToken,
} from '../data/personal-tokens.ts'
import { hashSecret, newPersonalTokenSecret } from '../data/secrets.ts'
import type { User } from '../data/users.ts'
import { HubError, fieldError } from '../errors.ts'
import { pageLinks, pageOf } from '../paging.ts'
import { personalTokenBody, personalTokenChange } from '../rules/personal-token-body.ts'
import { hasEnded } from '../sign-in/check.ts'
import { addressOf } from '../usage/sources.ts'

async function ownerOf(hub: HubContext, c: Context): Promise<User> {
  const { user, personalToken } = await userOf(hub, c)
  if (personalToken !== null) throw new HubError('bearer.personalToken')
  return user
}

const answer = (token: PersonalToken, secret = '') => ({
  uuid: token.id,
  client_id: 'HUB',
  creator_ip: token.creator_ip,
  creator_ua: token.creator_ua,
  created_at: token.created_at,
  last_used: token.last_used_at,
  generated_by: 'manual',
  is_active: token.is_active,
  token: secret,
  token_label: token.label,
  scopes: token.scopes,
  // Absent for never: the Terraform provider keeps "not set" apart from a date.
  ...(token.expires_at !== null && { expires_at: token.expires_at }),
})

function tokenOf(hub: HubContext, user: User, id: string): PersonalToken {
  const token = personalTokenById(hub.database, id)
  if (token?.user_id !== user.id) throw new HubError('personalToken.notFound')
  return token
}

async function create(hub: HubContext, c: Context) {
  const user = await ownerOf(hub, c)
  const body = await readBody(c, personalTokenBody(hub.clock.now()))
  const secret = newPersonalTokenSecret()
  const token: PersonalToken = {
    id: randomUUID(),
    user_id: user.id,
    label: body.token_label,
    scopes: body.scopes,
    is_active: true,
    created_at: hub.clock.stamp(),
    expires_at: body.expires_at ?? null,
    last_used_at: null,
    creator_ip: addressOf(c),
    creator_ua: (c.req.header('user-agent') ?? '').slice(0, 255),
  }
  insertPersonalToken(hub.database, token, hashSecret(hub.keys, secret))
  return answer(token, secret)
}

async function list(hub: HubContext, c: Context) {
  const user = await ownerOf(hub, c)
  const page = pageOf(c)
  const { count, active } = countPersonalTokens(hub.database, user.id)
  const tokens = listPersonalTokens(hub.database, user.id, page.pageSize, page.offset)
  const results = tokens.map((token) => answer(token))
  return { count, active_count: active, ...pageLinks(c, page, count), results }
}

async function change(hub: HubContext, c: Context, id: string) {
  const user = await ownerOf(hub, c)
  const body = await readBody(c, personalTokenChange)
  return hub.database.write(() => {
    const token = tokenOf(hub, user, id)
    if (hasEnded(token, hub.clock.now()))
      throw fieldError('expires_at', 'this access token has expired: it can only be deleted', 'token.expired')
    const changed = {
      ...token,
      label: body.token_label ?? token.label,
      scopes: body.scopes ?? token.scopes,
      is_active: body.is_active ?? token.is_active,
    }
    updatePersonalToken(hub.database, changed)
    return answer(changed)
  })
}

async function remove(hub: HubContext, c: Context, id: string): Promise<void> {
  const user = await ownerOf(hub, c)
  hub.database.write(() => deletePersonalToken(hub.database, tokenOf(hub, user, id).id))
}

const lists = ['/v2/access-tokens', '/v2/api_tokens']

export function personalTokenRoutes(hub: HubContext) {
  const routes = new Hono()
  for (const path of lists)
    routes
      .post(path, async (c) => c.json(await create(hub, c), 201))
      .get(path, async (c) => c.json(await list(hub, c)))
      .get(`${path}/:uuid`, async (c) =>
        c.json(answer(tokenOf(hub, await ownerOf(hub, c), c.req.param('uuid')))),
      )
      .patch(`${path}/:uuid`, async (c) => c.json(await change(hub, c, c.req.param('uuid'))))
      .delete(`${path}/:uuid`, async (c) => {
        await remove(hub, c, c.req.param('uuid'))
        return c.body(null, 204)
      })
  return routes
}
