import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { createHubClient } from '../dockerhub/client.ts'
import { repositoriesArea } from './repositories.ts'

it('answers a page of a search in the contract’s words', async () => {
  const asked: string[] = []
  const hub = new Hono().get('/v2/namespaces/acme/repositories', (c) => {
    const url = new URL(c.req.url)
    asked.push(url.search)
    if (url.searchParams.get('page') === '3') return c.json({ detail: 'not found' }, 404)
    return c.json({
      count: 150,
      next: 'http://elsewhere.test',
      results: [
        {
          name: 'web',
          namespace: 'acme',
          is_private: true,
          description: 'shop',
          last_updated: '2026-01-01T00:00:00Z',
        },
        { name: 'api', namespace: 'acme', is_private: false, description: null },
        { name: 7 },
      ],
    })
  })
  const client = createHubClient({
    baseUrl: 'http://hub.test',
    fetch: (url, init) => hub.request(url, init),
    bearer: null,
  })
  const area = repositoriesArea({ accounts: { client: () => client } })
  const ref = { accountId: 'a1', organization: 'acme' }
  expect(await area.search({ ...ref, name: 'w', page: 1 })).toEqual({
    total: 150,
    more: true,
    repositories: [
      { name: 'web', isPrivate: true, description: 'shop', lastUpdated: '2026-01-01T00:00:00Z' },
      { name: 'api', isPrivate: false, description: '', lastUpdated: null },
    ],
  })
  expect(await area.search({ ...ref, name: 'w', page: 3 })).toEqual({
    total: 0,
    more: false,
    repositories: [],
  })
  expect(asked[0]).toBe('?ordering=name&name=w&page=1&page_size=100')
})
