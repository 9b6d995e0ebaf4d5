// The owner's own templates. Main keeps them; every act answers with what became of the list.
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Failure } from '../../shared/errors.ts'
import type { Template, TemplateContent } from '../../shared/tokens/templates.ts'
import { api } from '../api.ts'
import { failureOf } from '../failed.ts'

export const useTemplatesStore = defineStore('templates', () => {
  const templates = shallowRef<readonly Template[]>([])
  const state = shallowRef<'loading' | 'ready' | 'failed'>('loading')
  const failure = shallowRef<Failure | null>(null)

  async function load() {
    try {
      templates.value = await api.templates.list()
      state.value = 'ready'
      failure.value = null
    } catch (error) {
      failure.value = failureOf(error)
      state.value = 'failed'
    }
  }

  /** One of them, from main when the list was not read yet. */
  async function find(id: string): Promise<Template | undefined> {
    if (state.value !== 'ready') await load()
    return templates.value.find((template) => template.id === id)
  }

  // What is refused is thrown.
  async function save(content: TemplateContent & { name: string }): Promise<Template> {
    const saved = await api.templates.save(content)
    await load()
    return saved
  }

  async function rename(id: string, name: string) {
    await api.templates.rename({ id, name })
    await load()
  }

  /** Deletes it; the answer puts it back. */
  async function remove(template: Template): Promise<() => Promise<void>> {
    await api.templates.delete({ id: template.id })
    await load()
    return async () => {
      await api.templates.restore(template)
      await load()
    }
  }

  return { templates, state, failure, load, find, save, rename, remove }
})
