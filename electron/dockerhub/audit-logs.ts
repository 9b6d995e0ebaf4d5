// The audit log of an organization, page by page: /v2/auditlogs/{account}.
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
  /** Nothing follows: the page was not full. The log is not counted by the server. */
  last: boolean
}

/** One page, counted from 1. Throws like every call, `organization.notOwner` when the log is not theirs to read. */
export async function readAuditPage(
  client: HubClient,
  organization: string,
  search: AuditSearch,
  page: number,
  { size = 100, signal }: { size?: number; signal?: AbortSignal } = {},
): Promise<AuditPage> {
  const answer = await client.request({
    method: 'GET',
    path: `/v2/auditlogs/${encodeURIComponent(organization)}`,
    query: { ...search, page, page_size: size },
    answer: hubAuditLogs,
    ...(signal && { signal }),
  })
  const rows = (answer.logs ?? []).map((row) => hubAuditEvent.safeParse(row))
  const events = rows.flatMap((row) => (row.success ? [row.data] : []))
  return { events, unreadable: rows.length - events.length, last: rows.length < size }
}
