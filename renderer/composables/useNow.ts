// The clock of the page: ages and statuses follow it without each asking for a timer of its own.
import { computed, type MaybeRefOrGetter, readonly, type Ref, shallowRef, toValue } from 'vue'
import { useAccountsStore } from '../stores/accounts.ts'

const now = shallowRef(Date.now())
const tick = () => (now.value = Date.now())

// Half a minute keeps "2 minutes ago" honest; coming back to the window brings it up to date at once.
setInterval(tick, 30_000)
addEventListener('focus', tick)

/**
 * Unix milliseconds: with an account its server's time, which decides what has expired; without one this computer's, for
 * what this computer did.
 */
export function useNow(accountId?: MaybeRefOrGetter<string>): Readonly<Ref<number>> {
  if (accountId === undefined) return readonly(now)
  const { clockOffset } = useAccountsStore()
  return computed(() => now.value + clockOffset(toValue(accountId)))
}
