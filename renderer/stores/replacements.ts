// Members whose place a token takes, and what is done about each so far. Main keeps it.
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import type { OrganizationRef, TokenRef } from '../../shared/contract/references.ts'
import type { Replacement } from '../../shared/contract/replacements.ts'
import type { ReplacingStep } from '../../shared/members/replacing.ts'
import { api } from '../api.ts'
import { failureOf } from '../failed.ts'
import { keyOf } from './tokens.ts'

const plain = ({ accountId, organization }: OrganizationRef): OrganizationRef => ({ accountId, organization })

export const useReplacementsStore = defineStore('replacements', () => {
  const lists = shallowReactive(new Map<string, readonly Replacement[]>())

  api.replacements.on.changed((ref) => void load(ref))

  const listOf = (ref: OrganizationRef): readonly Replacement[] => lists.get(keyOf(ref)) ?? []
  const findOf = (ref: TokenRef) => listOf(ref).find(({ tokenId }) => tokenId === ref.tokenId)

  async function load(ref: OrganizationRef) {
    try {
      lists.set(keyOf(ref), await api.replacements.list(plain(ref)))
    } catch (error) {
      // The checklist is missing then; nothing else on the page depends on it.
      console.warn(failureOf(error).code)
    }
  }

  // Main tells of what changed by itself; what is refused is thrown.
  const begin = ({ tokenId, ...ref }: TokenRef, username: string) =>
    api.replacements.begin({ ...plain(ref), tokenId, username })
  const tick = (ref: OrganizationRef, username: string, step: ReplacingStep, done: boolean) =>
    api.replacements.tick({ ...plain(ref), username, step, done })

  /** Ends it; the answer puts it back. */
  async function end(ref: OrganizationRef, replacement: Replacement): Promise<() => Promise<void>> {
    await api.replacements.end({ ...plain(ref), username: replacement.member })
    return () => api.replacements.restore({ ...plain(ref), replacement })
  }

  return { listOf, findOf, load, begin, tick, end }
})
