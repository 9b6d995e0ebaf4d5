// What was done with images, and by which access token. Our own addition: Docker Hub has no such route.
import { type Context, Hono } from 'hono'
import type { HubActivity } from '../../shared/hub/activity.ts'
import type { HubContext } from '../context.ts'
import { type Activity, type ActivityOf, countActivity, listActivity } from '../data/activity.ts'
import { findAccessToken } from '../data/access-tokens.ts'
import { HubError } from '../errors.ts'
import { pageLinks, pageOf } from '../paging.ts'
import { actorIn } from '../rules/actors.ts'
import { ownerIn } from '../rules/token-owners.ts'

const answer = ({ timestamp, action, repository, tag, digest, address, client }: Activity): HubActivity => ({
  timestamp,
  action,
  repository,
  tag,
  digest,
  address,
  client,
})

/** With who it was, which a token's own list need not say. */
const answerWithActor = (activity: Activity): HubActivity => ({
  ...answer(activity),
  actor: activity.actor,
  access_token_id: activity.access_token_id,
})

function list(hub: HubContext, c: Context, of: ActivityOf, shown: (activity: Activity) => object) {
  const page = pageOf(c)
  const count = countActivity(hub.database, of)
  const results = listActivity(hub.database, of, page.pageSize, page.offset).map(shown)
  return c.json({ count, ...pageLinks(c, page, count), results })
}

export const activityRoutes = (hub: HubContext) =>
  new Hono()
    .get('/v2/orgs/:org/activity', async (c) => {
      const { organization } = await actorIn(hub, c, { roles: ['owner'], scope: null })
      return list(hub, c, { account: organization.name }, answerWithActor)
    })
    .get('/v2/orgs/:org/access-tokens/:id/activity', async (c) => {
      const { organization } = await ownerIn(hub, c)
      const token = findAccessToken(hub.database, organization.id, c.req.param('id'))
      if (token === undefined) throw new HubError('token.notFound')
      return list(hub, c, { accessToken: token.id }, answer)
    })
