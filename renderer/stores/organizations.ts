// Each account's organizations: the copy on this computer at once, the server's word when it comes.
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import type { Organization } from '../../shared/contract/organizations.ts'
import type { Failure } from '../../shared/errors.ts'
import { api } from '../api.ts'
import { failureOf } from '../failed.ts'
import { drawn } from './drawn.ts'

export interface OrganizationList {
  state: 'loading' | 'ready' | 'failed'
  organizations: readonly Organization[]
  /** Why the server could not be asked; what is listed then comes from this computer. */
  failure: Failure | null
}

const nothingYet: OrganizationList = { state: 'loading', organizations: [], failure: null }

export const useOrganizationsStore = defineStore('organizations', () => {
  const lists = shallowReactive(new Map<string, OrganizationList>())

  api.organizations.on.changed(({ accountId }) => void readCopy(accountId))

  const listOf = (accountId: string): OrganizationList => lists.get(accountId) ?? nothingYet

  const find = (accountId: string, name: string): Organization | undefined =>
    listOf(accountId).organizations.find((organization) => organization.name === name)

  async function readCopy(accountId: string) {
    try {
      const organizations = await api.organizations.list({ accountId })
      // An empty copy of an account that was never asked says nothing yet.
      const known = organizations.length > 0 || listOf(accountId).state !== 'loading'
      lists.set(accountId, { ...listOf(accountId), organizations, ...(known && { state: 'ready' as const }) })
    } catch (error) {
      lists.set(accountId, { ...listOf(accountId), state: 'failed', failure: failureOf(error) })
    }
  }

  async function refresh(accountId: string) {
    try {
      const organizations = await api.organizations.refresh({ accountId })
      lists.set(accountId, { state: 'ready', organizations, failure: null })
    } catch (error) {
      const before = listOf(accountId)
      const state = before.organizations.length > 0 ? 'ready' : 'failed'
      lists.set(accountId, { ...before, state, failure: failureOf(error) })
    }
  }

  /** The copy first; the server is asked behind the page's back. */
  async function open(accountId: string) {
    await readCopy(accountId)
    void drawn().then(() => refresh(accountId))
  }

  /** The inventory knows the slots sooner than the list of organizations is asked for again. */
  function noteSlots(accountId: string, name: string, slots: Organization['slots']) {
    const list = lists.get(accountId)
    if (!list || !slots) return
    const organizations = list.organizations.map((one) => (one.name === name ? { ...one, slots } : one))
    lists.set(accountId, { ...list, organizations })
  }

  const forget = (accountId: string) => lists.delete(accountId)

  return { lists, listOf, find, open, refresh, noteSlots, forget }
})
