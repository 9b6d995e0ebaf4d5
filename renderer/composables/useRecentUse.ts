// A token's last uses, where the server tells; read when its details are opened.
import { computed, shallowRef, watch } from 'vue'
import type { ImageUse } from '../../shared/contract/activity.ts'
import type { TokenRef } from '../../shared/contract/references.ts'
import { failureOf } from '../failed.ts'
import { useActivityStore } from '../stores/activity.ts'

const most = 5

export function useRecentUse(of: () => TokenRef) {
  const store = useActivityStore()
  const uses = shallowRef<readonly ImageUse[] | null>(null)

  watch(
    of,
    async ({ accountId, organization, tokenId }, before) => {
      if (before?.tokenId === tokenId && before.accountId === accountId) return
      uses.value = null
      const filter = { action: 'any', tokenId, from: null, to: null } as const
      try {
        const { rows } = await store.readUse({ accountId, organization }, filter, null)
        if (of().tokenId === tokenId) uses.value = rows.slice(0, most)
      } catch (error) {
        // The details are complete without it; the page "Activity" says why.
        console.warn(failureOf(error).code)
      }
    },
    { immediate: true },
  )

  /** Null where the server does not tell, and until it has answered. */
  return computed(() => (store.silent.has(of().accountId) ? null : uses.value))
}
