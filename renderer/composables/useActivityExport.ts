// Everything that a page of activity is filtered to, as a file: made by main, with how far it is and a way to stop it.
import { computed, shallowRef } from 'vue'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import { type Question, logFilterOf, useFilterOf } from '../components/activity/question.ts'
import { useActivityStore } from '../stores/activity.ts'
import { tellFailure } from './useAttempt.ts'
import { toast } from './useToasts.ts'

export function useActivityExport() {
  const store = useActivityStore()
  /** The one that is being made. */
  const id = shallowRef<string | null>(null)

  /** `label`: of the token that alone is on show. */
  async function start(
    ref: OrganizationRef,
    question: Question,
    label: string | null,
    format: 'csv' | 'json',
  ) {
    id.value = crypto.randomUUID()
    try {
      const content =
        question.tab === 'changes'
          ? { kind: 'log' as const, filter: logFilterOf(question, label) }
          : { kind: 'use' as const, filter: useFilterOf(question) }
      const answer = await store.exportAll({ ...ref, id: id.value, format, content })
      if (answer.outcome === 'saved')
        toast({
          tone: 'success',
          title: `Saved ${answer.file}`,
          text: `${answer.rows.toLocaleString('en')} ${question.tab === 'changes' ? 'events' : 'uses'} are in it.`,
        })
    } catch (error) {
      tellFailure(error, 'Nothing was exported')
    } finally {
      id.value = null
    }
  }

  const stop = () => {
    if (id.value !== null) void store.stopExport(id.value)
  }
  /** Null while none is being made. */
  const progress = computed(() => (id.value === null ? null : (store.exporting.get(id.value) ?? null)))
  return { start, stop, progress }
}
