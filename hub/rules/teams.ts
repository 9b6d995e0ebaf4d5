// Which teams a caller sees, and finding the one in the path.
import type { Context } from 'hono'
import type { HubContext } from '../context.ts'
import { type Team, type TeamQuery, countTeams, findTeam } from '../data/teams.ts'
import { HubError, fieldError } from '../errors.ts'
import type { Actor } from './actors.ts'

/** Owners and tokens see every team, editors all but `owners`, members the teams they are in. */
export function visibleTeams({ organization, role, user }: Actor): TeamQuery {
  return {
    organizationId: organization.id,
    search: '',
    with: role === 'member' && user !== null ? [user.id] : [],
    // hub-tool takes whoever sees a team `owners` for an owner.
    ownersToo: role === null || role === 'owner',
  }
}

/** The team in the path, if the caller sees it. */
export function teamIn(hub: HubContext, c: Context, actor: Actor): Team {
  const team = findTeam(hub.database, actor.organization.id, c.req.param('group') ?? '')
  const seen = team && countTeams(hub.database, { ...visibleTeams(actor), only: team.id })
  if (!team || seen === 0) throw new HubError('team.notFound')
  return team
}

/** The team in the path, if it can be changed: `owners` follows the roles. */
export function changeableTeamIn(hub: HubContext, c: Context, actor: Actor): Team {
  const team = teamIn(hub, c, actor)
  if (team.id === 0) throw new HubError('team.owners')
  return team
}

/** Throws when another team has this name, in whatever case of letters. */
export function checkTeamName(
  hub: HubContext,
  organizationId: string,
  name: string,
  id: number | null,
): void {
  const other = findTeam(hub.database, organizationId, name)
  if (other !== undefined && other.id !== id)
    throw fieldError('name', 'the organization has a team of this name', 'team.nameTaken')
}
