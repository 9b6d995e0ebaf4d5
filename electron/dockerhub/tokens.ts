// Organization access tokens: /v2/orgs/{org}/access-tokens.
import * as z from 'zod'
import { tokenId } from '../../shared/contract/references.ts'
import { Failed, isFailed } from '../../shared/errors.ts'
import {
  type ChangeAccessTokenBody,
  type CreateAccessTokenBody,
  type HubAccessToken,
  type HubAccessTokenItem,
  hubAccessToken,
  hubAccessTokenItem,
  type HubCreatedAccessToken,
  hubResource,
} from '../../shared/hub/access-tokens.ts'
import type { HubClient } from './client.ts'
import { HubFailed } from './failures.ts'
import { readAll, readPage } from './paging.ts'

const tokensPath = (organization: string) => `/v2/orgs/${encodeURIComponent(organization)}/access-tokens`
const tokenPath = (organization: string, id: string) =>
  `${tokensPath(organization)}/${encodeURIComponent(id)}`

const listItem = hubAccessTokenItem.extend({ id: tokenId })

/** All tokens of an organization, without their access. `unreadable` rows count in `total` and so in the slots. */
export async function listAccessTokens(
  client: HubClient,
  organization: string,
  signal?: AbortSignal,
): Promise<{ tokens: HubAccessTokenItem[]; unreadable: number; total: number }> {
  const request = { path: tokensPath(organization), item: listItem, ...(signal && { signal }) }
  const { items, unreadable, total } = await readAll(client, request, (item) => item.id)
  return { tokens: items, unreadable, total }
}

/** How many tokens an organization has, expired and inactive ones included. */
export async function countAccessTokens(client: HubClient, organization: string): Promise<number> {
  const page = await readPage(client, { path: tokensPath(organization), item: z.unknown() }, 1, 1)
  return page.total
}

/** One token with its access. Throws `token.gone` when the organization has none with this id. */
export const getAccessToken = (
  client: HubClient,
  organization: string,
  id: string,
  signal?: AbortSignal,
): Promise<HubAccessToken> =>
  client.request({
    method: 'GET',
    path: tokenPath(organization, id),
    answer: hubAccessToken,
    ...(signal && { signal }),
  })

/**
 * Creates one token; sent once. The answer is the only place where the secret ever stands, so nothing but the id
 * and the secret has to be in order in it. Throws `token.unknownOutcome` when the token may have been made
 * although no answer could be read, and the Hub's refusal or `server.*` when it surely was not.
 */
export async function createAccessToken(
  client: HubClient,
  organization: string,
  body: CreateAccessTokenBody,
): Promise<HubCreatedAccessToken> {
  const answer = z.looseObject({
    id: tokenId,
    token: z.string().min(1),
    label: z.string().catch(body.label),
    description: z.string().nullable().optional().catch(body.description),
    resources: z.array(hubResource).catch(body.resources),
    is_active: z.boolean().catch(true),
    created_at: z.string().catch(() => new Date().toISOString()),
    expires_at: z.string().nullable().optional().catch(body.expires_at),
  })
  try {
    return await client.request({ method: 'POST', path: tokensPath(organization), body, answer })
  } catch (error) {
    if (!(error instanceof HubFailed) || error.reach !== 'maybeDone') throw error
    const { detail } = error.failure
    throw new Failed('token.unknownOutcome', detail === undefined ? {} : { detail }, { cause: error })
  }
}

/**
 * Changes a token; sent once. Throws `token.changeUnknown` when it may have been changed although no answer could be
 * read. The server's answer is what the token is now.
 */
export const changeAccessToken = (
  client: HubClient,
  organization: string,
  id: string,
  body: ChangeAccessTokenBody,
): Promise<HubAccessToken> =>
  sure(client.request({ method: 'PATCH', path: tokenPath(organization, id), body, answer: hubAccessToken }))

/** Deletes a token for good. One that is gone already counts as deleted. Throws `token.changeUnknown` like a change. */
export async function deleteAccessToken(client: HubClient, organization: string, id: string): Promise<void> {
  try {
    await sure(client.request({ method: 'DELETE', path: tokenPath(organization, id), answer: null }))
  } catch (error) {
    if (!isFailed(error, 'token.gone')) throw error
  }
}

/** Tells a failure that may have had its effect apart from one that surely had none. */
async function sure<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    if (!(error instanceof HubFailed) || error.reach !== 'maybeDone') throw error
    const { detail } = error.failure
    throw new Failed('token.changeUnknown', detail === undefined ? {} : { detail }, { cause: error })
  }
}
