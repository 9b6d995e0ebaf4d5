// The repositories of one organization as the picker searches them, page by page.
import { defineStore } from 'pinia'
import { shallowReactive, shallowRef } from 'vue'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { Repository } from '../../shared/contract/repositories.ts'
import type { Failure } from '../../shared/errors.ts'
import { api } from '../api.ts'
import { failureOf } from '../failed.ts'

export const useRepositoriesStore = defineStore('repositories', () => {
  const found = shallowRef<readonly Repository[]>([])
  const total = shallowRef(0)
  const more = shallowRef(false)
  const state = shallowRef<'working' | 'ready' | 'failed'>('ready')
  const failure = shallowRef<Failure | null>(null)
  /** What was seen so far, so that a chosen repository can say whether it is private. Keys: "organization/name". */
  const seen = shallowReactive(new Map<string, Repository>())

  /** Repositories that a form named and the organization did not have when it was asked. Keys as in `seen`. */
  const absent = shallowReactive(new Set<string>())

  let asked: { ref: OrganizationRef; name: string; page: number } | null = null

  /** Searches from the first page. An answer that was overtaken by a later search is dropped. */
  const search = (ref: OrganizationRef, name: string) => ask({ ref, name, page: 1 })

  /** The next page of the same search, when there is one and none is under way. */
  const loadMore = async () => {
    if (asked && more.value && state.value === 'ready') await ask({ ...asked, page: asked.page + 1 })
  }

  /** The page that failed, once more. */
  const retry = async () => {
    if (asked) await ask(asked)
  }

  async function ask(question: { ref: OrganizationRef; name: string; page: number }) {
    asked = question
    state.value = 'working'
    try {
      const { ref, name, page } = question
      const answer = await api.repositories.search({ ...ref, name, page })
      if (asked !== question) return
      found.value = page === 1 ? answer.repositories : [...found.value, ...unseenOf(answer.repositories)]
      for (const repository of answer.repositories)
        seen.set(`${ref.organization}/${repository.name}`, repository)
      total.value = answer.total
      more.value = answer.more
      state.value = 'ready'
      failure.value = null
    } catch (error) {
      if (asked !== question) return
      failure.value = failureOf(error)
      state.value = 'failed'
    }
  }

  /** A repository that moved between two pages while they were read comes twice; a list may hold it once. */
  function unseenOf(page: readonly Repository[]) {
    const names = new Set(found.value.map((repository) => repository.name))
    return page.filter((repository) => !names.has(repository.name))
  }

  /** Finds out which of the names the organization has no repository of, and adds them to `absent`. */
  async function lookFor(ref: OrganizationRef, names: readonly string[]): Promise<void> {
    const keyOf = (name: string) => `${ref.organization}/${name}`
    const look = async (name: string) => {
      const answer = await api.repositories.search({ ...ref, name, page: 1 })
      for (const repository of answer.repositories) seen.set(keyOf(repository.name), repository)
      return answer
    }
    try {
      if (names.every((name) => seen.has(keyOf(name)))) return
      const all = await look('')
      for (const name of names) {
        // Each on its own only where the organization has more than a page holds. A page of longer names may hide it.
        const hidden = all.more && !seen.has(keyOf(name)) && (await look(name)).more
        if (seen.has(keyOf(name))) absent.delete(keyOf(name))
        else if (!hidden) absent.add(keyOf(name))
      }
    } catch (error) {
      // Nothing is said of them then: the server judges when the token is made.
      console.warn(failureOf(error).code)
    }
  }

  function clear() {
    asked = null
    found.value = []
    total.value = 0
    more.value = false
    state.value = 'ready'
    failure.value = null
  }

  return { found, total, more, state, failure, seen, search, loadMore, retry, absent, lookFor, clear }
})
