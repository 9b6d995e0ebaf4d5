// What a member reaches: through their role, or through their teams, repository by repository, because a Hub tells which
// teams reach a repository and not which repositories a team reaches.
import PQueue from 'p-queue'
import type { MemberReach } from '../../shared/contract/members.ts'
import { isFailed } from '../../shared/errors.ts'
import type { HubRepositoryTeam, HubTeam } from '../../shared/hub/members.ts'
import type { HubClient } from '../dockerhub/client.ts'
import { findMember } from '../dockerhub/members.ts'
import { listRepositories } from '../dockerhub/repositories.ts'
import { isInTeam, listRepositoryTeams, listTeamsOf } from '../dockerhub/teams.ts'

export interface ReachParts {
  client: HubClient
  organization: string
  username: string
  /** Aborting rejects with the signal's own reason. */
  signal: AbortSignal
  known: KnownTeams
  onProgress(done: number, total: number): void
  /** Unix milliseconds. */
  now(): number
}

/** The teams of repositories, as they were read not long ago: the same for every member. Keyed by repository. */
export type KnownTeams = Map<string, { teams: HubRepositoryTeam[]; unreadable: number; readAt: number }>

/** Requests at a time. */
const concurrency = 6
/** What was read within this time is not read again (milliseconds): so that a reading that broke off goes on. */
const fresh = 10 * 60_000

/** Refused or not understood: only this one thing stays unread. Anything else is about the server or the account. */
const isAboutThis = (error: unknown): boolean =>
  isFailed(error, 'server.refused', 'server.unexpected', 'organization.gone', 'organization.notOwner')

/** @throws Failed members.gone, members.unreadable, server.*, signIn.needed; the signal's reason */
export async function readReach(parts: ReachParts): Promise<MemberReach> {
  const { client, organization, username, signal, now } = parts
  const member = await findMember(client, organization, username, signal)
  const role = (member.role ?? '').toLowerCase()
  const repositories = await listRepositories(client, organization, signal)
  const reach: MemberReach = {
    username,
    role,
    everything: role === 'owner' || role === 'editor',
    teams: [],
    repositories: [],
    total: repositories.repositories.length + repositories.unreadable,
    unread: { repositories: [], teams: [], rows: repositories.unreadable },
    readAt: new Date(now()).toISOString(),
  }
  if (reach.everything) return reach

  const teams = await teamsOf(parts, member.groups ?? [])
  reach.teams = teams.certain.map(({ name }) => name)
  reach.unread.teams = teams.unread
  reach.unread.rows += teams.rows
  if (teams.certain.length === 0) return reach

  const names = repositories.repositories.map(({ name }) => name)
  const read = await readAllTeams(parts, names)
  const mine = new Map(teams.certain.map(({ id, name }) => [id, name]))
  for (const { name, is_private } of repositories.repositories) {
    const found = read.get(name)
    if (!found) reach.unread.repositories.push(name)
    reach.unread.rows += found?.unreadable ?? 0
    const through = (found?.teams ?? []).flatMap(({ group_id, permission }) => {
      const team = mine.get(group_id)
      return team === undefined ? [] : [{ name: team, permission }]
    })
    if (through.length > 0) reach.repositories.push({ name, isPrivate: is_private, teams: through })
  }
  return reach
}

/** The teams that both the server's list and the team itself say the member is in. `named`: as the member's own row has them. */
async function teamsOf(
  { client, organization, username, signal }: ReachParts,
  named: readonly string[],
): Promise<{ certain: HubTeam[]; unread: string[]; rows: number }> {
  const { teams, unreadable } = await listTeamsOf(client, organization, username, signal)
  const certain: HubTeam[] = []
  const listed = new Set(teams.map(({ name }) => name))
  const unread = named.filter((name) => !listed.has(name))
  for (const team of teams)
    try {
      if (await isInTeam(client, organization, team.name, username, signal)) certain.push(team)
    } catch (error) {
      if (!isAboutThis(error)) throw error
      unread.push(team.name)
    }
  return { certain, unread, rows: unreadable }
}

/** The teams of each repository; one that cannot be read is not in the answer. */
async function readAllTeams(
  { client, organization, signal, known, onProgress, now }: ReachParts,
  names: readonly string[],
): Promise<KnownTeams> {
  const queue = new PQueue({ concurrency })
  const read: KnownTeams = new Map()
  let done = 0
  let stopped: Error | null = null
  const readOne = async (name: string) => {
    try {
      const before = known.get(name)
      const answer =
        before && now() - before.readAt < fresh
          ? before
          : { ...(await listRepositoryTeams(client, organization, name, signal)), readAt: now() }
      known.set(name, answer)
      read.set(name, answer)
    } catch (error) {
      if (!isAboutThis(error)) {
        stopped ??= error instanceof Error ? error : new Error('reading broke off', { cause: error })
        queue.clear()
      }
    }
    done += 1
    onProgress(done, names.length)
  }
  onProgress(0, names.length)
  for (const name of names) void queue.add(() => readOne(name))
  await queue.onIdle()
  if (stopped !== null) throw stopped as Error
  return read
}
