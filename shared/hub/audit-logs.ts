// The audit log of an organization, as GET /v2/auditlogs/{account} answers it (hub.docker.com/reference/api/hub).
import * as z from 'zod'

export const hubAuditEvent = z.looseObject({
  /** Group and name: `org.access_token.update`. */
  action: z.string(),
  /** What it was about, for people: a token's label, a repository's name. */
  name: z.string().catch(''),
  actor: z.string().catch(''),
  /** More about it; Docker documents the values as texts. */
  data: z.record(z.string(), z.unknown()).nullable().optional().catch(null),
  /** RFC 3339, by the server's clock. */
  timestamp: z.string(),
  /** The server's own words for it. */
  action_description: z.string().optional().catch(undefined),
})
export type HubAuditEvent = z.infer<typeof hubAuditEvent>

export const hubAuditLogs = z.looseObject({ logs: z.array(z.unknown()).nullable() })
