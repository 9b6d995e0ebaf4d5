// The calls about the owner's saved views of a table: one file holds them all.
import * as z from 'zod'
import type { Handlers } from '../../shared/contract/define.ts'
import { view, type views } from '../../shared/contract/views.ts'
import { viewMaximum } from '../../shared/views.ts'
import type { SafeStore } from '../disk/safe-store.ts'
import { namedList } from '../named-list.ts'

/** The shape of the file; for electron/disk/safe-store.ts. */
export const keptViews = z.object({ views: z.array(view) })
export type KeptViews = z.infer<typeof keptViews>
export const noViews: KeptViews = { views: [] }

export interface ViewsParts {
  store: Pick<SafeStore<KeptViews>, 'read' | 'change'>
}

export const viewsArea = ({ store }: ViewsParts): Handlers<typeof views> =>
  namedList({
    read: () => store.read().views,
    change: (next) => store.change((current) => ({ views: next(current.views) })),
    maximum: viewMaximum,
    failures: { full: 'view.full', nameUsed: 'view.nameUsed', gone: 'view.gone' },
  })
