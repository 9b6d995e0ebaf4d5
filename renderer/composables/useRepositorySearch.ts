// The type-ahead over an organization's repositories: asks the server when typing pauses.
import { useDebounceFn } from '@vueuse/core'
import { onScopeDispose, shallowRef, watch } from 'vue'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import { useRepositoriesStore } from '../stores/repositories.ts'
import { useSignIn } from './useSignIn.ts'

/** A pause in typing, not a gap between two keys. */
const pauseMilliseconds = 180

/** Lives as long as the component that shows the results. */
export function useRepositorySearch(place: OrganizationRef) {
  const store = useRepositoriesStore()
  const name = shallowRef('')

  const search = () => store.search(place, name.value.trim().toLowerCase())
  watch(name, useDebounceFn(search, pauseMilliseconds))
  void search()
  onScopeDispose(store.clear)

  /** Once more, after signing in when that is what is missing. */
  async function retry() {
    if (store.failure?.code === 'signIn.needed' && !(await useSignIn().again(place.accountId))) return
    await store.retry()
  }

  return { store, name, retry }
}
