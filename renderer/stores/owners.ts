// Who owns each organization, as far as that is known: the copy at once, the server now and then.
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import type { MemberList } from '../../shared/contract/members.ts'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import { api } from '../api.ts'
import { failureOf } from '../failed.ts'
import { keyOf } from './tokens.ts'

/** Milliseconds: owners change seldom, and whoever was one knows the secrets for ever. */
const freshFor = 24 * 3_600_000

export const useOwnersStore = defineStore('owners', () => {
  const lists = shallowReactive(new Map<string, MemberList>())
  const asked = new Set<string>()

  api.members.on.changed((ref) => {
    if (lists.has(keyOf(ref))) void readCopy(ref)
  })

  async function readCopy(ref: OrganizationRef): Promise<MemberList> {
    const list = await api.members.list(ref)
    lists.set(keyOf(ref), list)
    return list
  }

  /** Reads what is not known yet, one organization after the other. Not knowing is no failure: less is told then. */
  async function open(refs: readonly OrganizationRef[]) {
    for (const { accountId, organization } of refs) {
      const ref = { accountId, organization }
      if (asked.has(keyOf(ref))) continue
      asked.add(keyOf(ref))
      try {
        const { readAt } = await readCopy(ref)
        const isFresh = readAt !== null && Date.now() - Date.parse(readAt) < freshFor
        if (!isFresh) lists.set(keyOf(ref), await api.members.refresh(ref))
      } catch (error) {
        console.warn(failureOf(error).code)
        asked.delete(keyOf(ref))
      }
    }
  }

  /** User names; null while they are not known, or a row could not be read that may be an owner's. */
  function ownersOf(ref: OrganizationRef): string[] | null {
    const list = lists.get(keyOf(ref))
    if (!list || list.readAt === null || list.unreadable > 0) return null
    return list.members.filter(({ role }) => role === 'owner').map(({ username }) => username)
  }

  return { open, ownersOf }
})
