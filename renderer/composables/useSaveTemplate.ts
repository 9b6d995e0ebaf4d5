// Saving a template over whatever page is open: `saveTemplate(…)`. SaveTemplateDialog asks for its name.
import { computed, shallowRef } from 'vue'
import type { TemplateContent } from '../../shared/tokens/templates.ts'
import type { Failure } from '../../shared/errors.ts'
import { failureOf } from '../failed.ts'
import { useTemplatesStore } from '../stores/templates.ts'
import { toast } from './useToasts.ts'

export interface Wanted {
  content: TemplateContent
  /** A name to begin with. */
  name: string
}

const open = shallowRef<Wanted | null>(null)
const failure = shallowRef<Failure | null>(null)

export function saveTemplate(wanted: Wanted) {
  failure.value = null
  open.value = wanted
  void useTemplatesStore().load()
}

/** Closes when it is saved; else `failure` says why, and the name stays to be corrected. */
async function save(name: string) {
  if (!open.value) return
  try {
    await useTemplatesStore().save({ ...open.value.content, name: name.trim() })
    open.value = null
    toast({
      tone: 'success',
      title: `“${name.trim()}” is saved`,
      text: 'The wizard offers it under “Start from…”.',
    })
  } catch (error) {
    failure.value = failureOf(error)
  }
}

const close = () => (open.value = null)

export function useSaveTemplate() {
  /** Those that are taken. */
  const names = computed(() => useTemplatesStore().templates.map(({ name }) => name))
  return { open, names, failure, save, close }
}
