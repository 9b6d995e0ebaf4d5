// The audit log page by page, from servers that give what they want.
import { expect, it } from 'vitest'
import { createHubClient } from './client.ts'
import { readAuditPage } from './audit-logs.ts'

const event = (second: number) => ({
  action: 'org.access_token.update',
  name: 'CI',
  actor: 'ada',
  data: {},
  timestamp: `2027-03-10T12:00:${String(second).padStart(2, '0')}Z`,
})

/** A log of so many events on a server that gives at most `most` of them at once, and 404 for a page past its end. */
const logOf = (count: number, most: number) =>
  createHubClient({
    baseUrl: 'https://hub.example.com',
    fetch: async (url) => {
      const query = new URL(url).searchParams
      const size = Math.min(most, Number(query.get('page_size')))
      const from = (Number(query.get('page')) - 1) * size
      const logs = Array.from({ length: count }, (_, at) => event(at)).slice(from, from + size)
      const there = logs.length > 0 || from === 0
      return Response.json(there ? { logs } : { message: 'not found' }, { status: there ? 200 : 404 })
    },
    bearer: null,
  })

it.each([
  [30, 25, [25, 5]],
  [50, 25, [25, 25, 0]],
  [50, 100, [50, 0]],
  [20, 100, [20]],
  [0, 100, [0]],
])('of %i events from a server that gives %i at once', async (count, most, pages) => {
  const client = logOf(count, most)
  const read: number[] = []
  for (let page = 1; page <= 5; page += 1) {
    const { events, last } = await readAuditPage(client, 'acme', {}, page)
    read.push(events.length)
    if (last) break
  }
  expect(read).toEqual(pages)
})
