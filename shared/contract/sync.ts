// The sync of every organization that can be managed, over all accounts: started, stopped, and how far it is.
import * as z from 'zod'
import { failureSchema } from '../errors.ts'
import { call, event, nothing } from './define.ts'
import { accountId, organizationName } from './references.ts'

export const syncFailure = z.object({
  accountId,
  /** Null when it is about the whole account. */
  organization: organizationName.nullable(),
  failure: failureSchema,
})
export type SyncFailure = z.infer<typeof syncFailure>

/** Of the organizations that this sync is about; `done` are those that were worked on to their end, good or bad. */
const organizations = z.object({ done: z.number(), total: z.number() })

export const syncState = z.discriminatedUnion('phase', [
  z.object({
    phase: z.literal('idle'),
    /** Null since the app was started. */
    last: z
      .object({
        /** offline: no server could be reached. stopped: by the owner; what was read is kept. */
        ended: z.enum(['done', 'stopped', 'offline']),
        /** ISO 8601. */
        at: z.string(),
        organizations,
        failures: z.array(syncFailure),
      })
      .nullable(),
  }),
  z.object({
    phase: z.enum(['working', 'stopping']),
    organizations,
    /** Tokens whose access is read one by one: grows as organizations are listed. */
    tokens: z.object({ read: z.number(), total: z.number() }),
    /** The organization that was begun last. */
    current: z.string().nullable(),
    /** A server asked to be left alone until then (ISO 8601). */
    waiting: z.object({ serverName: z.string(), until: z.string() }).nullable(),
    failures: z.array(syncFailure),
  }),
])
export type SyncState = z.infer<typeof syncState>

export const sync = {
  state: call(nothing, syncState),
  /**
   * Syncs what was not wholly synced within so many minutes; 0 for everything, which asks for the list of organizations
   * anew too. While one is under way it is done after it. Answers at once.
   */
  start: call(z.object({ olderThan: z.number().min(0).max(100_000) }), nothing),
  /** Requests under way are broken off; what was read is kept, and the next sync goes on from there. */
  stop: call(nothing, nothing),
  progressed: event(syncState),
}
