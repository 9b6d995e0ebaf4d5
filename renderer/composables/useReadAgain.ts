// Asking the servers again about the organizations of a page, one after the other, and how fresh their copies are.
import { computed, type Ref, shallowRef, watch } from 'vue'
import { useTokensStore } from '../stores/tokens.ts'
import type { ReviewedOrganization } from './useReview.ts'
import { useSignIn } from './useSignIn.ts'

/** More than these are read only when the owner asks. */
const readByItself = 3

export function useReadAgain(organizations: Ref<readonly ReviewedOrganization[]>) {
  const tokens = useTokensStore()
  const working = shallowRef(false)

  const unread = computed(() =>
    organizations.value.filter(({ ref, inventory }) => inventory === null && tokens.wasOpened(ref)),
  )
  const state = computed(() => {
    const copies = organizations.value.flatMap(({ inventory }) => inventory ?? [])
    const dates = copies.flatMap(({ syncedAt }) => syncedAt ?? []).sort()
    return {
      working: working.value,
      offline: copies.some(({ offline }) => offline),
      /** When the oldest of the copies was read (ISO 8601), or null. */
      oldest: dates[0] ?? null,
    }
  })

  async function read(all: readonly ReviewedOrganization[]) {
    if (working.value) return
    working.value = true
    for (const { ref } of all) {
      await tokens.refresh(ref)
      // Asked for once, the new sign-in serves the account's other organizations too.
      if (tokens.entryOf(ref).failure?.code === 'signIn.needed' && (await useSignIn().again(ref.accountId)))
        await tokens.refresh(ref)
    }
    working.value = false
  }

  watch(
    unread,
    (all) => {
      const untried = all.filter(({ ref }) => tokens.entryOf(ref).failure === null)
      if (untried.length > 0 && all.length <= readByItself) void read(untried)
    },
    { immediate: true },
  )

  return {
    state,
    /** Names of the organizations that there is no copy of. */
    missing: computed(() => unread.value.map(({ organization }) => organization.name)),
    readAgain: () => read(organizations.value),
    readMissing: () => read(unread.value),
  }
}
