// Invites into an organization: list, send, send again, cancel, and take up.
import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { readBody } from '../body.ts'
import { userOf } from '../callers.ts'
import type { HubContext } from '../context.ts'
import { type Invite, deleteInvite, insertInvite, inviteById, listInvites } from '../data/invites.ts'
import { insertMember } from '../data/members.ts'
import { type Organization, organizationById, roleIn } from '../data/organizations.ts'
import { insertTeamMember } from '../data/team-members.ts'
import { findTeam, ownersTeam } from '../data/teams.ts'
import { HubError, fieldError } from '../errors.ts'
import { type Actor, actorIn, knownCaller } from '../rules/actors.ts'
import { bulkBody, isInvited, judgeInvitee } from '../rules/invitees.ts'
import { record } from '../rules/record.ts'

const edit = { roles: ['owner'], scope: 'scope-invite-edit', change: true } as const

const answer = (invite: Invite, organization: Organization) => ({
  id: invite.id,
  inviter_username: invite.inviter,
  invitee: invite.invitee,
  org: organization.name,
  team: invite.team ?? '',
  role: invite.role,
  created_at: invite.created_at,
})

/** The team that invited people will be in: null for none, and for `owners`, which is a role. */
function teamName(hub: HubContext, organization: Organization, name: string): string | null {
  if (name === '') return null
  const team = findTeam(hub.database, organization.id, name)
  if (team === undefined) throw fieldError('team', 'team: there is no such team in the organization')
  return team.name === ownersTeam ? null : team.name
}

/** The invite in the path and its organization. */
function inviteIn(hub: HubContext, c: Context): { invite: Invite; organization: Organization } {
  const invite = inviteById(hub.database, c.req.param('id') ?? '')
  const organization = invite && organizationById(hub.database, invite.organization_id)
  if (!invite || organization?.is_active !== 1) throw new HubError('invite.notFound')
  return { invite, organization }
}

async function inviteEditor(hub: HubContext, c: Context): Promise<Actor & { invite: Invite }> {
  await knownCaller(hub, c)
  const { invite, organization } = inviteIn(hub, c)
  return { ...(await actorIn(hub, c, edit, organization.name)), invite }
}

export const inviteRoutes = (hub: HubContext) =>
  new Hono()
    .get('/v2/orgs/:org/invites', async (c) => {
      const { organization } = await actorIn(hub, c, { roles: ['owner'], scope: 'scope-invite-read' })
      const invites = listInvites(hub.database, organization.id)
      return c.json({ data: invites.map((invite) => answer(invite, organization)) })
    })
    .post('/v2/invites/bulk', async (c) => {
      await knownCaller(hub, c)
      const body = await readBody(c, bulkBody)
      const actor = await actorIn(hub, c, edit, body.org)
      const { organization } = actor
      const invitees = hub.database.write(() => {
        const team = teamName(hub, organization, body.team ?? '')
        const asOwners = body.team?.toLowerCase() === ownersTeam
        const role = asOwners ? 'owner' : (body.role ?? 'member')
        const wouldBe = new Set<string>()

        return body.invitees.map((text) => {
          const state = judgeInvitee(hub.database, organization.id, text)
          if (state.status === 'already_invited')
            return { invitee: text, status: state.status, invite: answer(state.invite, organization) }
          if (state.status !== 'invited') return { invitee: text, status: state.status }
          const { invitee } = state
          if (body.dry_run) {
            const status = wouldBe.has(invitee) ? ('already_invited' as const) : state.status
            wouldBe.add(invitee)
            return { invitee: text, status }
          }
          const invite: Invite = {
            id: randomUUID(),
            organization_id: organization.id,
            invitee,
            inviter: actor.name,
            role,
            team,
            created_at: hub.clock.stamp(),
          }
          insertInvite(hub.database, invite)
          record(hub, actor, 'org.member.invite.send', invitee, { role, team: team ?? '' })
          return { invitee: text, status: state.status, invite: answer(invite, organization) }
        })
      })
      return c.json({ invitees }, 202)
    })
    .delete('/v2/invites/:id', async (c) => {
      const actor = await inviteEditor(hub, c)
      hub.database.write(() => {
        const { invite } = inviteIn(hub, c)
        deleteInvite(hub.database, invite.id)
        record(hub, actor, 'org.member.invite.cancel', invite.invitee)
      })
      return c.body(null, 204)
    })
    .patch('/v2/invites/:id/resend', async (c) => {
      const actor = await inviteEditor(hub, c)
      // There is nothing to send here; the log still says that it was asked for.
      hub.database.write(() => {
        const { invite } = inviteIn(hub, c)
        record(hub, actor, 'org.member.invite.send', invite.invitee, { resent: 'true' })
      })
      return c.body(null, 204)
    })
    .post('/v2/invites/:id/accept', async (c) => {
      const { user, personalToken } = await userOf(hub, c)
      if (personalToken !== null) throw new HubError('bearer.personalToken')
      hub.database.write(() => {
        const { invite, organization } = inviteIn(hub, c)
        // Somebody else's invite is none to them.
        if (!isInvited(invite, user)) throw new HubError('invite.notFound')
        deleteInvite(hub.database, invite.id)
        if (roleIn(hub.database, organization.id, user.id) !== null) return
        const actor = { organization, name: user.username }
        insertMember(hub.database, organization.id, user.id, invite.role, hub.clock.stamp())
        record(hub, actor, 'org.member.add', user.username, { role: invite.role, inviter: invite.inviter })
        const team = invite.team === null ? undefined : findTeam(hub.database, organization.id, invite.team)
        if (team === undefined || team.id === 0) return
        insertTeamMember(hub.database, team.id, user.id)
        record(hub, actor, 'org.team.member.add', user.username, { team: team.name })
      })
      return c.body(null, 204)
    })
