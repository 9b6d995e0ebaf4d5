// What was done with images, as the Local Hub tells it: /v2/orgs/{org}/activity, and the same of one access token.
import { isFailed } from '../../shared/errors.ts'
import { type HubActivity, hubActivity } from '../../shared/hub/activity.ts'
import type { HubClient } from './client.ts'
import { HubFailed } from './failures.ts'
import { type Page, readPage } from './paging.ts'
import { countAccessTokens, getAccessToken } from './tokens.ts'

/** The server has no such route: who used what is not to be learnt from it. */
export class UseNotTold extends HubFailed {
  constructor() {
    super('server.refused', { detail: 'this server does not tell the use of tokens', reach: 'refused' })
    this.name = 'UseNotTold'
  }
}

/**
 * One page, counted from 1, newest first; of one token, or of the whole organization with null. Throws `UseNotTold`
 * where there is no such route, `token.gone` and `organization.gone` where only that is missing.
 */
export async function readActivityPage(
  client: HubClient,
  organization: string,
  tokenId: string | null,
  page: number,
  { size = 100, signal }: { size?: number; signal?: AbortSignal } = {},
): Promise<Page<HubActivity>> {
  const base = `/v2/orgs/${encodeURIComponent(organization)}`
  const path = tokenId === null ? base : `${base}/access-tokens/${encodeURIComponent(tokenId)}`
  const request = { path: `${path}/activity`, item: hubActivity, ...(signal && { signal }) }
  try {
    return await readPage(client, request, page, size)
  } catch (error) {
    // A 404 in the API's form or in that of something else: both say that nothing is there.
    if (!isFailed(error, 'organization.gone') && !isMissing(error)) throw error
    // What it is about is there, or this throws that it is not.
    if (tokenId === null) await countAccessTokens(client, organization)
    else await getAccessToken(client, organization, tokenId)
    throw new UseNotTold()
  }
}

const isMissing = (error: unknown): boolean =>
  isFailed(error, 'server.unexpected') && error.failure.detail === 'HTTP 404'
