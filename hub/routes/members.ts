// The people of an organization (/v2/orgs/{org}/members): list, export, roles, and leaving or being removed.
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { readBody } from '../body.ts'
import type { HubContext } from '../context.ts'
import {
  type Member,
  countMembers,
  countOtherOwners,
  deleteMember,
  findMember,
  listMembers,
  setRole,
} from '../data/members.ts'
import { ownersTeam } from '../data/teams.ts'
import { HubError } from '../errors.ts'
import { pageLinks, pageOf } from '../paging.ts'
import { type Actor, actorIn, knownCaller, seesEmails } from '../rules/actors.ts'
import { csvOf } from '../rules/csv.ts'
import { memberQueryOf, roles } from '../rules/member-query.ts'
import { record } from '../rules/record.ts'
import { personAnswer } from './person-answer.ts'

const edit = { roles: ['owner'], scope: 'scope-member-edit', change: true } as const
const roleBody = z.object({ role: z.enum(roles, `must be one of ${roles.join(', ')}`) })

// Written in lower case, read in upper: so Docker documents it, and so its Terraform provider does it.
const roleNames = { owner: 'Owner', editor: 'Editor', member: 'Member' } as const

const teamsOf = (member: Member): string[] => [
  ...(JSON.parse(member.teams) as string[]),
  ...(member.role === 'owner' && member.invite_id === null ? [ownersTeam] : []),
]

const answer = (member: Member, emails: boolean) => ({
  ...personAnswer({ ...member, id: member.user_id }, member.joined),
  role: member.invite_id === null ? roleNames[member.role] : 'Invitee',
  groups: teamsOf(member),
  is_guest: false,
  ...(emails && { email: member.email, primary_email: member.email }),
})

/** The member in the path. */
function memberIn(hub: HubContext, { organization }: Actor, username: string): Member {
  const member = findMember(hub.database, organization.id, username)
  if (member === undefined) throw new HubError('member.notFound')
  return member
}

function keepAnOwner(hub: HubContext, { organization }: Actor, member: Member): void {
  if (member.role === 'owner' && countOtherOwners(hub.database, organization.id, member.user_id) === 0)
    throw new HubError('member.lastOwner')
}

/** Who may remove this member: owners, tokens with the scope, and everybody themselves. */
async function remover(hub: HubContext, c: Context, username: string): Promise<Actor> {
  const caller = await knownCaller(hub, c)
  const leaves = caller.kind === 'user' && caller.user.username === username
  return actorIn(hub, c, leaves ? { ...edit, roles } : edit)
}

const exported = (member: Member): string[] => [
  member.full_name,
  member.username,
  member.email,
  member.invite_id === null ? 'User' : 'Invitee',
  roleNames[member.role],
  teamsOf(member).join(', '),
  member.joined,
]

export const memberRoutes = (hub: HubContext) =>
  new Hono()
    .get('/v2/orgs/:org/members', async (c) => {
      const actor = await actorIn(hub, c, { roles, scope: 'scope-member-read' })
      const emails = seesEmails(actor)
      const query = memberQueryOf(c, actor.organization.id, emails)
      if (query.invitees) await actorIn(hub, c, { roles: ['owner'], scope: 'scope-invite-read' })
      const page = pageOf(c)
      const count = countMembers(hub.database, query)
      const results = listMembers(hub.database, query, page.pageSize, page.offset)
      return c.json({
        count,
        ...pageLinks(c, page, count),
        results: results.map((member) => answer(member, emails)),
      })
    })
    .get('/v2/orgs/:org/members/export', async (c) => {
      const actor = await actorIn(hub, c, { roles: ['owner'], scope: 'scope-member-read' })
      const { organization } = actor
      const everybody = {
        organizationId: organization.id,
        search: '',
        emails: true,
        role: null,
        members: true,
        invitees: actor.carries('scope-invite-read'),
      }
      const columns = ['Name', 'Username', 'Email', 'Type', 'Role', 'Teams', 'Date Joined']
      const rows = listMembers(hub.database, everybody, -1, 0).map(exported)
      const file = `${organization.name}-members-${hub.clock.now()}.csv`
      return c.body(csvOf([columns, ...rows]), 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment;filename="${file}"`,
      })
    })
    .put('/v2/orgs/:org/members/:username', async (c) => {
      const actor = await actorIn(hub, c, edit)
      const { role } = await readBody(c, roleBody)
      const member = hub.database.write(() => {
        const before = memberIn(hub, actor, c.req.param('username'))
        if (before.role === role) return before
        keepAnOwner(hub, actor, before)
        setRole(hub.database, actor.organization.id, before.user_id, role)
        record(hub, actor, 'org.member.role.change', before.username, { from: before.role, to: role })
        return { ...before, role }
      })
      return c.json(answer(member, true))
    })
    .delete('/v2/orgs/:org/members/:username', async (c) => {
      const username = c.req.param('username')
      const actor = await remover(hub, c, username)
      hub.database.write(() => {
        const member = memberIn(hub, actor, username)
        keepAnOwner(hub, actor, member)
        deleteMember(hub.database, actor.organization.id, member.user_id)
        record(hub, actor, 'org.member.remove', username, { role: member.role, teams: member.teams })
      })
      return c.body(null, 204)
    })
