// Who is signed in, and the organizations they belong to: /v2/user and /v2/user/orgs.
import {
  type HubOrganization,
  hubOrganization,
  type HubUser,
  hubUser,
} from '../../shared/hub/organizations.ts'
import type { HubClient } from './client.ts'
import { readAll } from './paging.ts'

export const getUser = (client: HubClient): Promise<HubUser> =>
  client.request({ method: 'GET', path: '/v2/user', answer: hubUser })

/** All organizations of the signed-in user. Rows without a name are left out: nothing could be done with them. */
export async function listOrganizations(client: HubClient): Promise<HubOrganization[]> {
  const request = { path: '/v2/user/orgs', item: hubOrganization }
  return (await readAll(client, request, (organization) => organization.orgname)).items
}
