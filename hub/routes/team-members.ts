// Who is in a team (/v2/orgs/{org}/groups/{group}/members): list, add, remove.
import { type Context, Hono } from 'hono'
import { readBody } from '../body.ts'
import type { HubContext } from '../context.ts'
import { roleIn } from '../data/organizations.ts'
import {
  countTeamMembers,
  deleteTeamMember,
  insertTeamMember,
  listTeamMembers,
} from '../data/team-members.ts'
import { type User, findUser, userByEmail } from '../data/users.ts'
import { HubError } from '../errors.ts'
import { pageLinks, pageOf } from '../paging.ts'
import { actorIn, seesEmails } from '../rules/actors.ts'
import { roles } from '../rules/member-query.ts'
import { record } from '../rules/record.ts'
import { teamMemberBody } from '../rules/team-body.ts'
import { changeableTeamIn, teamIn } from '../rules/teams.ts'
import { personAnswer } from './person-answer.ts'

const edit = { roles: ['owner'], scope: 'scope-group-edit', change: true } as const

const answer = (user: User, emails: boolean) => ({
  ...personAnswer(user, user.date_joined),
  ...(emails && { email: user.email }),
})

/** It decodes a bare list here, where the documents and the Terraform provider have a page (hub-tool pkg/hub/members.go). */
const isHubTool = (c: Context): boolean => c.req.header('user-agent')?.startsWith('hub-tool/') ?? false

export const teamMemberRoutes = (hub: HubContext) =>
  new Hono()
    .get('/v2/orgs/:org/groups/:group/members', async (c) => {
      const actor = await actorIn(hub, c, { roles, scope: 'scope-group-read' })
      const emails = seesEmails(actor)
      const shown = (user: User) => answer(user, emails)
      const query = { team: teamIn(hub, c, actor), search: c.req.query('search') ?? '', emails }
      if (isHubTool(c)) return c.json(listTeamMembers(hub.database, query, -1, 0).map(shown))
      const page = pageOf(c)
      const count = countTeamMembers(hub.database, query)
      const found = listTeamMembers(hub.database, query, page.pageSize, page.offset)
      return c.json({ count, ...pageLinks(c, page, count), results: found.map(shown) })
    })
    .post('/v2/orgs/:org/groups/:group/members', async (c) => {
      const actor = await actorIn(hub, c, edit)
      const { member } = await readBody(c, teamMemberBody)
      const user = hub.database.write(() => {
        const team = changeableTeamIn(hub, c, actor)
        const found = member.includes('@')
          ? userByEmail(hub.database, member)
          : findUser(hub.database, member)
        if (!found || roleIn(hub.database, actor.organization.id, found.id) === null)
          throw new HubError('member.notFound')
        if (insertTeamMember(hub.database, team.id, found.id))
          record(hub, actor, 'org.team.member.add', found.username, { team: team.name })
        return found
      })
      return c.json(answer(user, true))
    })
    .delete('/v2/orgs/:org/groups/:group/members/:username', async (c) => {
      const actor = await actorIn(hub, c, edit)
      hub.database.write(() => {
        const team = changeableTeamIn(hub, c, actor)
        const user = findUser(hub.database, c.req.param('username'))
        if (!user || !deleteTeamMember(hub.database, team.id, user.id)) throw new HubError('member.notFound')
        record(hub, actor, 'org.team.member.remove', user.username, { team: team.name })
      })
      return c.body(null, 204)
    })
