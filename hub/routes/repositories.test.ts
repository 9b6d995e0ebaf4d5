// GET /v2/namespaces/{namespace}/repositories: paging, filter, ordering, and who sees what.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countedPage } from '../../shared/hub/paging.ts'
import { type HubRepository, hubRepository } from '../../shared/hub/repositories.ts'
import { type TestHub, createTestHub, organizationResource, repositoryResource } from '../test-hub.ts'

let t: TestHub
let bearer: string
beforeAll(async () => {
  t = await createTestHub()
  bearer = await t.signIn('robinhale')
})
afterAll(() => t.close())

const list = (query = '', as: string | null = bearer, namespace = 'harborline') =>
  t.ask('GET', `/v2/namespaces/${namespace}/repositories${query}`, as === null ? {} : { bearer: as })
const parse = (body: unknown) => countedPage(hubRepository).parse(body)

async function listAll(query: string, as: string | null = bearer): Promise<HubRepository[]> {
  const found: HubRepository[] = []
  for (let next: string | null = `/v2/namespaces/harborline/repositories?${query}`; next !== null;) {
    const page = parse((await t.ask('GET', next, as === null ? {} : { bearer: as })).body)
    found.push(...page.results)
    next = page.next ?? null
  }
  return found
}

describe('paging', () => {
  test('gives ten by default, and several hundred in all', async () => {
    const page = parse((await list()).body)
    expect(page.results).toHaveLength(10)
    expect(page.count).toBeGreaterThan(300)
    expect(page.previous).toBeNull()
    expect(page.next).toBe('http://localhost/v2/namespaces/harborline/repositories?page=2&page_size=10')
  })

  test('keeps the query, the trailing slash, the host and the port in its links', async () => {
    t.hub.allowedHosts.add('127.0.0.1:8443')
    const path = '/v2/namespaces/harborline/repositories/?name=api&page=2&page_size=3&ordering=name'
    const { body } = await t.ask('GET', `https://127.0.0.1:8443${path}`, { bearer })
    expect(body.next).toBe(`https://127.0.0.1:8443${path.replace('page=2', 'page=3')}`)
    expect(body.previous).toBe(`https://127.0.0.1:8443${path.replace('page=2', 'page=1')}`)
  })

  test('walks through all of them once', async () => {
    const names = (await listAll('page_size=100&ordering=-pull_count')).map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(names).toHaveLength(parse((await list()).body).count)
  })

  test('answers 404 with "not found" past the end, but not for an empty first page', async () => {
    const past = await list('?page=1000')
    expect(past.status).toBe(404)
    expect(past.text).toContain('not found')
    // Meadowlark has twelve.
    expect((await list('?page=2&page_size=6', bearer, 'meadowlark')).body.results).toHaveLength(6)
    expect((await list('?page=3&page_size=6', bearer, 'meadowlark')).status).toBe(404)
    const none = await list('?name=nothing-like-it')
    expect(none.status).toBe(200)
    expect(none.body).toEqual({ count: 0, next: null, previous: null, results: [] })
  })

  test.each([
    'page=0',
    'page=-1',
    'page=x',
    'page=1.5',
    'page=',
    'page_size=0',
    'page_size=101',
    'page_size=1e2',
  ])('refuses %s and names it', async (query) => {
    const answer = await list(`?${query}`)
    expect(answer.status).toBe(400)
    expect(Object.keys(answer.body.fields)).toEqual([query.split('=')[0]])
    expect(answer.body.text).toEqual(expect.any(String))
  })

  test('takes page_size 1 and 100', async () => {
    expect((await list('?page_size=1')).body.results).toHaveLength(1)
    expect((await list('?page_size=100')).body.results).toHaveLength(100)
  })
})

describe('filter and ordering', () => {
  test('name is a part of the name, in any case, and means itself', async () => {
    const found = await listAll('name=CRANE&page_size=100')
    expect(found.length).toBeGreaterThan(1)
    expect(found.every(({ name }) => name.includes('crane'))).toBe(true)
    for (const name of ['%25', '_', "'", '*']) expect((await list(`?name=${name}`)).body.count).toBe(0)
  })

  test.each(['name', 'last_updated', 'pull_count'] as const)('orders by %s both ways', async (field) => {
    const valuesOf = async (ordering: string) =>
      (await listAll(`ordering=${ordering}&page_size=100`)).map((one) => one[field] ?? '')
    const up = await valuesOf(field)
    expect(up).toEqual([...up].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)))
    expect(await valuesOf(`-${field}`)).toEqual([...up].reverse())
  })

  test('shows the last updated first when not told', async () => {
    expect((await list()).body.results).toEqual((await list('?ordering=-last_updated')).body.results)
  })

  test.each(['size', '', '--name', 'name;drop', 'toString', '__proto__'])(
    'refuses ordering=%s',
    async (ordering) => {
      const answer = await list(`?ordering=${ordering}`)
      expect(answer.status).toBe(400)
      expect(answer.body.fields.ordering).toHaveLength(1)
    },
  )
})

describe('who sees private repositories', () => {
  const privateCount = async (as: string | null) =>
    (await listAll('page_size=100', as)).filter((one) => one.is_private).length

  test.each(['robinhale', 'tomasreyes'])('%s, who works in all of them, does', async (username) => {
    expect(await privateCount(await t.signIn(username))).toBeGreaterThan(100)
  })

  test('a plain member and anonymous callers see the public ones', async () => {
    const open = (await listAll('page_size=100', null)).length
    expect(open).toBeGreaterThan(10)
    expect(await privateCount(null)).toBe(0)
    const member = await t.signIn('leahpark')
    expect((await listAll('page_size=100', member)).length).toBe(open)
  })

  test('a bearer that is no good is refused, not taken as anonymous', async () => {
    expect((await list('', 'a.b.c')).status).toBe(401)
  })

  test('a personal access token for public repositories sees those only', async () => {
    const bearerOf = async (scope: string) => {
      const { secret } = t.addPersonalToken('robinhale', [scope])
      const json = { identifier: 'robinhale', secret }
      return (await t.ask('POST', '/v2/auth/token', { json })).body.access_token as string
    }
    expect(await privateCount(await bearerOf('repo:public_read'))).toBe(0)
    expect(await privateCount(await bearerOf('repo:read'))).toBeGreaterThan(100)
  })

  test('an organization access token sees them with scope-repository-list, in its own organization', async () => {
    const bearerWith = async (resources: unknown[]) => {
      const made = await t.ask('POST', '/v2/orgs/harborline/access-tokens', {
        bearer,
        json: { label: 'x', resources },
      })
      const json = { identifier: 'harborline', secret: made.body.token }
      return (await t.ask('POST', '/v2/auth/token', { json })).body.access_token as string
    }
    const without = await bearerWith([repositoryResource('harborline/*', 'scope-image-push')])
    expect(await privateCount(without)).toBe(0)
    const listing = await bearerWith([organizationResource('harborline', 'scope-repository-list')])
    expect(await privateCount(listing)).toBeGreaterThan(100)
    const elsewhere = parse((await list('?page_size=100', listing, 'meadowlark')).body)
    expect(elsewhere.results.every((one) => !one.is_private)).toBe(true)
  })

  test('a namespace that does not exist is not found; a person’s is empty', async () => {
    const answer = await list('', bearer, 'nobody')
    expect(answer.status).toBe(404)
    expect(answer.text).toContain('not found')
    expect((await list('', bearer, 'robinhale')).body).toMatchObject({ count: 0, results: [] })
  })
})
