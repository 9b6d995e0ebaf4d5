// The five calls on an organization's access tokens. Each change and its audit row are one transaction.
import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { slotLimits } from '../../shared/tokens/slots.ts'
import { readBody } from '../body.ts'
import type { HubContext } from '../context.ts'
import {
  type AccessToken,
  countAccessTokens,
  deleteAccessToken,
  findAccessToken,
  insertAccessToken,
  listAccessTokensAsJson,
  updateAccessToken,
} from '../data/access-tokens.ts'
import type { Organization } from '../data/organizations.ts'
import { hashSecret, newAccessTokenSecret } from '../data/secrets.ts'
import type { User } from '../data/users.ts'
import { HubError, fieldError } from '../errors.ts'
import { pageLinks, pageOf } from '../paging.ts'
import { checkResources } from '../rules/resources.ts'
import { ownerIn } from '../rules/token-owners.ts'
import { record } from '../rules/record.ts'
import { type TokenChange, changeBody, createBody } from '../rules/token-body.ts'
import { hasEnded } from '../sign-in/check.ts'

const listItem = (token: AccessToken) => ({
  id: token.id,
  label: token.label,
  description: token.description,
  created_by: token.created_by,
  is_active: token.is_active,
  created_at: token.created_at,
  expires_at: token.expires_at,
  last_used_at: token.last_used_at,
})

const whole = (token: AccessToken) => ({ ...listItem(token), resources: token.resources })

function tokenIn(hub: HubContext, organization: Organization, id: string): AccessToken {
  const token = findAccessToken(hub.database, organization.id, id)
  if (token === undefined) throw new HubError('token.notFound')
  return token
}

function recordToken(
  hub: HubContext,
  act: 'create' | 'update' | 'delete',
  { username }: User,
  organization: Organization,
  token: AccessToken,
) {
  const { id, label, is_active, expires_at, resources } = token
  const data = { id, label, is_active, expires_at, resources }
  record(hub, { organization, name: username }, `org.access_token.${act}`, label, data)
}

function checkSlots(hub: HubContext, organization: Organization): void {
  const limit = organization.plan === null ? 0 : slotLimits[organization.plan]
  if (countAccessTokens(hub.database, organization.id) < limit) return
  throw fieldError(
    'access_tokens',
    `${organization.name} has reached its limit of ${limit} access tokens; expired and inactive ones count until they are deleted`,
    'token.limit',
  )
}

/** The token as the change leaves it. Throws when it may not be changed so. */
function changed(
  hub: HubContext,
  organization: Organization,
  token: AccessToken,
  change: TokenChange,
): AccessToken {
  if (hasEnded(token, hub.clock.now()))
    throw fieldError(
      'expires_at',
      'this access token has expired: it cannot be changed, only deleted',
      'token.expired',
    )
  if (change.expires_at !== undefined && change.expires_at !== token.expires_at)
    throw fieldError('expires_at', 'the expiration date of an access token cannot be changed')
  if (change.resources) checkResources(hub.database, organization.name, change.resources, token.resources)
  return {
    ...token,
    label: change.label ?? token.label,
    description: change.description === undefined ? token.description : (change.description ?? ''),
    resources: change.resources ?? token.resources,
    is_active: change.is_active ?? token.is_active,
  }
}

export const accessTokenRoutes = (hub: HubContext) =>
  new Hono()
    .post('/v2/orgs/:org/access-tokens', async (c) => {
      const { user, organization } = await ownerIn(hub, c)
      const body = await readBody(c, createBody(hub.clock.now()))
      const secret = newAccessTokenSecret()
      const token: AccessToken = {
        id: randomUUID(),
        organization_id: organization.id,
        label: body.label,
        description: body.description ?? '',
        resources: body.resources,
        is_active: true,
        created_by: user.username,
        created_at: hub.clock.stamp(),
        expires_at: body.expires_at ?? null,
        last_used_at: null,
      }
      hub.database.write(() => {
        checkSlots(hub, organization)
        checkResources(hub.database, organization.name, token.resources)
        insertAccessToken(hub.database, token, hashSecret(hub.keys, secret))
        recordToken(hub, 'create', user, organization, token)
      })
      // As observed on Docker Hub (docs#24406): the secret is here and nowhere else, and `created_by` is not.
      const { id, label, description, resources, is_active, expires_at, created_at } = token
      return c.json(
        { id, label, description, resources, token: secret, is_active, expires_at, created_at },
        201,
      )
    })
    .get('/v2/orgs/:org/access-tokens', async (c) => {
      const { organization } = await ownerIn(hub, c)
      const page = pageOf(c)
      const total = countAccessTokens(hub.database, organization.id)
      const results = listAccessTokensAsJson(hub.database, organization.id, page.pageSize, page.offset)
      const head = JSON.stringify({ total, ...pageLinks(c, page, total) })
      return c.body(`${head.slice(0, -1)},"results":${results}}`, 200, {
        'content-type': 'application/json',
      })
    })
    .get('/v2/orgs/:org/access-tokens/:id', async (c) => {
      const { organization } = await ownerIn(hub, c)
      return c.json(whole(tokenIn(hub, organization, c.req.param('id'))))
    })
    .patch('/v2/orgs/:org/access-tokens/:id', async (c) => {
      const { user, organization } = await ownerIn(hub, c)
      const change = await readBody(c, changeBody)
      const token = hub.database.write(() => {
        const before = tokenIn(hub, organization, c.req.param('id'))
        const after = changed(hub, organization, before, change)
        updateAccessToken(hub.database, after)
        recordToken(hub, 'update', user, organization, after)
        return after
      })
      return c.json(whole(token))
    })
    .delete('/v2/orgs/:org/access-tokens/:id', async (c) => {
      const { user, organization } = await ownerIn(hub, c)
      hub.database.write(() => {
        const token = tokenIn(hub, organization, c.req.param('id'))
        deleteAccessToken(hub.database, organization.id, token.id)
        recordToken(hub, 'delete', user, organization, token)
      })
      return c.body(null, 204)
    })
