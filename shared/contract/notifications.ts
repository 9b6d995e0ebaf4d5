// Notifications and the tray: what this computer can show, and where the owner asked to go from outside the page.
import * as z from 'zod'
import { commandIds } from '../commands.ts'
import { call, event, nothing } from './define.ts'
import { organizationName, organizationRef, tokenRef } from './references.ts'

/** What a notification, the tray, the native menu or a link leads to. `ref` null: over all organizations. */
export const place = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('token'), ref: tokenRef }),
  /** The tokens that end within so many days. */
  z.object({ kind: z.literal('ending'), ref: organizationRef.nullable(), days: z.number() }),
  z.object({ kind: z.literal('expired'), ref: organizationRef.nullable() }),
  /** The tokens whose use deserves a look. */
  z.object({ kind: z.literal('used'), ref: organizationRef.nullable() }),
  z.object({ kind: z.literal('settings') }),
  z.object({ kind: z.literal('organization'), ref: organizationRef }),
  /** The wizard, with its form as it was left or begun with a built-in template. */
  z.object({ kind: z.literal('generate'), ref: organizationRef, template: z.string().nullable() }),
  /** An entry of the native menu. */
  z.object({ kind: z.literal('command'), id: z.enum(commandIds) }),
  /** A link that leads nowhere; null when it is no link of ours at all. */
  z.object({ kind: z.literal('nowhere'), organization: organizationName.nullable() }),
])
export type Place = z.infer<typeof place>

export const notifications = {
  /** Whether the system shows notifications at all. */
  support: call(nothing, z.object({ notifications: z.boolean() })),
  /** Shows one, whatever the settings and the hour, and answers whether the system did. */
  showTest: call(nothing, z.object({ notifications: z.boolean() })),
  /** Where the owner asked to go, once; null when nowhere. */
  takePlace: call(nothing, place.nullable()),
  placeChosen: event(z.object({})),
}
