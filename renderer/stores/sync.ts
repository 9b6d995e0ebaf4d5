// The sync of everything: how far it is, as main tells it.
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { SyncState } from '../../shared/contract/sync.ts'
import { api } from '../api.ts'

export const useSyncStore = defineStore('sync', () => {
  const state = shallowRef<SyncState>({ phase: 'idle', last: null })
  api.sync.on.progressed((now) => (state.value = now))

  /** A page that was loaded again finds out what main is at. */
  const load = async () => (state.value = await api.sync.state())
  /** Syncs what was not wholly synced within so many minutes; 0 for everything. */
  const start = (olderThan: number) => api.sync.start({ olderThan })
  const stop = () => api.sync.stop()

  return { state, load, start, stop }
})
