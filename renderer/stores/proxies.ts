// Proxies that want a name and a password, as main tells of them, and which the owner is being asked about.
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { ProxyState } from '../../shared/contract/proxies.ts'
import { api } from '../api.ts'

export const useProxiesStore = defineStore('proxies', () => {
  const state = shallowRef<ProxyState>({ wanted: [], signedIn: [] })
  /** The proxy whose dialog is open. */
  const opened = shallowRef<string | null>(null)
  /** Proxies that the owner does not want to sign in to now. */
  const putOff = shallowRef<ReadonlySet<string>>(new Set())
  api.proxies.on.changed(take)

  function take(now: ProxyState) {
    state.value = now
    const wants = (proxy: string) => now.wanted.some((one) => one.proxy === proxy)
    // Whoever asks again is a new question.
    if (opened.value !== null && !wants(opened.value)) opened.value = null
    putOff.value = new Set([...putOff.value].filter(wants))
  }
  const load = async () => take(await api.proxies.state())
  /** The one that is being asked about, and else the first. */
  const wanted = computed(
    () => state.value.wanted.find(({ proxy }) => proxy === opened.value) ?? state.value.wanted[0] ?? null,
  )
  /** Its dialog is open. */
  const asking = computed(() => (wanted.value?.proxy === opened.value ? wanted.value : null))
  /** The next one that may be asked about without the owner having said so. */
  const next = computed(() => state.value.wanted.find(({ proxy }) => !putOff.value.has(proxy)) ?? null)

  const open = (proxy: string) => (opened.value = proxy)
  function close() {
    if (opened.value !== null) putOff.value = new Set([...putOff.value, opened.value])
    opened.value = null
  }
  const signIn = (input: Parameters<typeof api.proxies.signIn>[0]) => api.proxies.signIn(input)
  const forget = (proxy: string) => api.proxies.forget({ proxy })

  return { state, wanted, asking, next, load, open, close, signIn, forget }
})
