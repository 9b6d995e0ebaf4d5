// Saved views of a table: kept under a name, renamed and deleted; what is deleted can be brought back.
import { computed, shallowRef } from 'vue'
import type { Failure } from '../../shared/errors.ts'
import type { View } from '../../shared/views.ts'
import { failureOf } from '../failed.ts'
import { failureWords } from '../messages.ts'
import { useViewsStore } from '../stores/views.ts'
import { type Query, queryText } from '../tableAddress.ts'
import { toast } from './useToasts.ts'

async function attempt(title: string, act: () => Promise<void>): Promise<boolean> {
  try {
    await act()
    return true
  } catch (error) {
    const { title: what, text } = failureWords(failureOf(error))
    toast({ tone: 'danger', title, text: `${what}. ${text}` })
    return false
  }
}

export function useViews() {
  const store = useViewsStore()
  const failure = shallowRef<Failure | null>(null)
  void attempt('Your saved views could not be read', store.load)

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

  const rename = (id: string, name: string) =>
    attempt('The view was not renamed', () => store.rename(id, name))

  const remove = (view: View) =>
    attempt(`“${view.name}” was not deleted`, async () => {
      const restore = await store.remove(view)
      const bringBack = () => attempt(`“${view.name}” could not be brought back`, restore)
      toast({
        tone: 'info',
        title: `“${view.name}” is deleted`,
        text: 'The tokens that it showed are as they were.',
        action: { label: 'Undo', run: () => void bringBack() },
      })
    })

  return { views: computed(() => store.views), failure, save, rename, remove }
}

export type SavedViews = ReturnType<typeof useViews>
