// Proxies that want a name and a password, as main tells of them, and whether the owner put the question off.
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { ProxyState } from '../../shared/contract/proxies.ts'
import { api } from '../api.ts'

export const useProxiesStore = defineStore('proxies', () => {
  const state = shallowRef<ProxyState>({ wanted: null, signedIn: [] })
  /** The proxy that the owner does not want to sign in to now. */
  const putOffFor = shallowRef<string | null>(null)
  api.proxies.on.changed((now) => (state.value = now))

  const load = async () => (state.value = await api.proxies.state())
  const wanted = computed(() => state.value.wanted)
  const isPutOff = computed(() => wanted.value !== null && wanted.value.proxy === putOffFor.value)

  function putOff() {
    putOffFor.value = wanted.value?.proxy ?? null
  }
  const takeUp = () => (putOffFor.value = null)
  /** Tries it; what the proxy does not take is thrown. Answers whether the keychain has it. */
  async function signIn(input: Parameters<typeof api.proxies.signIn>[0]): Promise<{ kept: boolean }> {
    const answer = await api.proxies.signIn(input)
    takeUp()
    return answer
  }
  const forget = (proxy: string) => api.proxies.forget({ proxy })

  return { state, wanted, isPutOff, load, putOff, takeUp, signIn, forget }
})
