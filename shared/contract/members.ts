// The people of an organization, with their roles and teams.
import * as z from 'zod'
import { call, event } from './define.ts'
import { organizationRef } from './references.ts'

export const member = z.object({
  username: z.string(),
  /** Empty when they gave none. */
  fullName: z.string(),
  /** Null where the server does not tell. */
  email: z.string().nullable(),
  /** In lower case: owner, editor, member, or what else the server says. */
  role: z.string(),
  /** Names, as the server sorts them. */
  teams: z.array(z.string()),
})
export type Member = z.infer<typeof member>

export const memberList = z.object({
  members: z.array(member),
  /** Rows that the server sent and nobody could read. */
  unreadable: z.number(),
  /** ISO 8601; null until they have been read once. */
  readAt: z.string().nullable(),
  /** The server could not be reached when it was asked last. */
  offline: z.boolean(),
})
export type MemberList = z.infer<typeof memberList>

export const members = {
  /** From this computer's copy at once; the server is not asked. */
  list: call(organizationRef, memberList),
  /** From the server; from the copy, with `offline`, when that cannot be reached. Fails with `members.unreadable`. */
  refresh: call(organizationRef, memberList),
  changed: event(organizationRef),
}
