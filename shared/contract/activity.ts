// What happened in an organization: its audit log, and who used what with which token, where the server tells.
import * as z from 'zod'
import { call, event, nothing } from './define.ts'
import { organizationRef, tokenId } from './references.ts'
import { resource } from './tokens.ts'

const moment = z.string().max(64)

/** A token as an event left it, as far as the server tells; Docker Hub does not say what it tells. */
const tokenThen = z.object({
  id: tokenId.nullable(),
  isActive: z.boolean().nullable(),
  expiresAt: z.string().nullable(),
  resources: z.array(resource).nullable(),
})

export const auditEvent = z.object({
  /** Group and name, as Docker spells them: `org.access_token.update`. */
  action: z.string(),
  /** What it was about: a token's label, a user name, a repository. */
  name: z.string(),
  actor: z.string(),
  /** ISO 8601, by the server's clock. */
  at: z.string(),
  /** The server's own sentence; empty when it has none. */
  description: z.string(),
  /** Null for what is not about a token. */
  token: tokenThen.nullable(),
  /** What else the server says about it. */
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
})
export type AuditEvent = z.infer<typeof auditEvent>

export const logFilter = z.object({
  /** `tokens`: creations, changes and deletions. `deactivated`: changes that left a token inactive. */
  what: z.enum(['tokens', 'created', 'updated', 'deactivated', 'deleted', 'everything']),
  /** Exactly, as the server compares; empty for anybody. */
  actor: z.string().max(255),
  /** Exactly: a token's label, a user name, a repository with its namespace; empty for anything. */
  name: z.string().max(1000),
  /** Only of this token, where the server tells which it was; `name` has to be its label. */
  tokenId: tokenId.nullable(),
  /** Both included; null for no bound. */
  from: moment.nullable(),
  to: moment.nullable(),
})
export type LogFilter = z.infer<typeof logFilter>

const seen = z.array(z.string().max(200)).max(20_000)
/** Where the next page begins; made by main, handed back as it is. */
export const logCursor = z.object({ before: moment, seen })

/** From the server, or as it was read at `readAt` (ISO 8601) while the server cannot be reached. */
const reading = { readAt: z.string(), offline: z.boolean() }

export const logPage = z.object({
  /** Newest first; may be empty although more follows, where what is looked for is rare. */
  events: z.array(auditEvent),
  next: logCursor.nullable(),
  /** How far back it was looked (ISO 8601); null when nothing was there. */
  reached: z.string().nullable(),
  ...reading,
})
export type LogPage = z.infer<typeof logPage>

export const imageUse = z.object({
  at: z.string(),
  /** pull, push or delete; another word where the server has one. */
  action: z.string(),
  /** With its namespace. */
  repository: z.string(),
  tag: z.string().nullable(),
  digest: z.string().nullable(),
  address: z.string(),
  client: z.string(),
  /** The person, or the organization for one of its tokens; empty for nobody. */
  actor: z.string(),
  tokenId: tokenId.nullable(),
})
export type ImageUse = z.infer<typeof imageUse>

export const useFilter = z.object({
  action: z.enum(['any', 'pull', 'push', 'delete']),
  /** Only of this token; null for the whole organization. */
  tokenId: tokenId.nullable(),
  from: moment.nullable(),
  to: moment.nullable(),
})
export type UseFilter = z.infer<typeof useFilter>

export const useCursor = z.object({ index: z.number(), total: z.number(), at: moment, seen })

export const usePage = z.object({
  /** False: this server does not tell. */
  told: z.boolean(),
  uses: z.array(imageUse),
  next: useCursor.nullable(),
  reached: z.string().nullable(),
  ...reading,
})
export type UsePage = z.infer<typeof usePage>

/** A use that does not fit how the token was used before; see shared/tokens/unusual-use.ts. */
export const unusualUse = z.object({
  tokenId,
  at: z.string(),
  repository: z.string(),
  address: z.string(),
  client: z.string(),
  why: z.enum(['address', 'client', 'both']),
})

export const activity = {
  /** A page of the audit log. Fails with `organization.notOwner` without the right to read it. */
  log: call(organizationRef.extend({ filter: logFilter, cursor: logCursor.nullable() }), logPage),
  /** A page of uses. */
  use: call(organizationRef.extend({ filter: useFilter, cursor: useCursor.nullable() }), usePage),
  /** What was learnt from the uses read so far, without network; the newest first. */
  unusual: call(organizationRef, z.array(unusualUse)),
  /** Reads the newest uses, and learns from them; where the server does not tell, nothing happens. */
  learn: call(organizationRef, nothing),
  /**
   * Asks where to, and writes everything that the filter finds, however much, whole or not at all. `cancelled`: in the
   * dialog, or by `stopExport`; then there is no file. `file`: its name without the folder. Fails with `disk.*` too.
   */
  export: call(
    organizationRef.extend({
      /** Made by the page, so that it can stop it. */
      id: z.uuid(),
      format: z.enum(['csv', 'json']),
      content: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('log'), filter: logFilter }),
        z.object({ kind: z.literal('use'), filter: useFilter }),
      ]),
    }),
    z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('saved'), file: z.string(), rows: z.number() }),
      z.object({ outcome: z.literal('cancelled') }),
    ]),
  ),
  /** One that has ended already is fine. */
  stopExport: call(z.object({ id: z.uuid() }), nothing),
  /** How far an export is: rows written, and back to when (ISO 8601). */
  exported: event(z.object({ id: z.uuid(), rows: z.number(), reached: z.string().nullable() })),
  /** What is unusual was learnt anew. */
  learnt: event(organizationRef),
}
