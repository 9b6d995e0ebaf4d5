// What changed in several organizations between two moments, kept up to date while the page is open.
import { watchDebounced } from '@vueuse/core'
import { type Ref, computed, shallowRef, watch } from 'vue'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { Comparison } from '../../shared/contract/snapshots.ts'
import type { Failure } from '../../shared/errors.ts'
import { failureOf } from '../failed.ts'
import { useSnapshotsStore } from '../stores/snapshots.ts'
import { keyOf } from '../stores/tokens.ts'
import type { ReviewedOrganization } from './useReview.ts'

export interface ComparedOrganization extends Comparison {
  ref: OrganizationRef
}

/** After a burst of changes, such as a sync, this long without one (milliseconds). */
const settle = 300

/** `from`: "review" or ISO 8601; `to`: "now" or ISO 8601. */
export function useComparison(
  organizations: Ref<readonly ReviewedOrganization[]>,
  from: Ref<string>,
  to: Ref<string>,
) {
  const store = useSnapshotsStore()
  const compared = shallowRef<readonly ComparedOrganization[] | null>(null)
  const failure = shallowRef<Failure | null>(null)
  /** The same organizations are no reason to compare again, whatever else became of their copies. */
  const keys = computed(() => organizations.value.map(({ ref }) => keyOf(ref)).join('\n'))
  let asked = 0

  async function run() {
    asked += 1
    const mine = asked
    const places = organizations.value
    try {
      await store.open(places.map(({ ref }) => ref))
      const found = await Promise.all(
        places.map(async (place) => ({
          ...(await store.compare(place.ref, from.value, to.value)),
          ref: place.ref,
        })),
      )
      // A later question has been asked meanwhile; its answer counts.
      if (mine !== asked) return
      compared.value = found
      failure.value = null
    } catch (error) {
      if (mine === asked) failure.value = failureOf(error)
    }
  }

  watch([keys, from, to], run, { immediate: true })
  watchDebounced(() => store.version, run, { debounce: settle, maxWait: 2_000 })

  return { compared, failure, again: run }
}
