// Which secrets this computer keeps for an account's organizations.
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import type { TokenRef } from '../../shared/contract/references.ts'
import type { KeptSecret } from '../../shared/contract/secrets.ts'
import type { Failure } from '../../shared/errors.ts'
import { api } from '../api.ts'
import { failureOf } from '../failed.ts'

export interface KeptList {
  state: 'loading' | 'ready' | 'failed'
  entries: readonly KeptSecret[]
  failure: Failure | null
}

const nothingYet: KeptList = { state: 'loading', entries: [], failure: null }

export const useKeptStore = defineStore('kept', () => {
  const lists = shallowReactive(new Map<string, KeptList>())
  const listOf = (accountId: string): KeptList => lists.get(accountId) ?? nothingYet

  const readAgain = () => {
    for (const accountId of lists.keys()) void read(accountId)
  }
  api.secrets.on.keptChanged(readAgain)
  api.tokens.on.changed(({ accountId }) => {
    if (lists.has(accountId)) void read(accountId)
  })

  async function read(accountId: string) {
    try {
      lists.set(accountId, { state: 'ready', entries: await api.secrets.kept({ accountId }), failure: null })
    } catch (error) {
      lists.set(accountId, { ...listOf(accountId), state: 'failed', failure: failureOf(error) })
    }
  }

  /** Asks the server for each organization's tokens, so that those that are gone are known; offline is no failure. */
  async function refresh(accountId: string) {
    await read(accountId)
    const organizations = new Set(listOf(accountId).entries.map(({ organization }) => organization))
    for (const organization of organizations)
      await api.tokens.refresh({ accountId, organization }).catch((error: unknown) => {
        console.warn(failureOf(error).code)
      })
    await read(accountId)
  }

  /** What is refused is thrown. */
  const forget = (ref: TokenRef) => api.secrets.forget(ref)

  return { lists, listOf, read, refresh, forget }
})
