// GET /api/billing/v4/accounts/{id}/hub-plan, which hub-tool asks for a person's and an organization's plan.
import { Hono } from 'hono'
import { userOf } from '../callers.ts'
import type { HubContext } from '../context.ts'
import { organizationById, roleIn } from '../data/organizations.ts'
import type { User } from '../data/users.ts'
import { HubError } from '../errors.ts'

/** What hub-tool shows as "unlimited". */
const unlimited = 9999

/** Ids go over the wire without their dashes. */
const uuidOf = (id: string): string =>
  id.replaceAll('-', '').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** One's own, or that of an organization one is in; to others an account is not there. */
function planOf({ database }: HubContext, user: User, id: string): 'free' | 'team' | 'business' {
  if (id === user.id) return 'free'
  const organization = organizationById(database, id)
  if (organization?.is_active !== 1 || roleIn(database, organization.id, user.id) === null)
    throw new HubError('namespace.notFound', { words: 'account not found' })
  return organization.plan ?? 'free'
}

export const planRoutes = (hub: HubContext) =>
  new Hono().get('/api/billing/v4/accounts/:id/hub-plan', async (c) => {
    const { user } = await userOf(hub, c)
    return c.json({
      name: planOf(hub, user, uuidOf(c.req.param('id'))),
      legacy: false,
      seats: unlimited,
      private_repos: unlimited,
      teams: unlimited,
      collaborators: unlimited,
      parallel_builds: 0,
      duration: 'monthly',
    })
  })
