// Tags: paging, filter, ordering, one of them, deleting, and immutable ones.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TestHub, createTestHub } from '../test-hub.ts'

const repository = '/v2/namespaces/harborline/repositories/yard-api'
const tags = `${repository}/tags`

let t: TestHub
let bearer: string
beforeEach(async () => {
  t = await createTestHub()
  bearer = await t.signIn('robinhale')
})
afterEach(() => t.close())

function push(name: string, pushedAt = '2027-03-01T00:00:00.000000Z', pulledAt: string | null = null): void {
  t.hub.context.database.run(
    `INSERT INTO tags SELECT id, ?, 'sha256:abc', 'application/vnd.oci.image.manifest.v1+json', 4096, ?, ?,
       'tomasreyes' FROM repositories WHERE namespace = 'harborline' AND name = 'yard-api'`,
    name,
    pushedAt,
    pulledAt,
  )
}

const list = (query = '') => t.ask('GET', `${tags}${query}`, { bearer })
const names = async (query = ''): Promise<string[]> =>
  (await list(query)).body.results.map((one: { name: string }) => one.name)

describe('listing', () => {
  test('pages by ten, newest first, with absolute links', async () => {
    for (let index = 10; index < 35; index++) push(`v${index}`, `2027-03-01T00:00:${index}.000000Z`)
    const { body } = await list()
    expect(body).toMatchObject({
      count: 25,
      previous: null,
      next: `http://localhost${tags}?page=2&page_size=10`,
    })
    expect(body.results).toHaveLength(10)
    expect(body.results[0].name).toBe('v34')
    expect(await names('?page=3')).toEqual(['v14', 'v13', 'v12', 'v11', 'v10'])
    const past = await list('?page=4')
    expect([past.status, past.text.includes('not found')]).toEqual([404, true])
    expect((await list('?page_size=101')).status).toBe(400)
  })

  test('has every one once where all were pushed at the same time', async () => {
    for (let index = 0; index < 25; index++) push(`v${index}`)
    const all = [...(await names()), ...(await names('?page=2')), ...(await names('?page=3'))]
    expect(new Set(all).size).toBe(25)
  })

  test('filters by a part of the name and orders as told', async () => {
    push('latest', '2027-03-03T00:00:00.000000Z')
    push('V1', '2027-03-01T00:00:00.000000Z')
    push('v2', '2027-03-02T00:00:00.000000Z')
    expect(await names('?name=v')).toEqual(['v2', 'V1'])
    expect(await names('?name=%25')).toEqual([])
    expect(await names('?ordering=name')).toEqual(['V1', 'latest', 'v2'])
    expect(await names('?ordering=-name')).toEqual(['v2', 'latest', 'V1'])
    expect(await names('?ordering=last_updated')).toEqual(['V1', 'v2', 'latest'])
    expect(await names('?ordering=-last_updated')).toEqual(['latest', 'v2', 'V1'])
    for (const ordering of ['size', '', 'toString'])
      expect((await list(`?ordering=${ordering}`)).status).toBe(400)
  })

  test('HEAD says whether there are any', async () => {
    expect((await t.ask('HEAD', tags, { bearer })).status).toBe(404)
    expect((await list()).body).toEqual({ count: 0, next: null, previous: null, results: [] })
    push('v1')
    expect((await t.ask('HEAD', tags, { bearer })).status).toBe(200)
  })
})

describe('one', () => {
  test('is in Docker’s shape, with numbers and dates that its clients decode', async () => {
    push('v1', '2027-03-01T00:00:00.000000Z', '2027-03-09T00:00:00.000000Z')
    const { status, body } = await t.ask('GET', `${tags}/v1`, { bearer })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      name: 'v1',
      full_size: 4096,
      v2: true,
      tag_status: 'active',
      tag_last_pulled: '2027-03-09T00:00:00.000000Z',
      tag_last_pushed: '2027-03-01T00:00:00.000000Z',
      last_updated: '2027-03-01T00:00:00.000000Z',
      last_updater_username: 'tomasreyes',
      digest: 'sha256:abc',
      content_type: 'image',
      images: [{ digest: 'sha256:abc', size: 4096, status: 'active' }],
    })
    for (const number of [body.id, body.creator, body.last_updater, body.repository])
      expect(Number.isSafeInteger(number)).toBe(true)
    expect((await list()).body.results).toEqual([body])
    expect((await t.ask('GET', '/v2/repositories/harborline/yard-api/tags/v1/', { bearer })).body).toEqual(
      body,
    )
  })

  test('is inactive when a month has passed without push or pull', async () => {
    push('pulled', '2026-01-01T00:00:00.000000Z', '2027-03-09T00:00:00.000000Z')
    push('quiet', '2027-02-01T00:00:00.000000Z')
    const status = async (name: string) =>
      (await t.ask('GET', `${tags}/${name}`, { bearer })).body.tag_status as string
    expect(await status('pulled')).toBe('active')
    expect(await status('quiet')).toBe('inactive')
  })

  test('that is not there is not found, for every call', async () => {
    for (const method of ['GET', 'DELETE']) {
      const answer = await t.ask(method, `${tags}/v9`, { bearer })
      expect([answer.status, answer.body.detail]).toEqual([404, 'tag not found'])
    }
    expect((await t.ask('HEAD', `${tags}/v9`, { bearer })).status).toBe(404)
  })
})

describe('deleting', () => {
  test('answers 204 and leaves a row in the audit log', async () => {
    push('v1')
    push('v2')
    const gone = await t.ask('DELETE', `${tags}/v1`, { bearer })
    expect([gone.status, gone.text]).toEqual([204, ''])
    expect(await names()).toEqual(['v2'])
    const event = t.hub.context.database.one<Record<string, string>>(
      'SELECT account, action, name, actor, data FROM audit_log ORDER BY id DESC LIMIT 1',
    )
    expect({ ...event, data: JSON.parse(event?.data ?? '') as unknown }).toEqual({
      account: 'harborline',
      action: 'repo.tag.delete',
      name: 'harborline/yard-api',
      actor: 'robinhale',
      data: { tag: 'v1', digest: 'sha256:abc' },
    })
  })

  test('an immutable tag stays until the rule is gone', async () => {
    push('v1')
    push('dev')
    const settings = (enabled: boolean) =>
      t.ask('PATCH', `${repository}/immutabletags`, {
        bearer,
        json: { immutable_tags: enabled, immutable_tags_rules: ['v.*'] },
      })
    await settings(true)
    const refused = await t.ask('DELETE', `${tags}/v1`, { bearer })
    expect([refused.status, refused.body.detail]).toEqual([403, 'this tag is immutable'])
    expect((await t.ask('DELETE', `${tags}/dev`, { bearer })).status).toBe(204)
    await settings(false)
    expect((await t.ask('DELETE', `/v2/repositories/harborline/yard-api/tags/v1/`, { bearer })).status).toBe(
      204,
    )
  })
})

test('a rule can be tried on the tags before it is set', async () => {
  for (const name of ['v1', 'v2', 'dev']) push(name)
  const verify = (regex: unknown) =>
    t.ask('POST', `${repository}/immutabletags/verify`, { bearer, json: { regex } })
  expect((await verify('v.*')).body.tags.sort()).toEqual(['v1', 'v2'])
  expect((await verify('x')).body).toEqual({ tags: [] })
  for (const regex of ['(', '', 7, 'x'.repeat(256)]) {
    const answer = await verify(regex)
    expect(answer.status).toBe(400)
    expect(Object.keys(answer.body.fields)).toEqual(['regex'])
  }
})

test('a rule that never ends is refused, and the next question is answered', async () => {
  push(`${'a'.repeat(100)}_`)
  const answer = await t.ask('POST', `${repository}/immutabletags/verify`, {
    bearer,
    json: { regex: '(a+)+' },
  })
  expect(answer.status).toBe(400)
  expect(answer.body.text).toContain('too long')
  expect((await list()).status).toBe(200)
})
