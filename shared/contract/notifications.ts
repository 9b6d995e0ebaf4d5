// Notifications and the tray: what this computer can show, and where the owner asked to go from outside the page.
import * as z from 'zod'
import { call, event, nothing } from './define.ts'
import { organizationRef, tokenRef } from './references.ts'

/** What a notification, the tray or the native menu leads to. `soon`, `expired`: those tokens of all organizations. */
export const place = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('token'), ref: tokenRef }),
  z.object({ kind: z.literal('organization'), ref: organizationRef }),
  z.object({ kind: z.literal('soon') }),
  z.object({ kind: z.literal('expired') }),
  z.object({ kind: z.literal('settings') }),
])
export type Place = z.infer<typeof place>

export const notifications = {
  /** Whether the system shows notifications at all. */
  support: call(nothing, z.object({ notifications: z.boolean() })),
  /** Shows one, whatever the settings and the hour. */
  showTest: call(nothing, nothing),
  /** Where the owner asked to go, once; null when nowhere. */
  takePlace: call(nothing, place.nullable()),
  placeChosen: event(z.object({})),
}
