// The owner's saved views of a table of tokens. They hold names of accounts and organizations, and no secret.
import * as z from 'zod'
import { nameMaximum } from '../names.ts'
import { call, nothing } from './define.ts'

const viewId = z.uuid()
const name = z.string().trim().min(1).max(nameMaximum)

const content = z.object({ name, query: z.string().max(2000) })
export const view = content.extend({ id: viewId })

export const views = {
  /** In the order they were saved. */
  list: call(nothing, z.array(view)),
  /** Fails with `view.full`, `view.nameUsed`, `disk.*`, `file.unreadable`. */
  save: call(content, view),
  /** Fails with `view.gone`, `view.nameUsed`, `disk.*`, `file.unreadable`. */
  rename: call(z.object({ id: viewId, name }), view),
  /** One that is gone already is fine. */
  delete: call(z.object({ id: viewId }), nothing),
  /** Puts back one that was deleted. Fails as `save`. */
  restore: call(view, nothing),
}
