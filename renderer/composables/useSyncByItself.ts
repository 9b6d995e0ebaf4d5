// Syncs behind the owner's back: what is old when the app opens, and again when the network comes back.
// Every hour main does it, without a window too (electron/by-itself.ts).
import { useEventListener } from '@vueuse/core'
import { watch } from 'vue'
import { failureOf } from '../failed.ts'
import { useAccountsStore } from '../stores/accounts.ts'
import { drawn } from '../stores/drawn.ts'
import { useSyncStore } from '../stores/sync.ts'

/** Minutes. */
const oldAtStart = 60
const oldWhenBack = 15

export function useSyncByItself() {
  const accounts = useAccountsStore()
  const sync = useSyncStore()
  const start = (olderThan: number) =>
    sync.start(olderThan).catch((error: unknown) => console.warn(failureOf(error).code))

  void sync.load().catch((error: unknown) => console.warn(failureOf(error).code))
  // Those that were there when the app opened; some sign in a little later. Whoever has just connected asks themselves.
  const waiting = new Set(accounts.accounts.map(({ id }) => id))
  watch(
    () => accounts.accounts,
    (all) => {
      const ready = all.filter(({ id, state }) => waiting.has(id) && state === 'signedIn')
      for (const { id } of ready) waiting.delete(id)
      if (ready.length > 0) void drawn().then(() => start(oldAtStart))
    },
    { immediate: true },
  )
  useEventListener(window, 'online', () => start(oldWhenBack))
}
