// The calls about the owner's own templates: one file holds them all.
import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import type { Handlers } from '../../shared/contract/define.ts'
import { template, type templates } from '../../shared/contract/templates.ts'
import { Failed } from '../../shared/errors.ts'
import { type Template, isNameUsed, templateMaximum } from '../../shared/tokens/templates.ts'
import type { SafeStore } from '../disk/safe-store.ts'

/** The shape of the file; for electron/disk/safe-store.ts. */
export const keptTemplates = z.object({ templates: z.array(template) })
export type KeptTemplates = z.infer<typeof keptTemplates>
export const noTemplates: KeptTemplates = { templates: [] }

export interface TemplatesParts {
  store: Pick<SafeStore<KeptTemplates>, 'read' | 'change'>
}

export function templatesArea({ store }: TemplatesParts): Handlers<typeof templates> {
  const change = (next: (kept: Template[]) => Template[]) =>
    store.change((current) => ({ templates: next(current.templates) }))

  async function add(added: Template): Promise<void> {
    await change((kept) => {
      const others = kept.filter(({ id }) => id !== added.id)
      if (others.length >= templateMaximum) throw new Failed('template.full')
      refuseUsed(added.name, others)
      return [...others, added]
    })
  }

  return {
    list: () => store.read().templates,
    async save(content) {
      const added = { ...content, id: randomUUID() }
      await add(added)
      return added
    },
    async rename({ id, name }) {
      let renamed: Template | undefined
      await change((kept) => {
        const found = kept.find((one) => one.id === id)
        if (!found) throw new Failed('template.gone')
        refuseUsed(
          name,
          kept.filter((one) => one !== found),
        )
        renamed = { ...found, name }
        return kept.map((one) => (one === found ? { ...one, name } : one))
      })
      if (!renamed) throw new Failed('internal')
      return renamed
    },
    async delete({ id }) {
      await change((kept) => kept.filter((one) => one.id !== id))
    },
    async restore(back) {
      await add(back)
    },
  }
}

function refuseUsed(name: string, others: readonly Template[]): void {
  const names = others.map((other) => other.name)
  if (isNameUsed(name, names)) throw new Failed('template.nameUsed', { field: 'name' })
}
