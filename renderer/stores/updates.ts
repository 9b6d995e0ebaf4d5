// Newer versions of Granary, as main tells of them.
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { UpdateState } from '../../shared/contract/updates.ts'
import { api } from '../api.ts'

export const useUpdatesStore = defineStore('updates', () => {
  /** Null until main has told. */
  const state = shallowRef<UpdateState | null>(null)
  api.updates.on.changed((now) => (state.value = now))

  const load = async () => (state.value = await api.updates.state())
  const check = () => api.updates.check()
  const stop = () => api.updates.stop()
  /** Quits and starts the newer version; the owner may be asked before, and stay. */
  const restart = () => api.updates.restart()

  return { state, load, check, stop, restart }
})
