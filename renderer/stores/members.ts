// The people of each organization that was opened: the copy on this computer at once, the server's word when it comes.
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import type { MemberList } from '../../shared/contract/members.ts'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { Failure } from '../../shared/errors.ts'
import { api } from '../api.ts'
import { failureOf } from '../failed.ts'
import { keyOf } from './tokens.ts'

export interface MembersEntry {
  /** 'working': the server is being asked; whatever `list` holds can be read meanwhile. */
  state: 'working' | 'ready' | 'failed'
  /** Null until they were read once. */
  list: MemberList | null
  failure: Failure | null
}

const nothingYet: MembersEntry = { state: 'working', list: null, failure: null }

/** Milliseconds. Owners change seldom, and whoever was one has seen the secrets. */
const ownersFresh = 24 * 3_600_000

export const useMembersStore = defineStore('members', () => {
  const entries = shallowReactive(new Map<string, MembersEntry>())

  const entryOf = (ref: OrganizationRef): MembersEntry => entries.get(keyOf(ref)) ?? nothingYet
  const change = (ref: OrganizationRef, part: Partial<MembersEntry>) =>
    entries.set(keyOf(ref), { ...entryOf(ref), ...part })

  /** The copy first; the server is asked behind the page's back. */
  async function open({ accountId, organization }: OrganizationRef) {
    const ref = { accountId, organization }
    try {
      const copy = await api.members.list(ref)
      if (copy.readAt !== null) change(ref, { list: copy })
    } catch (error) {
      change(ref, { failure: failureOf(error) })
    }
    await refresh(ref)
  }

  /** Asks the server. The failure stays beside the copy, which can still be read. */
  async function refresh({ accountId, organization }: OrganizationRef) {
    const ref = { accountId, organization }
    change(ref, { state: 'working' })
    try {
      change(ref, { state: 'ready', list: await api.members.refresh(ref), failure: null })
    } catch (error) {
      change(ref, { state: 'failed', failure: failureOf(error) })
    }
  }

  /** So that `ownersOf` can tell: one organization after the other, the server asked only when the copy is old. */
  async function openOwners(refs: readonly OrganizationRef[]) {
    for (const { accountId, organization } of refs) {
      const ref = { accountId, organization }
      if (entries.has(keyOf(ref))) continue
      change(ref, {})
      const copy = await api.members.list(ref).catch(() => null)
      if (copy && copy.readAt !== null) change(ref, { list: copy, state: 'ready' })
      if (!copy?.readAt || Date.now() - Date.parse(copy.readAt) > ownersFresh) await refresh(ref)
    }
  }

  /** User names; null while they are not known, or when a row could not be read that may be an owner's. */
  function ownersOf(ref: OrganizationRef): string[] | null {
    const { list } = entryOf(ref)
    if (!list || list.readAt === null || list.unreadable > 0) return null
    return list.members.filter(({ role }) => role === 'owner').map(({ username }) => username)
  }

  return { entryOf, open, refresh, openOwners, ownersOf }
})
