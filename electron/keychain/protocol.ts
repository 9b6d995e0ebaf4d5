// What main and the keychain's helper process say to each other. Both sides check what they hear.
import * as z from 'zod'

export const requestSchema = z.discriminatedUnion('call', [
  z.strictObject({ id: z.number(), call: z.literal('get'), name: z.string() }),
  z.strictObject({ id: z.number(), call: z.literal('set'), name: z.string(), value: z.string() }),
  z.strictObject({ id: z.number(), call: z.literal('remove'), name: z.string() }),
])

export const replySchema = z.union([
  /** Sent once, when the helper listens. */
  z.strictObject({ ready: z.literal(true) }),
  /** `value`: what get read or null; after remove whether something was removed; after set null. */
  z.strictObject({
    id: z.number(),
    ok: z.literal(true),
    value: z.union([z.string(), z.boolean(), z.null()]),
  }),
  /** `error`: the keychain's own words. They name calls and collections, never a value. */
  z.strictObject({ id: z.number(), ok: z.literal(false), error: z.string() }),
])

export type Request = z.infer<typeof requestSchema>
export type Reply = z.infer<typeof replySchema>
/** A request before it got its number. */
export type Ask =
  | { call: 'get'; name: string }
  | { call: 'set'; name: string; value: string }
  | { call: 'remove'; name: string }
