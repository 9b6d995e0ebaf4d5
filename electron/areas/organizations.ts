// The calls about organizations: from the copy on this computer, and anew from the server with their slots.
import { isDeepStrictEqual } from 'node:util'
import PQueue from 'p-queue'
import * as z from 'zod'
import type { Announce, Handlers } from '../../shared/contract/define.ts'
import { type Organization, organization, type organizations } from '../../shared/contract/organizations.ts'
import { organizationName } from '../../shared/contract/references.ts'
import { isFailed } from '../../shared/errors.ts'
import type { HubOrganization } from '../../shared/hub/organizations.ts'
import { planFromName, slotLimits } from '../../shared/tokens/slots.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { HubClient } from '../dockerhub/client.ts'
import { listOrganizations } from '../dockerhub/organizations.ts'
import { countAccessTokens } from '../dockerhub/tokens.ts'
import type { SealedDocuments } from '../inventory/sealed.ts'

export interface OrganizationsParts {
  accounts: Pick<Accounts, 'client'>
  documents: Pick<SealedDocuments, 'read' | 'write'>
  announce: Announce<typeof organizations>
  /** Unix milliseconds. */
  now(): number
}

/** Requests at a time while slots are counted. */
const concurrency = 6

const copySchema = z.object({ refreshedAt: z.string(), organizations: z.array(organization) })

/** Docker's roles without any right over tokens. Custom roles may have it, so the server decides on those. */
const withoutRight = ['member', 'editor', 'invitee']

const documentName = (accountId: string): string => `organizations/${accountId}`

export function organizationsArea(parts: OrganizationsParts): Handlers<typeof organizations> {
  /** By client, so that nothing of it outlives a sign-out. */
  const known = new WeakMap<HubClient, Organization[]>()

  async function copyOf(accountId: string): Promise<Organization[]> {
    const client = parts.accounts.client(accountId)
    if (!known.has(client)) {
      const copy = copySchema.safeParse(await parts.documents.read(documentName(accountId)))
      // A refresh may have brought newer ones meanwhile.
      if (copy.success && !known.has(client)) known.set(client, copy.data.organizations)
    }
    return known.get(client) ?? []
  }

  return {
    list: ({ accountId }) => copyOf(accountId),
    async refresh({ accountId }) {
      const client = parts.accounts.client(accountId)
      const before = await copyOf(accountId)
      const listed = (await listOrganizations(client)).flatMap((found) => fromHub(found, accountId))
      const counted = await withSlots(client, listed, before)
      // Whoever signed out meanwhile wants no copy left behind; signing in again makes another client.
      if (parts.accounts.client(accountId) !== client) return counted
      known.set(client, counted)
      const refreshedAt = new Date(parts.now()).toISOString()
      await parts.documents.write(documentName(accountId), { refreshedAt, organizations: counted })
      if (!isDeepStrictEqual(before, counted)) parts.announce('changed', { accountId })
      return counted
    },
  }
}

/** Nothing for a name that is not a Docker Hub name: no token of it could be named. */
function fromHub(found: HubOrganization, accountId: string): Organization[] {
  const name = found.orgname.toLowerCase()
  if (!organizationName.safeParse(name).success) return []
  const plan = planFromName(found.plan_name)
  const role = (found.user_role ?? '').toLowerCase()
  const blocked = withoutRight.includes(role) ? 'notOwner' : plan === null ? 'noPlan' : null
  return [{ accountId, name, fullName: found.full_name ?? '', plan, role, blocked, slots: null }]
}

/** Counts tokens where that is allowed; where it fails for now, the last known slots stay. */
async function withSlots(
  client: HubClient,
  listed: Organization[],
  before: Organization[],
): Promise<Organization[]> {
  const queue = new PQueue({ concurrency })
  return Promise.all(
    listed.map(async (entry): Promise<Organization> => {
      const { plan } = entry
      if (entry.blocked !== null || plan === null) return entry
      try {
        const used = await queue.add(() => countAccessTokens(client, entry.name))
        return { ...entry, slots: { used, limit: slotLimits[plan] } }
      } catch (error) {
        if (isFailed(error, 'organization.notOwner')) return { ...entry, blocked: 'notOwner' }
        if (isFailed(error, 'organization.noPlan')) return { ...entry, blocked: 'noPlan' }
        if (!isFailed(error)) throw error
        return { ...entry, slots: before.find(({ name }) => name === entry.name)?.slots ?? null }
      }
    }),
  )
}
