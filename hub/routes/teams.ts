// Teams (/v2/orgs/{org}/groups): list, make, read, change, delete.
import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { readBody } from '../body.ts'
import type { HubContext } from '../context.ts'
import {
  type Team,
  countTeams,
  deleteTeam,
  findTeam,
  insertTeam,
  listTeams,
  updateTeam,
} from '../data/teams.ts'
import { findUser } from '../data/users.ts'
import { HubError } from '../errors.ts'
import { pageLinks, pageOf } from '../paging.ts'
import { type Actor, actorIn } from '../rules/actors.ts'
import { roles } from '../rules/member-query.ts'
import { record } from '../rules/record.ts'
import { teamBody, teamChangeBody } from '../rules/team-body.ts'
import { changeableTeamIn, checkTeamName, teamIn, visibleTeams } from '../rules/teams.ts'

const read = { roles, scope: 'scope-group-read' } as const
const edit = { roles: ['owner'], scope: 'scope-group-edit', change: true } as const

const answer = ({ id, uuid, name, description, member_count }: Team) => ({
  id,
  uuid,
  name,
  description,
  member_count,
})

/** The team as it is in the database now. */
function stored(hub: HubContext, { organization }: Actor, name: string): Team {
  const team = findTeam(hub.database, organization.id, name)
  if (team === undefined) throw new HubError('team.notFound')
  return team
}

function change(
  hub: HubContext,
  c: Context,
  actor: Actor,
  to: { name?: string; description?: string },
): Team {
  return hub.database.write(() => {
    const before = changeableTeamIn(hub, c, actor)
    const { name = before.name, description = before.description } = to
    if (name === before.name && description === before.description) return before
    checkTeamName(hub, actor.organization.id, name, before.id)
    updateTeam(hub.database, before, name, description)
    record(hub, actor, 'org.team.update', name, { before: before.name, description })
    return stored(hub, actor, name)
  })
}

export const teamRoutes = (hub: HubContext) =>
  new Hono()
    .get('/v2/orgs/:org/groups', async (c) => {
      const visible = visibleTeams(await actorIn(hub, c, read))
      const username = c.req.query('username') ?? ''
      // The id of nobody: then there are no teams.
      const of = username === '' ? [] : [findUser(hub.database, username)?.id ?? '']
      const query = { ...visible, search: c.req.query('search') ?? '', with: [...visible.with, ...of] }
      const page = pageOf(c)
      const count = countTeams(hub.database, query)
      const results = listTeams(hub.database, query, page.pageSize, page.offset).map(answer)
      return c.json({ count, ...pageLinks(c, page, count), results })
    })
    .post('/v2/orgs/:org/groups', async (c) => {
      const actor = await actorIn(hub, c, edit)
      const { name, description } = await readBody(c, teamBody)
      const organization_id = actor.organization.id
      const team = hub.database.write(() => {
        checkTeamName(hub, organization_id, name, null)
        const made = { uuid: randomUUID(), organization_id, name, description: description ?? '' }
        insertTeam(hub.database, made, hub.clock.stamp())
        record(hub, actor, 'org.team.create', name, { description: made.description })
        return stored(hub, actor, name)
      })
      return c.json(answer(team), 201)
    })
    .get('/v2/orgs/:org/groups/:group', async (c) =>
      c.json(answer(teamIn(hub, c, await actorIn(hub, c, read)))),
    )
    .put('/v2/orgs/:org/groups/:group', async (c) => {
      const actor = await actorIn(hub, c, edit)
      const { name, description } = await readBody(c, teamBody)
      return c.json(answer(change(hub, c, actor, { name, description: description ?? '' })))
    })
    .patch('/v2/orgs/:org/groups/:group', async (c) => {
      const actor = await actorIn(hub, c, edit)
      const { name, description } = await readBody(c, teamChangeBody)
      const to = {
        ...(name !== undefined && { name }),
        ...(typeof description === 'string' && { description }),
      }
      return c.json(answer(change(hub, c, actor, to)))
    })
    .delete('/v2/orgs/:org/groups/:group', async (c) => {
      const actor = await actorIn(hub, c, edit)
      hub.database.write(() => {
        const team = changeableTeamIn(hub, c, actor)
        deleteTeam(hub.database, team)
        record(hub, actor, 'org.team.delete', team.name, { members: team.member_count })
      })
      return c.body(null, 204)
    })
