// The audit log of an organization, page by page: /v2/auditlogs/{account}.
import { isFailed } from '../../shared/errors.ts'
import { type HubAuditEvent, hubAuditEvent, hubAuditLogs } from '../../shared/hub/audit-logs.ts'
import type { HubClient } from './client.ts'

/** Docker's own filters; each is left out when it is not given. */
export interface AuditSearch {
  action?: string
  name?: string
  actor?: string
  /** RFC 3339 moments, both included. */
  from?: string
  to?: string
}

export interface AuditPage {
  /** Newest first. */
  events: HubAuditEvent[]
  /** Rows that did not have the form of an event. */
  unreadable: number
  /** Nothing follows, by all that can be told: the server counts nothing, and may give fewer rows than it is asked for. */
  last: boolean
}

/** No server gives fewer rows for a page that another one follows: it is what Docker Hub gives unasked. */
const smallestPage = 25

/** One page, counted from 1; one past the end is empty. Throws like every call, `organization.notOwner` when the log is not theirs to read. */
export async function readAuditPage(
  client: HubClient,
  organization: string,
  search: AuditSearch,
  page: number,
  { size = 100, signal }: { size?: number; signal?: AbortSignal } = {},
): Promise<AuditPage> {
  const asked = client.request({
    method: 'GET',
    path: `/v2/auditlogs/${encodeURIComponent(organization)}`,
    query: { ...search, page, page_size: size },
    answer: hubAuditLogs,
    ...(signal && { signal }),
  })
  const answer = await asked.catch((error: unknown) => {
    if (page > 1 && isFailed(error, 'organization.gone')) return { logs: [] }
    throw error
  })
  const rows = (answer.logs ?? []).map((row) => hubAuditEvent.safeParse(row))
  const events = rows.flatMap((row) => (row.success ? [row.data] : []))
  return { events, unreadable: rows.length - events.length, last: rows.length < Math.min(size, smallestPage) }
}
