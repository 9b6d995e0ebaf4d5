// The owner's own templates. They hold no secret and no organization: one serves every account and organization.
import * as z from 'zod'
import { nameMaximum } from '../names.ts'
import { call, nothing } from './define.ts'

const templateId = z.uuid()
const name = z.string().trim().min(1).max(nameMaximum)

const resource = z.object({
  type: z.string().max(100),
  path: z.string().max(1000),
  isOwn: z.boolean(),
  scopes: z.array(z.string()).max(1000),
})

const content = z.object({
  name,
  // As much as a token of another client's making may have.
  description: z.string().max(10_000),
  expiryChoice: z.enum(['', '30', '60', '90', '365', 'none']),
  resources: z.array(resource).min(1).max(1000),
})
export const template = content.extend({ id: templateId })

export const templates = {
  /** In the order they were saved. */
  list: call(nothing, z.array(template)),
  /** Fails with `template.full`, `template.nameUsed`, `disk.*`, `file.unreadable`. */
  save: call(content, template),
  /** Fails with `template.gone`, `template.nameUsed`, `disk.*`, `file.unreadable`. */
  rename: call(z.object({ id: templateId, name }), template),
  /** One that is gone already is fine. */
  delete: call(z.object({ id: templateId }), nothing),
  /** Puts back one that was deleted. Fails as `save`. */
  restore: call(template, nothing),
}
