// What registries tell, and what it changes: tags, counts, use, activity and audit log, once and in any order.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TestHub, createTestHub, repositoryResource } from '../test-hub.ts'
import {
  at,
  deletion,
  digestOf,
  imageEvent,
  organization,
  repository,
  sendEvents,
  tell,
} from './test-events.ts'

const page = `/v2/namespaces/${organization}/repositories/survey-api`

let t: TestHub
let bearer: string
let id: string
beforeEach(async () => {
  t = await createTestHub()
  bearer = await t.signIn('robinhale')
  id = await newToken(organization)
  // A minute for events to have happened in.
  t.pass(60_000)
})
afterEach(() => t.close())

const get = (path: string) => t.ask('GET', path, { bearer })
const tokenPath = (of: string, token: string) => `/v2/orgs/${of}/access-tokens/${token}`

async function newToken(of: string): Promise<string> {
  const json = { label: 'test', resources: [repositoryResource(`${of}/*`, 'scope-image-delete')] }
  return (await t.ask('POST', `/v2/orgs/${of}/access-tokens`, { bearer, json })).body.id as string
}

const subject = () => `${organization}/${id}`
const push = (second: number, told: Parameters<typeof imageEvent>[3] = {}) =>
  imageEvent('push', second, subject(), told)
const pull = (second: number, told: Parameters<typeof imageEvent>[3] = {}) =>
  imageEvent('pull', second, subject(), told)
const remove = (second: number, target: Parameters<typeof deletion>[2]) => deletion(second, subject(), target)

const activity = async () => (await get(`${tokenPath(organization, id)}/activity`)).body
const tag = async (name = 'v1') => (await get(`${page}/tags/${name}`)).body
const tags = async () => (await get(`${page}/tags`)).body
const lastUsed = async () => (await get(tokenPath(organization, id))).body.last_used_at
const pulls = async () => (await get(page)).body.pull_count as number
const audit = async (action: string) =>
  (await get(`/v2/auditlogs/${organization}?action=${action}&from=2027-03-10T12:00:00Z`)).body
    .logs as object[]
const everything = async () =>
  JSON.stringify([
    await activity(),
    await lastUsed(),
    (await get(page)).body,
    await tags(),
    await audit('repo.tag.push'),
    await audit('repo.tag.delete'),
  ])

describe('a push', () => {
  test('is an activity, the tag, the repository’s update, the token’s use, and in the audit log', async () => {
    expect(await tell(t, push(7))).toBe(1)
    const told = {
      timestamp: at(7),
      action: 'push',
      repository,
      tag: 'v1',
      digest: digestOf('a'),
      address: '203.0.113.7',
      client: 'skopeo/1.9.3',
    }
    expect(await activity()).toEqual({ count: 1, next: null, previous: null, results: [told] })
    expect(await tag()).toMatchObject({
      name: 'v1',
      digest: digestOf('a'),
      full_size: 401,
      media_type: 'application/vnd.oci.image.manifest.v1+json',
      tag_last_pushed: at(7),
      tag_last_pulled: null,
      last_updater_username: organization,
    })
    expect((await get(page)).body.last_updated).toBe(at(7))
    expect(await lastUsed()).toBe(at(7))
    expect(await audit('repo.tag.push')).toMatchObject([
      { name: repository, actor: organization, timestamp: at(7), data: { tag: 'v1', digest: digestOf('a') } },
    ])
  })

  test('without a tag is an update and no tag', async () => {
    await tell(t, push(7, { tag: null }))
    expect((await get(page)).body.last_updated).toBe(at(7))
    expect((await tags()).count).toBe(0)
    expect(await audit('repo.tag.push')).toEqual([])
    expect((await activity()).results).toMatchObject([{ action: 'push', tag: null }])
  })
})

describe('a pull', () => {
  test('counts, and is not in the audit log', async () => {
    const before = await pulls()
    await tell(t, push(1), pull(2))
    expect(await pulls()).toBe(before + 1)
    expect((await tag()).tag_last_pulled).toBe(at(2))
    expect((await get(page)).body.last_updated).toBe(at(1))
    expect(await audit('repo.tag.pull')).toEqual([])
    expect((await activity()).results).toMatchObject([{ action: 'pull' }, { action: 'push' }])
  })

  test('by digest is one of every tag that points there', async () => {
    await tell(t, push(1), push(2, { tag: 'v2' }), push(3, { tag: 'v3', digest: digestOf('b') }))
    await tell(t, pull(4, { tag: null }))
    expect([(await tag('v1')).tag_last_pulled, (await tag('v2')).tag_last_pulled]).toEqual([at(4), at(4)])
    expect((await tag('v3')).tag_last_pulled).toBeNull()
  })

  test('of the manifest without its content, and of layers, is the token’s use only', async () => {
    const before = await pulls()
    const layer = pull(3, { tag: null, mediaType: 'application/octet-stream' })
    expect(await tell(t, pull(2, { method: 'HEAD' }), layer)).toBe(0)
    expect(await pulls()).toBe(before)
    expect((await activity()).count).toBe(0)
    expect(await lastUsed()).toBe(at(3))
  })
})

describe('a deletion', () => {
  test('by digest, as clients delete, takes every tag that points there, each once in the audit log', async () => {
    await tell(t, push(1), push(2, { tag: 'v2' }), push(3, { tag: 'v3', digest: digestOf('b') }))
    // Distribution tells of the manifest and then of each tag.
    await tell(t, remove(4, { digest: digestOf('a') }), remove(5, { tag: 'v1' }), remove(5, { tag: 'v2' }))
    expect((await tags()).results).toMatchObject([{ name: 'v3' }])
    const logged = await audit('repo.tag.delete')
    expect(logged).toHaveLength(2)
    expect(logged).toEqual(
      expect.arrayContaining(
        ['v1', 'v2'].map((name): unknown =>
          expect.objectContaining({ data: { tag: name, digest: digestOf('a') }, timestamp: at(4) }),
        ),
      ),
    )
  })
})

describe('told twice', () => {
  test.each([
    ['push', () => push(2)],
    ['pull', () => pull(2)],
    ['deletion', () => remove(2, { digest: digestOf('a') })],
  ])('a %s counts once', async (_, make) => {
    await tell(t, push(1))
    const event = make()
    expect(await tell(t, event, event)).toBe(1)
    const once = await everything()
    expect(await tell(t, event)).toBe(0)
    expect(await everything()).toBe(once)
  })
})

describe('told late', () => {
  test('nothing is set back by what is older', async () => {
    await tell(t, push(9, { digest: digestOf('b') }), pull(20))
    await tell(t, push(3), pull(4))
    expect(await tag()).toMatchObject({
      digest: digestOf('b'),
      tag_last_pushed: at(9),
      tag_last_pulled: at(20),
    })
    expect((await get(page)).body.last_updated).toBe(at(9))
    expect(await lastUsed()).toBe(at(20))
    const { results } = await activity()
    expect((results as { timestamp: string }[]).map(({ timestamp }) => timestamp)).toEqual(
      [20, 9, 4, 3].map(at),
    )
  })

  test.each([
    ['its tag', { tag: 'v1' }],
    ['its digest', { digest: digestOf('a') }],
  ])('a push does not bring back what was deleted since by %s', async (_, target) => {
    await tell(t, remove(9, target))
    await tell(t, push(8))
    expect((await get(`${page}/tags/v1`)).status).toBe(404)
    expect((await get(page)).body.last_updated).toBe(at(8))
    await tell(t, push(10))
    expect((await tag()).tag_last_pushed).toBe(at(10))
  })

  test('a deletion does not take what was pushed since', async () => {
    await tell(t, push(9), remove(8, { tag: 'v1' }), remove(8, { digest: digestOf('a') }))
    expect((await tag()).tag_last_pushed).toBe(at(9))
    expect(await audit('repo.tag.delete')).toEqual([])
  })
})

describe('a batch', () => {
  test('about a repository that is not here is still the token’s use', async () => {
    expect(await tell(t, push(2, { repository: 'nowhere/app' }))).toBe(0)
    expect(await lastUsed()).toBe(at(2))
  })

  test('is recorded whole or, when something fails, not at all; sent again it is as if for the first time', async () => {
    const { database } = t.hub.context
    const before = await everything()
    const events = [push(1), pull(2), push(3, { tag: 'v2' })]
    database.run(
      `CREATE TRIGGER fails BEFORE INSERT ON tags WHEN NEW.name = 'v2' BEGIN SELECT raise(ABORT, 'no'); END`,
    )
    expect((await sendEvents(t, JSON.stringify({ events }))).status).toBe(500)
    expect(await everything()).toBe(before)
    database.run('DROP TRIGGER fails')
    expect(await tell(t, ...events)).toBe(3)
    expect((await activity()).count).toBe(3)
  })
})
