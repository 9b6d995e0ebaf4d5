// The teams of an organization (/v2/orgs/{org}/groups), who is in one, and what each may do with a repository.
import {
  type HubRepositoryTeam,
  type HubTeam,
  hubRepositoryTeam,
  hubTeam,
  hubTeamMember,
} from '../../shared/hub/members.ts'
import type { HubClient } from './client.ts'
import { orRefused } from './members.ts'
import { readAll } from './paging.ts'

const encoded = encodeURIComponent
const signalled = (signal: AbortSignal | undefined) => (signal === undefined ? {} : { signal })

/**
 * The teams that the server names for a member. A server that does not know the question may name others too: ask
 * `isInTeam` of each. `unreadable` rows may be teams of theirs. Throws `members.unreadable`.
 */
export async function listTeamsOf(
  client: HubClient,
  organization: string,
  username: string,
  signal?: AbortSignal,
): Promise<{ teams: HubTeam[]; unreadable: number }> {
  const path = `/v2/orgs/${encoded(organization)}/groups`
  const request = { path, item: hubTeam, query: { username }, ...signalled(signal) }
  const { items, unreadable } = await orRefused(
    readAll(client, request, ({ name }) => name),
    'the teams',
  )
  return { teams: items, unreadable }
}

/** Whether the member is in the team. */
export async function isInTeam(
  client: HubClient,
  organization: string,
  team: string,
  username: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const path = `/v2/orgs/${encoded(organization)}/groups/${encoded(team)}/members`
  const request = { path, item: hubTeamMember, query: { search: username }, ...signalled(signal) }
  const { items } = await readAll(client, request, (member) => member.username)
  return items.some((member) => member.username === username)
}

/** Every team that may do something with a repository. */
export async function listRepositoryTeams(
  client: HubClient,
  namespace: string,
  repository: string,
  signal?: AbortSignal,
): Promise<{ teams: HubRepositoryTeam[]; unreadable: number }> {
  const path = `/v2/repositories/${encoded(namespace)}/${encoded(repository)}/groups`
  const request = { path, item: hubRepositoryTeam, ...signalled(signal) }
  const { items, unreadable } = await readAll(client, request, ({ group_id }) => String(group_id))
  return { teams: items, unreadable }
}
