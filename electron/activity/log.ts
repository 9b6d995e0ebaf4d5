// Pages of an organization's audit log: what is looked for, asked of the server where it can, and picked here where not.
import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { AuditEvent, LogFilter, LogPage } from '../../shared/contract/activity.ts'
import { tokenId } from '../../shared/contract/references.ts'
import { resource } from '../../shared/contract/tokens.ts'
import type { HubAuditEvent } from '../../shared/hub/audit-logs.ts'
import { type AuditSearch, readAuditPage } from '../dockerhub/audit-logs.ts'
import type { HubClient } from '../dockerhub/client.ts'
import { presentable } from '../dockerhub/server-words.ts'
import { type LogCursor, type ReadLog, walkLog } from './log-walk.ts'
import { momentOf } from './moment.ts'

const tokenActions = {
  created: 'org.access_token.create',
  updated: 'org.access_token.update',
  deleted: 'org.access_token.delete',
}
/** The server takes one action or none. */
const actionsOf = (what: LogFilter['what']): (string | undefined)[] => {
  if (what === 'everything') return [undefined]
  if (what === 'tokens') return Object.values(tokenActions)
  return [what === 'deactivated' ? tokenActions.updated : tokenActions[what]]
}

/** What is rare is looked for through so many pages before the owner is told how far that was. */
const mostRounds = 8
/** Events that fill a screen. */
const enough = 30

interface Row {
  at: string
  event: HubAuditEvent
}

/** The next page, without what is the same for every page. Throws like every call to the server. */
export async function readLog(
  client: HubClient,
  organization: string,
  filter: LogFilter,
  from: LogCursor | null,
  signal?: AbortSignal,
): Promise<Pick<LogPage, 'events' | 'next' | 'reached'>> {
  const logs = actionsOf(filter.what).map((action) => logOf(client, organization, filter, action, signal))
  const events: AuditEvent[] = []
  let [cursor, reached]: [LogCursor | null, string | null] = [from, null]
  for (let round = 1; ; round++) {
    const { rows, next } = await walkLog({ logs, markOf }, cursor)
    events.push(...rows.map(({ event }) => shownEvent(event)).filter(wanted(filter)))
    cursor = next
    reached = rows.at(-1)?.at ?? reached
    if (next === null || events.length >= enough || round === mostRounds)
      return { events, next: cursor, reached }
  }
}

function logOf(
  client: HubClient,
  organization: string,
  filter: LogFilter,
  action: string | undefined,
  signal: AbortSignal | undefined,
): ReadLog<Row> {
  const { actor, name, from, to: last } = filter
  const search: AuditSearch = {
    ...(action !== undefined && { action }),
    ...(actor !== '' && { actor }),
    ...(name !== '' && { name }),
    ...(from !== null && { from }),
  }
  return async (before, page) => {
    const to =
      before === null || last === null || momentOf(last) < momentOf(before) ? (last ?? before) : before
    const read = await readAuditPage(
      client,
      organization,
      { ...search, ...(to !== null && { to }) },
      page,
      signal && { signal },
    )
    // An event without a moment cannot be put anywhere.
    const rows = read.events
      .filter(({ timestamp }) => !Number.isNaN(Date.parse(timestamp)))
      .map((event) => ({ at: event.timestamp, event }))
    return { rows, given: read.events.length + read.unreadable }
  }
}

const markOf = ({ event: { action, name, actor, data } }: Row): string =>
  createHash('sha256')
    .update(JSON.stringify([action, name, actor, data]))
    .digest('base64url')
    .slice(0, 16)

const wanted =
  ({ what, name, tokenId: wantedId }: LogFilter) =>
  ({ token }: AuditEvent): boolean =>
    (what !== 'deactivated' || token?.isActive === false) &&
    (wantedId === null || isOf(token, wantedId, name))

/** Where the server does not tell which token it was, the label that it was asked for says so. */
const isOf = (token: AuditEvent['token'], wantedId: string, label: string): boolean =>
  token !== null && (token.id === null ? label !== '' : token.id === wantedId)

/** As the page is shown it. Nothing in it is longer than 300 characters, and no secret's shape survives. */
export function shownEvent({
  action,
  name,
  actor,
  data,
  timestamp,
  action_description: description = '',
}: HubAuditEvent): AuditEvent {
  const given = data ?? {}
  const isToken = action.startsWith('org.access_token.')
  return {
    action: presentable(action),
    name: presentable(name),
    actor: presentable(actor),
    at: timestamp.slice(0, 64),
    description: presentable(description),
    token: isToken ? tokenIn(given) : null,
    facts: Object.entries(given)
      .filter(([field]) => !isToken || !tokenFields.has(field))
      .flatMap(([field, value]) => {
        const text = presentable(typeof value === 'string' ? value : JSON.stringify(value ?? ''))
        return text === '' ? [] : [{ name: presentable(field), value: text }]
      })
      .slice(0, 20),
  }
}

const tokenFields = new Set(['id', 'label', 'is_active', 'expires_at', 'resources'])

/** Docker documents the values as texts, so that a list is JSON within a text. */
function tokenIn(data: Record<string, unknown>): AuditEvent['token'] {
  const told = (field: string): unknown => {
    const value = data[field]
    if (typeof value !== 'string') return value
    try {
      return JSON.parse(value) as unknown
    } catch {
      return value
    }
  }
  const expiresAt = told('expires_at')
  return {
    id: tokenId.safeParse(data['id']).data ?? null,
    isActive: z.boolean().safeParse(told('is_active')).data ?? null,
    expiresAt: typeof expiresAt === 'string' ? presentable(expiresAt) : null,
    resources: z.array(resource).max(1000).safeParse(told('resources')).data ?? null,
  }
}
