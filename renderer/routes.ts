// Where each page is: what other pages link to. router.ts builds the router from the same names.
import type { RouteLocationRaw } from 'vue-router'
import type { OrganizationRef, TokenRef } from '../shared/contract/references.ts'
import type { Criteria } from '../shared/tokens/criteria.ts'
import { type Origin, originText } from './origins.ts'
import { criteriaQuery, type Query } from './tableAddress.ts'

export const connectPage: RouteLocationRaw = { name: 'connect' }

export const settingsPage = { name: 'settings' } satisfies RouteLocationRaw

/** What changed between two moments; null for all organizations. */
export const compareOf = (of: OrganizationRef | null): RouteLocationRaw => ({
  name: 'compare',
  query: of ? { organization: of.organization, account: of.accountId } : {},
})

export const accountPage = (accountId: string): RouteLocationRaw => ({
  name: 'account',
  params: { accountId },
})

/** `query`: what its table shows; everything when left out. */
export const inventoryOf = (
  accountId: string,
  organization: string,
  query: Query = {},
): RouteLocationRaw => ({
  name: 'inventory',
  params: { accountId, organization },
  query,
})

/** What deserves attention, over all organizations or in one. */
export const insightsOf = (of: OrganizationRef | null): RouteLocationRaw => ({
  name: 'insights',
  query: of ? { organization: of.organization, account: of.accountId } : {},
})

/** The wizard, with its form as it was left or started from something. */
export const generateIn = (accountId: string, organization: string, from?: Origin): RouteLocationRaw => ({
  name: 'generate',
  params: { accountId, organization },
  ...(from && { query: { from: originText(from) } }),
})

export const secretOf = (accountId: string, organization: string, tokenId: string): RouteLocationRaw => ({
  name: 'secret',
  params: { accountId, organization, tokenId },
})

/** The secrets that this computer keeps for an account's organizations. */
export const keptOf = (accountId: string): RouteLocationRaw => ({ name: 'secrets', params: { accountId } })

/** The inventory with the token's details beside it. */
export const tokenOf = (
  accountId: string,
  organization: string,
  tokenId: string,
  query: Query = {},
): RouteLocationRaw => ({
  name: 'token',
  params: { accountId, organization, tokenId },
  query,
})

/** Where a token gets a successor. */
export const rotateOf = (accountId: string, organization: string, tokenId: string): RouteLocationRaw => ({
  name: 'rotate',
  params: { accountId, organization, tokenId },
})

export const editOf = (accountId: string, organization: string, tokenId: string): RouteLocationRaw => ({
  name: 'edit',
  params: { accountId, organization, tokenId },
})

/** Where a member that is really a robot gets a token in its place; without a user name, where it is chosen. */
export const replaceIn = (accountId: string, organization: string, username?: string): RouteLocationRaw => ({
  name: 'replace',
  params: { accountId, organization, ...(username !== undefined && { username }) },
})

/** Where a token is put to use: a login on this computer, snippets for elsewhere. */
export const useOf = (accountId: string, organization: string, tokenId: string): RouteLocationRaw => ({
  name: 'use',
  params: { accountId, organization, tokenId },
})

/** The tokens of every organization that can be managed, or those that fit. */
export const allTokens = (criteria: Partial<Criteria> = {}): RouteLocationRaw => ({
  name: 'all',
  query: criteriaQuery(criteria),
})

/** The same with the details of a token beside the table. `query`: what the table shows. */
export const allTokenOf = (
  { accountId, organization, tokenId }: TokenRef,
  query: Query = {},
): RouteLocationRaw => ({
  name: 'allToken',
  params: { accountId, organization, tokenId },
  query,
})

/** What happened: in an organization, or with one of its tokens, whose label is needed should it be gone by then. */
export const activityOf = (
  of: OrganizationRef | null,
  token?: { id: string; label: string },
): RouteLocationRaw => ({
  name: 'activity',
  query: {
    ...(of && { organization: of.organization, account: of.accountId }),
    ...(token && { token: token.id, name: token.label }),
  },
})
