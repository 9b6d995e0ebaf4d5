// Asking the servers again about the organizations of a page, and how fresh their copies are.
import { computed, type Ref, shallowRef, watch } from 'vue'
import { failureOf } from '../failed.ts'
import { useSyncStore } from '../stores/sync.ts'
import { useTokensStore } from '../stores/tokens.ts'
import { useOrganizationNames } from './useOrganizationNames.ts'
import type { ReviewedOrganization } from './useReview.ts'
import { useSignIn } from './useSignIn.ts'

/** More organizations than these are read for the first time only when the owner asks. */
const readByItself = 3
/** In minutes; what was never read is older than that. */
const longAgo = 100_000

export function useReadAgain(organizations: Ref<readonly ReviewedOrganization[]>) {
  const tokens = useTokensStore()
  const sync = useSyncStore()
  const nameOf = useOrganizationNames()
  const readingOne = shallowRef(false)

  const missing = computed(() =>
    organizations.value.filter(({ ref, inventory }) => inventory === null && tokens.wasOpened(ref)),
  )
  const state = computed(() => {
    const copies = organizations.value.flatMap(({ inventory }) => inventory ?? [])
    const dates = copies.flatMap(({ syncedAt }) => syncedAt ?? []).sort()
    return {
      working: readingOne.value || sync.state.phase !== 'idle',
      offline: copies.some(({ offline }) => offline),
      /** When the oldest of the copies was read (ISO 8601), or null. */
      oldest: dates[0] ?? null,
    }
  })

  /** How it goes is told at the foot of the sidebar. */
  const syncAll = (olderThan: number) =>
    sync.start(olderThan).catch((error: unknown) => console.warn(failureOf(error).code))

  async function readOne({ ref }: ReviewedOrganization) {
    if (readingOne.value) return
    readingOne.value = true
    await tokens.refresh(ref)
    if (tokens.entryOf(ref).failure?.code === 'signIn.needed' && (await useSignIn().again(ref.accountId)))
      await tokens.refresh(ref)
    readingOne.value = false
  }

  let tried = false
  watch(
    missing,
    (all) => {
      if (tried || all.length === 0 || all.length > readByItself) return
      tried = true
      void syncAll(longAgo)
    },
    { immediate: true },
  )

  return {
    state,
    /** Names of the organizations that there is no copy of. */
    missing: computed(() => missing.value.map(({ ref }) => nameOf(ref))),
    async readAgain() {
      const [first, ...others] = organizations.value
      if (first && others.length === 0) await readOne(first)
      else await syncAll(0)
    },
    readMissing: () => syncAll(longAgo),
  }
}
