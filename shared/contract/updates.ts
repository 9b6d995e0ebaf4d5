// Newer versions of Granary: looked for, downloaded, and put in place when the app ends.
import * as z from 'zod'
import { failureSchema } from '../errors.ts'
import { updateForms } from '../updates.ts'
import { call, event, nothing } from './define.ts'

export const release = z.object({
  version: z.string(),
  /** Its section of CHANGELOG.md; empty when there is none. */
  notes: z.string(),
})
export type Release = z.infer<typeof release>

export const updateState = z.object({
  form: z.enum(updateForms),
  /** Whether this copy knows a place to look at. */
  canCheck: z.boolean(),
  /** ISO 8601, of the last answer; null since the app was started. */
  checkedAt: z.string().nullable(),
  status: z.discriminatedUnion('phase', [
    /** Nothing newer is known. */
    z.object({ phase: z.literal('idle') }),
    z.object({ phase: z.literal('checking') }),
    /** There is one, and this copy does not install it. */
    z.object({ phase: z.literal('newer'), release }),
    /** `part` from 0 to 1. */
    z.object({ phase: z.literal('downloading'), release, part: z.number() }),
    /** Checked, and put in place when the app ends. */
    z.object({ phase: z.literal('ready'), release }),
    z.object({ phase: z.literal('failed'), failure: failureSchema }),
  ]),
})
export type UpdateState = z.infer<typeof updateState>

export const updates = {
  state: call(nothing, updateState),
  /** Looks for a newer version, and downloads it where this copy replaces itself. Answers at once. */
  check: call(nothing, nothing),
  /** Breaks off the download. */
  stop: call(nothing, nothing),
  /** Quits, with the questions that quitting asks, and starts the newer version. Fails with `update.secretUnkept`. */
  restart: call(nothing, nothing),
  changed: event(updateState),
}
