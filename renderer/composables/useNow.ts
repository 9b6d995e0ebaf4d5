// The clock of the page: ages and statuses follow it without each asking for a timer of its own.
import { readonly, shallowRef } from 'vue'

const now = shallowRef(Date.now())
const tick = () => (now.value = Date.now())

// Half a minute keeps "2 minutes ago" honest; coming back to the window brings it up to date at once.
setInterval(tick, 30_000)
addEventListener('focus', tick)

/** Unix milliseconds. */
export const useNow = () => readonly(now)
