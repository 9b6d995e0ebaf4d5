import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { createHubClient } from './client.ts'
import { readAll, readPage } from './paging.ts'

const item = z.looseObject({ id: z.string() })
const request = { path: '/v2/orgs/acme/things', item }
const idOf = ({ id }: { id: string }) => id

function setUp(pageOf: (page: number, url: URL) => object | null) {
  const asked: string[] = []
  const hub = new Hono().get('*', (c) => {
    const url = new URL(c.req.url)
    asked.push(url.host + url.pathname + url.search)
    const page = pageOf(Number(url.searchParams.get('page')), url)
    return page ? c.json(page) : c.json({ detail: 'not found' }, 404)
  })
  const client = createHubClient({
    baseUrl: 'http://hub.test',
    fetch: (url, init) => hub.request(url, init),
    bearer: null,
    sleep: async () => {},
  })
  return { client, asked }
}

const rows = (...ids: string[]) => ids.map((id) => ({ id }))
const ids = (items: { id: string }[]) => items.map(idOf).join()

describe('readAll', () => {
  it('reads page after page, in order', async () => {
    const { client, asked } = setUp((page) => ({
      total: 3,
      next: page < 3 ? 'http://hub.test/v2/next' : null,
      results: rows(`t${page}`),
    }))
    const list = await readAll(client, request, idOf)
    expect(ids(list.items)).toBe('t1,t2,t3')
    expect(list).toMatchObject({ unreadable: 0, total: 3 })
    expect(asked).toEqual([1, 2, 3].map((page) => `hub.test/v2/orgs/acme/things?page=${page}&page_size=100`))
  })

  it('counts the pages itself wherever `next` points', async () => {
    const { client, asked } = setUp((page) => ({
      count: 2,
      next: page === 1 ? 'https://evil.test/v2/orgs/acme/things?page=2&steal=1' : null,
      results: rows(`t${page}`),
    }))
    expect(ids((await readAll(client, request, idOf)).items)).toBe('t1,t2')
    expect(asked.every((url) => url.startsWith('hub.test/v2/orgs/acme/things?page='))).toBe(true)
  })

  it('ends where a missing `next`, an empty page or a 404 ends the list', async () => {
    const missing = setUp(() => ({ count: 9, results: rows('a') }))
    expect(ids((await readAll(missing.client, request, idOf)).items)).toBe('a')
    const empty = setUp((page) => ({ count: 1, next: 'http://x', results: page === 1 ? rows('a') : [] }))
    expect(ids((await readAll(empty.client, request, idOf)).items)).toBe('a')
    const vanished = setUp((page) => (page === 1 ? { count: 1, next: 'http://x', results: rows('a') } : null))
    expect(ids((await readAll(vanished.client, request, idOf)).items)).toBe('a')
  })

  it('ends when a server gives the same page for ever, each row once', async () => {
    const { client, asked } = setUp(() => ({ total: 2, next: 'http://x', results: rows('a', 'a', 'b') }))
    const list = await readAll(client, request, idOf)
    expect(ids(list.items)).toBe('a,b')
    expect(asked).toHaveLength(2)
  })

  it('gives up on a list that does not end', async () => {
    const { client, asked } = setUp((page) => ({ total: 1, next: 'http://x', results: rows(`t${page}`) }))
    await expect(readAll(client, request, idOf)).rejects.toMatchObject({
      failure: { code: 'server.unexpected', detail: 'the list does not end' },
    })
    expect(asked).toHaveLength(200)
  })

  it('counts rows that it cannot read, and keeps the rest', async () => {
    const { client } = setUp(() => ({
      total: 5,
      results: [{ id: 'a' }, null, { id: 7 }, 'x', { id: 'b', odd: [1] }],
    }))
    const list = await readAll(client, request, idOf)
    expect(list).toEqual({ items: [{ id: 'a' }, { id: 'b', odd: [1] }], unreadable: 3, total: 5 })
  })

  it('never reports fewer than it saw', async () => {
    const { client } = setUp(() => ({ total: 0, results: [{ id: 'a' }, {}] }))
    expect((await readAll(client, request, idOf)).total).toBe(2)
  })

  it('reads again when the list changed while it was read', async () => {
    // Deleting `b` moved `c` to the first page between the two readings.
    let changed = false
    const { client } = setUp((page) => {
      if (page === 2 && !changed) {
        changed = true
        return { total: 3, next: null, results: rows('d') }
      }
      const first = changed ? rows('a', 'c') : rows('a', 'b')
      return {
        total: changed ? 3 : 4,
        next: page === 1 ? 'http://x' : null,
        results: page === 1 ? first : rows('d'),
      }
    })
    expect(ids((await readAll(client, request, idOf)).items)).toBe('a,c,d')
  })

  it.each([
    [{}],
    [{ results: [] }],
    [{ count: 1 }],
    [{ count: '1', results: [] }],
    [{ count: -1, results: [] }],
  ])('does not take %j for a page', async (body) => {
    const { client } = setUp(() => body)
    await expect(readAll(client, request, idOf)).rejects.toMatchObject({
      failure: { code: 'server.unexpected' },
    })
  })

  it('takes null for no rows', async () => {
    const { client } = setUp(() => ({ count: 0, next: null, results: null }))
    expect(await readAll(client, request, idOf)).toEqual({ items: [], unreadable: 0, total: 0 })
  })
})

describe('readPage', () => {
  it('is empty past the end, but not when the first page is missing', async () => {
    const { client } = setUp(() => null)
    expect(await readPage(client, request, 2)).toEqual({ items: [], unreadable: 0, total: 0, more: false })
    await expect(readPage(client, request, 1)).rejects.toMatchObject({
      failure: { code: 'organization.gone' },
    })
  })
})
