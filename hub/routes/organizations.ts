// The organizations of the signed-in person, with role and plan (/v2/user/orgs), and the profile of any (/v2/orgs/{org}).
import { Hono } from 'hono'
import { callerOf, userOf } from '../callers.ts'
import type { HubContext } from '../context.ts'
import {
  type Organization,
  type Role,
  countOrganizationsOf,
  findOrganization,
  organizationsOf,
} from '../data/organizations.ts'
import { countTeams, listTeams } from '../data/teams.ts'
import type { User } from '../data/users.ts'
import { HubError } from '../errors.ts'
import { pageLinks, pageOf } from '../paging.ts'

const planNames = { team: 'Docker Team', business: 'Docker Business' }

const profile = (organization: Organization) => ({
  id: organization.id.replaceAll('-', ''),
  uuid: organization.id,
  orgname: organization.name,
  full_name: organization.full_name,
  location: organization.location,
  company: organization.company,
  profile_url: '',
  date_joined: organization.date_joined,
  gravatar_email: '',
  gravatar_url: '',
  type: 'Organization',
  badge: '',
  is_active: organization.is_active === 1,
})

function answer({ database }: HubContext, organization: Organization & { role: Role }, user: User) {
  const all = { organizationId: organization.id, search: '', with: [], ownersToo: true }
  return {
    ...profile(organization),
    user_role: organization.role,
    user_groups: listTeams(database, { ...all, with: [user.id] }, -1, 0).map(({ name }) => name),
    org_groups_count: countTeams(database, all),
    plan_name: organization.plan && planNames[organization.plan],
    parent_name: null,
  }
}

export const organizationRoutes = (hub: HubContext) =>
  new Hono()
    .get('/v2/user/orgs', async (c) => {
      const { user } = await userOf(hub, c)
      const page = pageOf(c)
      const count = countOrganizationsOf(hub.database, user.id)
      const results = organizationsOf(hub.database, user.id, page.pageSize, page.offset)
      return c.json({
        count,
        ...pageLinks(c, page, count),
        results: results.map((organization) => answer(hub, organization, user)),
      })
    })
    .get('/v2/orgs/:org', async (c) => {
      // Docker's Terraform provider reads organizations it does not belong to: everybody may.
      await callerOf(hub, c)
      const organization = findOrganization(hub.database, c.req.param('org'))
      if (organization?.is_active !== 1) throw new HubError('organization.notFound')
      return c.json(profile(organization))
    })
