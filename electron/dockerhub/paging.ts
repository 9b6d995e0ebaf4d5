// Lists that a Hub sends page by page: bounded, each item once, and one bad row never spoils the rest.
import * as z from 'zod'
import { isFailed } from '../../shared/errors.ts'
import type { HubClient } from './client.ts'
import { HubFailed } from './failures.ts'

/** The most that Docker Hub gives at once. A server may give fewer: only `next` tells whether more follow. */
export const pageSize = 100
/** 20,000 items: twice the largest inventory that Granary is measured with. */
const maximumPages = 200
/** A list that changes while it is read is read again, at most this often. */
const maximumReadings = 2

/** Most lists say `count`, organization access tokens say `total`; rows are checked one by one. */
const page = z
  .looseObject({
    count: z.number().int().nonnegative().optional(),
    total: z.number().int().nonnegative().optional(),
    next: z.string().nullable().optional(),
    results: z.array(z.unknown()).nullable(),
  })
  .refine(({ count, total }) => count !== undefined || total !== undefined, { path: ['count'] })

export interface Page<Item> {
  items: Item[]
  /** Rows that did not have the form of an item. */
  unreadable: number
  /** Of the whole list, as the server says it. */
  total: number
  /** The server announced another page. */
  more: boolean
}

export interface PageRequest<Item extends z.ZodType> {
  path: string
  item: Item
  query?: Record<string, string | number>
  signal?: AbortSignal
}

/** One page, counted from 1. A page past the end (Docker Hub answers 404 to it) is empty. */
export async function readPage<Item extends z.ZodType>(
  client: HubClient,
  { path, item, query, signal }: PageRequest<Item>,
  number: number,
  size: number = pageSize,
): Promise<Page<z.infer<Item>>> {
  try {
    const answer = await client.request({
      method: 'GET',
      path,
      query: { ...query, page: number, page_size: size },
      answer: page,
      ...(signal === undefined ? {} : { signal }),
    })
    const rows = (answer.results ?? []).map((row) => item.safeParse(row))
    const items = rows.flatMap((row) => (row.success ? [row.data] : []))
    const unreadable = rows.length - items.length
    return {
      items,
      unreadable,
      total: answer.total ?? answer.count ?? 0,
      more: typeof answer.next === 'string',
    }
  } catch (error) {
    if (number > 1 && isFailed(error, 'organization.gone'))
      return { items: [], unreadable: 0, total: 0, more: false }
    throw error
  }
}

export interface WholeList<Item> {
  items: Item[]
  unreadable: number
  /** Never less than what was seen, whatever the server counts. */
  total: number
}

/**
 * The whole list, each id once. Page numbers are counted here: the `next` address is only read as "there is more",
 * because it may lead to another host. Throws `server.unexpected` for a list that does not end.
 */
export async function readAll<Item extends z.ZodType>(
  client: HubClient,
  request: PageRequest<Item>,
  idOf: (item: z.infer<Item>) => string,
): Promise<WholeList<z.infer<Item>>> {
  for (let reading = 1; ; reading++) {
    const list = await readOnce(client, request, idOf)
    // A row deleted meanwhile moves the following ones up, and one of them between two pages out of sight.
    if (list.steady || reading === maximumReadings) return list.whole
  }
}

async function readOnce<Item extends z.ZodType>(
  client: HubClient,
  request: PageRequest<Item>,
  idOf: (item: z.infer<Item>) => string,
): Promise<{ whole: WholeList<z.infer<Item>>; steady: boolean }> {
  const found = new Map<string, z.infer<Item>>()
  let unreadable = 0
  let firstTotal: number | undefined
  let total = 0
  for (let number = 1; number <= maximumPages; number++) {
    const read = await readPage(client, request, number)
    const before = found.size + unreadable
    for (const item of read.items) if (!found.has(idOf(item))) found.set(idOf(item), item)
    unreadable += read.unreadable
    const empty = read.items.length + read.unreadable === 0
    if (!empty) total = read.total
    firstTotal ??= read.total
    // A page without anything new ends the list too: a server that ignores `page` would go round for ever.
    if (!read.more || empty || found.size + unreadable === before) {
      const whole = {
        items: [...found.values()],
        unreadable,
        total: Math.max(total, found.size + unreadable),
      }
      return { whole, steady: number === 1 || total === firstTotal }
    }
  }
  throw new HubFailed('server.unexpected', { detail: 'the list does not end', reach: 'refused' })
}
