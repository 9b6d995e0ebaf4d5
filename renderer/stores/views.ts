// The owner's saved views. Main keeps them; every act answers with what became of the list.
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { View } from '../../shared/views.ts'
import { api } from '../api.ts'

export const useViewsStore = defineStore('views', () => {
  const views = shallowRef<readonly View[]>([])

  // What is refused is thrown.
  async function load() {
    views.value = await api.views.list()
  }

  async function save(content: Omit<View, 'id'>) {
    await api.views.save(content)
    await load()
  }

  async function rename(id: string, name: string) {
    await api.views.rename({ id, name })
    await load()
  }

  /** Deletes it; the answer puts it back. */
  async function remove(view: View): Promise<() => Promise<void>> {
    await api.views.delete({ id: view.id })
    await load()
    return async () => {
      await api.views.restore(view)
      await load()
    }
  }

  return { views, load, save, rename, remove }
})
