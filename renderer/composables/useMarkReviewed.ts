// Marking several organizations as reviewed, one after the other; what was marked stays when a later one fails.
import { type Ref, shallowRef } from 'vue'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { Failure } from '../../shared/errors.ts'
import { failureOf } from '../failed.ts'
import { useSnapshotsStore } from '../stores/snapshots.ts'
import { toast } from './useToasts.ts'

export function useMarkReviewed(organizations: Ref<readonly OrganizationRef[]>) {
  const asking = shallowRef(false)
  const busy = shallowRef(false)
  const failure = shallowRef<Failure | null>(null)

  function ask() {
    failure.value = null
    asking.value = true
  }

  /** Answers whether all of them are. */
  async function mark(note: string): Promise<boolean> {
    busy.value = true
    failure.value = null
    try {
      for (const ref of organizations.value) await useSnapshotsStore().markReviewed(ref, note)
      asking.value = false
      toast({ tone: 'success', title: 'Marked as reviewed', text: 'The next comparison begins here.' })
      return true
    } catch (error) {
      failure.value = failureOf(error)
      return false
    } finally {
      busy.value = false
    }
  }

  return { asking, busy, failure, ask, mark }
}
