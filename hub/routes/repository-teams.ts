// Which teams may do what with a repository (…/groups): list, give, read, change, take away. Docker documents them under
// /v2/repositories, where organization access tokens may call these and no others; here they are under /v2/namespaces too.
import { type Context, Hono } from 'hono'
import { readBody } from '../body.ts'
import type { HubContext } from '../context.ts'
import { findOrganization } from '../data/organizations.ts'
import {
  type TeamPermission,
  type TeamRepository,
  countTeamsOf,
  findTeamOf,
  listTeamsOf,
  removeTeamPermission,
  setTeamPermission,
} from '../data/team-repositories.ts'
import { teamById } from '../data/teams.ts'
import { HubError } from '../errors.ts'
import { pageLinks, pageOf } from '../paging.ts'
import { recordRepository } from '../rules/record.ts'
import { type RepositoryAccess, repositoryFor } from '../rules/repository-access.ts'
import { newTeamPermissionBody, teamPermissionBody } from '../rules/repository-body.ts'

const answer = ({ team_id, team_name, permission }: TeamRepository) => ({
  group_id: team_id,
  group_name: team_name,
  permission,
})

const groupId = (c: Context): number => {
  const text = c.req.param('group') ?? ''
  return /^\d{1,15}$/.test(text) ? Number(text) : -1
}

function assigned(hub: HubContext, { repository }: RepositoryAccess, id: number): TeamRepository {
  const found = findTeamOf(hub.database, repository.id, id)
  if (found === undefined) throw new HubError('team.notFound')
  return found
}

/** Gives a team of the repository's organization the permission, in one transaction with its audit row. */
function assign(
  hub: HubContext,
  access: RepositoryAccess,
  id: number,
  permission: TeamPermission,
): TeamRepository {
  const { repository, actor } = access
  return hub.database.write(() => {
    const organization = findOrganization(hub.database, repository.namespace)
    const team = organization && teamById(hub.database, organization.id, id)
    if (team === undefined) throw new HubError('team.notFound')
    const before = findTeamOf(hub.database, repository.id, id)?.permission ?? null
    if (before !== permission) {
      setTeamPermission(hub.database, repository.id, id, permission)
      recordRepository(hub, 'repo.update', actor, repository, { team: team.name, permission, before })
    }
    return assigned(hub, access, id)
  })
}

function remove(hub: HubContext, access: RepositoryAccess, id: number): void {
  const { repository, actor } = access
  hub.database.write(() => {
    const { team_name: team, permission: before } = assigned(hub, access, id)
    removeTeamPermission(hub.database, repository.id, id)
    recordRepository(hub, 'repo.update', actor, repository, { team, permission: null, before })
  })
}

function routesAt(hub: HubContext, groups: string) {
  const one = `${groups}/:group`
  return new Hono()
    .get(groups, async (c) => {
      const { repository } = await repositoryFor(hub, c, 'readTeams')
      const page = pageOf(c)
      const count = countTeamsOf(hub.database, repository.id)
      const results = listTeamsOf(hub.database, repository.id, page.pageSize, page.offset).map(answer)
      return c.json({ count, ...pageLinks(c, page, count), results })
    })
    .post(groups, async (c) => {
      const access = await repositoryFor(hub, c, 'changeTeams')
      const { group_id, permission } = await readBody(c, newTeamPermissionBody)
      return c.json(answer(assign(hub, access, group_id, permission)))
    })
    .get(one, async (c) =>
      c.json(answer(assigned(hub, await repositoryFor(hub, c, 'readTeams'), groupId(c)))),
    )
    .patch(one, async (c) => {
      const access = await repositoryFor(hub, c, 'changeTeams')
      const { permission } = await readBody(c, teamPermissionBody)
      const { team_id } = assigned(hub, access, groupId(c))
      return c.json(answer(assign(hub, access, team_id, permission)))
    })
    .delete(one, async (c) => {
      remove(hub, await repositoryFor(hub, c, 'removeTeams'), groupId(c))
      return c.body(null, 204)
    })
}

export const repositoryTeamRoutes = (hub: HubContext) =>
  new Hono()
    .route('/', routesAt(hub, '/v2/repositories/:namespace/:repository/groups'))
    .route('/', routesAt(hub, '/v2/namespaces/:namespace/repositories/:repository/groups'))
