// The audit log (/v2/auditlogs/{account}): what was changed in an organization, or in a person's own namespace.
import { type Context, Hono } from 'hono'
import type { HubContext } from '../context.ts'
import { type AuditEvent, listAuditEvents } from '../data/audit-log.ts'
import { HubError } from '../errors.ts'
import { pageOf } from '../paging.ts'
import { actorIn, knownCaller } from '../rules/actors.ts'
import { actionGroups, describeAction } from '../rules/audit-actions.ts'
import { auditQueryOf } from '../rules/audit-query.ts'
import { readsPublicOnly } from '../rules/levels.ts'

/** The account in the path, if the caller may read its log: owners, tokens with the scope, persons their own. */
async function readableAccount(hub: HubContext, c: Context): Promise<string> {
  const account = c.req.param('account') ?? ''
  const caller = await knownCaller(hub, c)
  if (caller.kind === 'user' && caller.user.username === account) {
    if (readsPublicOnly(caller.personalToken)) throw new HubError('bearer.personalToken')
    return account
  }
  await actorIn(hub, c, { roles: ['owner'], scope: 'scope-activity-read' }, account)
  return account
}

// Docker documents the values of `data` as texts.
const asTexts = (data: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  )

const answer = (event: AuditEvent) => ({
  account: event.account,
  action: event.action,
  name: event.name,
  actor: event.actor,
  data: asTexts(event.data),
  timestamp: event.timestamp,
  action_description: describeAction(event.action, event.name),
})

export const auditLogRoutes = (hub: HubContext) =>
  new Hono()
    .get('/v2/auditlogs/:account', async (c) => {
      const query = auditQueryOf(c, await readableAccount(hub, c))
      const { pageSize, offset } = pageOf(c, 25)
      return c.json({ logs: listAuditEvents(hub.database, query, pageSize, offset).map(answer) })
    })
    .get('/v2/auditlogs/:account/actions', async (c) => {
      await readableAccount(hub, c)
      return c.json({ actions: actionGroups })
    })
