// Saved views of a table: kept under a name, renamed and deleted; what is deleted can be brought back.
import { computed, shallowRef } from 'vue'
import type { Failure } from '../../shared/errors.ts'
import { failureOf } from '../failed.ts'
import { useViewsStore } from '../stores/views.ts'
import { type Query, queryText } from '../tableAddress.ts'
import { attempt } from './useAttempt.ts'
import { namedActs } from './useNamedActs.ts'
import { toast } from './useToasts.ts'

export function useViews() {
  const store = useViewsStore()
  const failure = shallowRef<Failure | null>(null)
  void attempt(store.load, 'Your saved views could not be read')

  /** True when it is kept; else `failure` says why not. */
  async function save(name: string, query: Query): Promise<boolean> {
    failure.value = null
    try {
      await store.save({ name: name.trim(), query: queryText(query) })
      toast({ tone: 'success', title: `“${name.trim()}” is saved`, text: 'It is under “Views”.' })
      return true
    } catch (error) {
      failure.value = failureOf(error)
      return false
    }
  }

  const acts = namedActs(store, 'view', 'The tokens that it showed are as they were.')
  return { views: computed(() => store.views), failure, save, ...acts }
}

export type SavedViews = ReturnType<typeof useViews>
