// The lists of what was done with images: who reads them, whose activity is in which, and their pages.
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { at, imageEvent, organization, tell } from '../registry/test-events.ts'
import { type TestHub, createTestHub, organizationResource, repositoryResource } from '../test-hub.ts'

const list = (name: string) => `/v2/orgs/${name}/activity`
const tokens = (name: string) => `/v2/orgs/${name}/access-tokens`

let t: TestHub
let bearer: string
let id: string
let secret: string
beforeEach(async () => {
  t = await createTestHub()
  bearer = await t.signIn('robinhale')
  ;({ id, token: secret } = await newToken(organization))
  // A minute for events to have happened in.
  t.pass(60_000)
})
afterEach(() => t.close())

async function newToken(of: string): Promise<{ id: string; token: string }> {
  const resources = [
    repositoryResource(`${of}/*`, 'scope-image-push'),
    organizationResource(of, 'scope-activity-read'),
  ]
  const { body } = await t.ask('POST', tokens(of), { bearer, json: { label: 'test', resources } })
  return body as { id: string; token: string }
}

const get = (path: string, as = bearer) => t.ask('GET', path, { bearer: as })
const ofToken = () => `${tokens(organization)}/${id}/activity`
const subject = () => `${organization}/${id}`
const activityOf = async (name: string) =>
  (await get(list(name))).body.results as { actor: string; access_token_id: string | null }[]
const exchange = async (identifier: string, of: string) =>
  (await t.ask('POST', '/v2/auth/token', { json: { identifier, secret: of } })).body.access_token as string

describe('whose it is', () => {
  test('a token’s, a person’s, or nobody’s', async () => {
    await tell(
      t,
      imageEvent('push', 1, subject()),
      imageEvent('pull', 2, 'leahpark'),
      imageEvent('pull', 3, ''),
    )
    expect(await activityOf(organization)).toMatchObject([
      { action: 'pull', timestamp: at(3), actor: '', access_token_id: null },
      { action: 'pull', timestamp: at(2), actor: 'leahpark', access_token_id: null },
      { action: 'push', timestamp: at(1), actor: organization, access_token_id: id },
    ])
    expect((await get(ofToken())).body).toMatchObject({ count: 1, results: [{ action: 'push' }] })
    expect(await activityOf('harborline')).toEqual([])
  })

  test('a deleted token’s stays in its organization’s list, what is told late too', async () => {
    await tell(t, imageEvent('push', 1, subject()))
    expect((await t.ask('DELETE', `${tokens(organization)}/${id}`, { bearer })).status).toBe(204)
    await tell(t, imageEvent('pull', 2, subject()))
    expect((await activityOf(organization)).map((one) => one.access_token_id)).toEqual([id, id])
    const gone = await get(ofToken())
    expect([gone.status, gone.body.detail]).toEqual([404, 'access token not found'])
  })

  test('a token’s pull of what others made public is told to the token’s organization', async () => {
    const other = await newToken('harborline')
    await tell(
      t,
      imageEvent('pull', 1, `harborline/${other.id}`, { repository: `${organization}/survey-cli` }),
    )
    expect(await activityOf('harborline')).toMatchObject([{ actor: 'harborline', access_token_id: other.id }])
    expect(await activityOf(organization)).toEqual([])
  })

  test('not a token’s of another organization, nor one’s that cannot be', async () => {
    const other = await newToken('harborline')
    const path = `${tokens('harborline')}/${other.id}`
    for (const [index, actor] of [
      `${organization}/${other.id}`,
      `nowhere/${other.id}`,
      `${organization}/x`,
      `${organization}/`,
      `/${other.id}`,
    ].entries())
      await tell(t, imageEvent('push', index, actor, { tag: `v${index}` }))
    expect((await get(`${path}/activity`)).body.count).toBe(0)
    expect((await get(path)).body.last_used_at).toBeNull()
    expect((await activityOf(organization)).map((one) => one.access_token_id)).toEqual(Array(5).fill(null))
  })
})

describe('who reads them', () => {
  test.each<[who: string, as: () => Promise<string> | string, list: number, ofToken: number]>([
    ['an owner', () => bearer, 200, 200],
    ['another owner', () => t.signIn('miravance'), 200, 200],
    ['an editor', () => t.signIn('tomasreyes'), 403, 403],
    ['a member', () => t.signIn('leahpark'), 403, 403],
    ['the token itself', () => exchange(organization, secret), 403, 403],
    [
      'an owner’s personal access token',
      () => exchange('robinhale', t.addPersonalToken('robinhale', ['repo:admin']).secret),
      200,
      403,
    ],
    ['nobody with a good bearer', () => 'x', 401, 401],
  ])('%s', async (_, as, listed, ofOne) => {
    const who = await as()
    expect([(await get(list(organization), who)).status, (await get(ofToken(), who)).status]).toEqual([
      listed,
      ofOne,
    ])
  })

  test('nobody without a bearer', async () => {
    expect((await t.ask('GET', list(organization))).status).toBe(401)
    expect((await t.ask('GET', ofToken())).status).toBe(401)
  })

  test.each([
    ['an organization that is not there', () => list('nowhere'), 'organization not found'],
    [
      'a token that is not there',
      () => `${tokens(organization)}/${randomUUID()}/activity`,
      'access token not found',
    ],
    [
      'another organization’s token',
      () => `${tokens('harborline')}/${id}/activity`,
      'access token not found',
    ],
  ])('%s is not found', async (_, path, words) => {
    const { status, body } = await get(path())
    expect([status, body.detail]).toEqual([404, words])
  })
})

test('both lists have pages, newest first, with absolute links', async () => {
  const seconds = [...Array(25).keys()]
  await tell(t, ...seconds.map((second) => imageEvent('pull', second, subject())))
  for (const path of [list(organization), ofToken()]) {
    const { body } = await get(`${path}/?page=2&page_size=10`)
    expect(body).toMatchObject({
      count: 25,
      next: `http://localhost${path}/?page=3&page_size=10`,
      previous: `http://localhost${path}/?page=1&page_size=10`,
    })
    const times = (body.results as { timestamp: string }[]).map(({ timestamp }) => timestamp)
    expect(times).toEqual(seconds.slice(5, 15).reverse().map(at))
    expect((await get(`${path}?page=9`)).body).toMatchObject({ count: 25, next: null, results: [] })
    expect((await get(`${path}?page_size=101`)).status).toBe(400)
  }
})
