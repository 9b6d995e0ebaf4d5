// Marking several organizations as reviewed, one after the other; what was marked stays when a later one fails, and one
// that was never read is left out.
import { computed, type Ref, shallowRef } from 'vue'
import type { Failure } from '../../shared/errors.ts'
import { failureOf } from '../failed.ts'
import { useSnapshotsStore } from '../stores/snapshots.ts'
import { useOrganizationNames } from './useOrganizationNames.ts'
import type { ReviewedOrganization } from './useReview.ts'
import { toast } from './useToasts.ts'

export function useMarkReviewed(organizations: Ref<readonly ReviewedOrganization[]>) {
  const nameOf = useOrganizationNames()
  const asking = shallowRef(false)
  const busy = shallowRef(false)
  const failure = shallowRef<Failure | null>(null)

  const isRead = ({ inventory }: ReviewedOrganization) => (inventory?.syncedAt ?? null) !== null
  const read = computed(() => organizations.value.filter(isRead).map(({ ref }) => ref))

  function ask() {
    failure.value = null
    asking.value = true
  }

  /** Answers whether all of those that were read are. */
  async function mark(note: string): Promise<boolean> {
    busy.value = true
    failure.value = null
    try {
      const leftOut = organizations.value.filter((one) => !isRead(one)).map(({ ref }) => nameOf(ref))
      for (const ref of read.value) await useSnapshotsStore().markReviewed(ref, note)
      asking.value = false
      toast({
        tone: 'success',
        title: 'Marked as reviewed',
        text: ['The next comparison begins here.', ...leftOutWords(leftOut)].join(' '),
      })
      return true
    } catch (error) {
      failure.value = failureOf(error)
      return false
    } finally {
      busy.value = false
    }
  }

  return { asking, busy, read, failure, ask, mark }
}

const namedMaximum = 5

function leftOutWords(names: readonly string[]): string[] {
  if (names.length === 0) return []
  const more = names.length > namedMaximum ? ` and ${names.length - namedMaximum} more` : ''
  return [`Left out, as not read yet: ${names.slice(0, namedMaximum).join(', ')}${more}.`]
}
