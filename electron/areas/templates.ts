// The calls about the owner's own templates: one file holds them all.
import * as z from 'zod'
import type { Handlers } from '../../shared/contract/define.ts'
import { template, type templates } from '../../shared/contract/templates.ts'
import { templateMaximum } from '../../shared/tokens/templates.ts'
import type { SafeStore } from '../disk/safe-store.ts'
import { namedList } from '../named-list.ts'

/** The shape of the file; for electron/disk/safe-store.ts. */
export const keptTemplates = z.object({ templates: z.array(template) })
export type KeptTemplates = z.infer<typeof keptTemplates>
export const noTemplates: KeptTemplates = { templates: [] }

export interface TemplatesParts {
  store: Pick<SafeStore<KeptTemplates>, 'read' | 'change'>
}

export const templatesArea = ({ store }: TemplatesParts): Handlers<typeof templates> =>
  namedList({
    read: () => store.read().templates,
    change: (next) => store.change((current) => ({ templates: next(current.templates) })),
    maximum: templateMaximum,
    failures: { full: 'template.full', nameUsed: 'template.nameUsed', gone: 'template.gone' },
  })
