// The calls about an organization's people: from the copy on this computer, and anew from the server.
import { isDeepStrictEqual } from 'node:util'
import type { Announce, Handlers } from '../../shared/contract/define.ts'
import { type Member, type MemberList, memberList, type members } from '../../shared/contract/members.ts'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import { isFailed } from '../../shared/errors.ts'
import { noWay } from '../../shared/no-way.ts'
import type { HubMember } from '../../shared/hub/members.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { HubClient } from '../dockerhub/client.ts'
import { listMembers } from '../dockerhub/members.ts'
import type { SealedDocuments } from '../inventory/sealed.ts'
import { type KnownTeams, readReach } from '../members/reach.ts'

export interface MembersParts {
  accounts: Pick<Accounts, 'find' | 'client'>
  documents: Pick<SealedDocuments, 'read' | 'write'>
  announce: Announce<typeof members>
  /** Unix milliseconds. */
  now(): number
}

const copySchema = memberList.omit({ offline: true })

const documentName = (ref: OrganizationRef): string => `members/${ref.accountId}/${ref.organization}`

export function membersArea(parts: MembersParts): Handlers<typeof members> {
  // By client, so that nothing of it outlives a sign-out.
  const known = new WeakMap<HubClient, Map<string, KnownTeams>>()
  const readings = new Map<string, AbortController>()

  function knownOf(client: HubClient, organization: string): KnownTeams {
    const all = known.get(client) ?? new Map<string, KnownTeams>()
    const found = all.get(organization) ?? (new Map() as KnownTeams)
    known.set(client, all.set(organization, found))
    return found
  }

  async function copyOf(ref: OrganizationRef): Promise<Omit<MemberList, 'offline'>> {
    const parsed = copySchema.safeParse(await parts.documents.read(documentName(ref)))
    return parsed.success ? parsed.data : { members: [], unreadable: 0, readAt: null }
  }

  return {
    async list({ accountId, organization }) {
      parts.accounts.find(accountId)
      return { ...(await copyOf({ accountId, organization })), offline: false }
    },
    async refresh({ accountId, organization }) {
      const ref = { accountId, organization }
      const client = parts.accounts.client(accountId)
      const before = await copyOf(ref)
      try {
        const listed = await listMembers(client, organization)
        const list = {
          members: listed.members.map(fromHub),
          unreadable: listed.unreadable,
          readAt: new Date(parts.now()).toISOString(),
        }
        // Whoever signed out meanwhile wants no copy left behind; signing in again makes another client.
        if (parts.accounts.client(accountId) !== client) return { ...list, offline: false }
        await parts.documents.write(documentName(ref), list)
        if (!isDeepStrictEqual(before.members, list.members)) parts.announce('changed', ref)
        return { ...list, offline: false }
      } catch (error) {
        if (!isFailed(error, ...noWay, 'server.failed') || before.readAt === null) throw error
        return { ...before, offline: true }
      }
    },
    async reach({ username, ...ref }) {
      const client = parts.accounts.client(ref.accountId)
      const reading = new AbortController()
      // Only the page that asked last is waiting for an answer.
      readings.get(documentName(ref))?.abort()
      readings.set(documentName(ref), reading)
      let told = -Infinity
      try {
        return await readReach({
          client,
          organization: ref.organization,
          username,
          signal: reading.signal,
          known: knownOf(client, ref.organization),
          onProgress(done, total) {
            // As often as it can be seen.
            if (reading.signal.aborted || (done < total && done > 0 && parts.now() - told < 50)) return
            told = parts.now()
            parts.announce('reading', { ...ref, done, total })
          },
          now: parts.now,
        })
      } catch (error) {
        if (reading.signal.aborted) return null
        throw error
      } finally {
        if (readings.get(documentName(ref)) === reading) readings.delete(documentName(ref))
      }
    },
    stopReading(ref) {
      readings.get(documentName(ref))?.abort()
      return undefined
    },
  }
}

const fromHub = ({ username, full_name, email, role, groups }: HubMember): Member => ({
  username,
  fullName: full_name ?? '',
  email: email ?? null,
  role: (role ?? '').toLowerCase(),
  teams: groups ?? [],
})
