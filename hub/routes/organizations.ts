// GET /v2/user/orgs: the organizations of the signed-in person, with their role and plan.
import { Hono } from 'hono'
import { userOf } from '../callers.ts'
import type { HubContext } from '../context.ts'
import { type Organization, type Role, countOrganizationsOf, organizationsOf } from '../data/organizations.ts'
import { pageLinks, pageOf } from '../paging.ts'

const planNames = { team: 'Docker Team', business: 'Docker Business' }

const answer = (organization: Organization & { role: Role }) => ({
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
  user_role: organization.role,
  user_groups: [],
  org_groups_count: 0,
  plan_name: organization.plan && planNames[organization.plan],
  parent_name: null,
})

export const organizationRoutes = (hub: HubContext) =>
  new Hono().get('/v2/user/orgs', async (c) => {
    const { user } = await userOf(hub, c)
    const page = pageOf(c)
    const count = countOrganizationsOf(hub.database, user.id)
    const results = organizationsOf(hub.database, user.id, page.pageSize, page.offset).map(answer)
    return c.json({ count, ...pageLinks(c, page, count), results })
  })
