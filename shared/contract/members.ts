// The people of an organization, with their roles and teams.
import * as z from 'zod'
import { call, event, nothing } from './define.ts'
import { organizationRef } from './references.ts'

const username = z.string().min(1).max(255)

export const member = z.object({
  username,
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

const teamPermission = z.enum(['read', 'write', 'admin'])

export const memberReach = z.object({
  username,
  /** As the server says it now, in lower case. */
  role: z.string(),
  /** Owners and editors reach every repository through their role; `repositories` is empty then. */
  everything: z.boolean(),
  /** Names of the teams they are in. */
  teams: z.array(z.string()),
  /** What their teams reach, in order of name. */
  repositories: z.array(
    z.object({
      /** Without the organization. */
      name: z.string(),
      isPrivate: z.boolean(),
      /** Never empty. */
      teams: z.array(z.object({ name: z.string(), permission: teamPermission })).min(1),
    }),
  ),
  /** How many repositories the organization has, as far as this account sees them. */
  total: z.number(),
  /** What could not be read, so that they may reach more than is told here. */
  unread: z.object({
    repositories: z.array(z.string()),
    teams: z.array(z.string()),
    /** Rows that the server sent and nobody could read. */
    rows: z.number(),
  }),
  /** ISO 8601. */
  readAt: z.string(),
})
export type MemberReach = z.infer<typeof memberReach>

export const memberRef = organizationRef.extend({ username })

export const members = {
  /** From this computer's copy at once; the server is not asked. */
  list: call(organizationRef, memberList),
  /** From the server; from the copy, with `offline`, when that cannot be reached. Fails with `members.unreadable`. */
  refresh: call(organizationRef, memberList),
  changed: event(organizationRef),
  /**
   * What a member reaches through teams and role, read from the server: one request for each repository, and what was
   * read within the last minutes is not read again. Null when it was stopped. Fails with `members.*`, `server.*`.
   */
  reach: call(memberRef, memberReach.nullable()),
  /** Stops what `reach` is reading; what was read so far serves the next time. */
  stopReading: call(organizationRef, nothing),
  /** How far `reach` is: repositories read, of all. */
  reading: event(organizationRef.extend({ done: z.number(), total: z.number() })),
}
