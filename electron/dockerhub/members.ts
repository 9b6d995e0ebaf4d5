// The people of an organization: /v2/orgs/{org}/members.
import { isFailed } from '../../shared/errors.ts'
import { type HubMember, hubMember } from '../../shared/hub/members.ts'
import type { HubClient } from './client.ts'
import { HubFailed } from './failures.ts'
import { readAll } from './paging.ts'

/**
 * Everybody who belongs to the organization, without those who are only invited; `unreadable` rows are left out.
 * Throws `members.unreadable` for somebody who may not see them.
 */
export async function listMembers(
  client: HubClient,
  organization: string,
): Promise<{ members: HubMember[]; unreadable: number }> {
  const path = `/v2/orgs/${encodeURIComponent(organization)}/members`
  const read = readAll(client, { path, item: hubMember }, ({ username }) => username)
  const { items, unreadable } = await orRefused(read, 'the members')
  const members = items.filter(({ username, role }) => username !== '' && role?.toLowerCase() !== 'invitee')
  return { members, unreadable }
}

/**
 * One of them, as the server tells it now. Throws `members.gone` when the organization has no such member, and
 * `members.unreadable`.
 */
export async function findMember(
  client: HubClient,
  organization: string,
  username: string,
  signal?: AbortSignal,
): Promise<HubMember> {
  const path = `/v2/orgs/${encodeURIComponent(organization)}/members`
  const request = { path, item: hubMember, query: { search: username }, ...(signal && { signal }) }
  const { items } = await orRefused(
    readAll(client, request, (member) => member.username),
    'the members',
  )
  const found = items.find((member) => member.username === username)
  if (!found) throw new HubFailed('members.gone', { detail: username, reach: 'refused' })
  return found
}

/** A refusal said of what was asked for: the Hub's own words are about access tokens. */
export async function orRefused<T>(reading: Promise<T>, what: string): Promise<T> {
  try {
    return await reading
  } catch (error) {
    if (!isFailed(error, 'organization.notOwner', 'server.refused')) throw error
    throw new HubFailed('members.unreadable', { detail: what, reach: 'refused' }, { cause: error })
  }
}
