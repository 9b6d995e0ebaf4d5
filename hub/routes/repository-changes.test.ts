// Creating, changing and deleting repositories: bodies, answers, what is kept, and the audit log.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TestHub, createTestHub, repositoryResource } from '../test-hub.ts'

const base = '/v2/namespaces/harborline/repositories'

let t: TestHub
let bearer: string
beforeEach(async () => {
  t = await createTestHub()
  bearer = await t.signIn('robinhale')
})
afterEach(() => t.close())

const create = (json: unknown, path = base) => t.ask('POST', path, { bearer, json })
const read = (name: string) => t.ask('GET', `${base}/${name}`, { bearer })
const change = (name: string, json: unknown, rest = '') =>
  t.ask('PATCH', `${base}/${name}${rest}`, { bearer, json })

const events = () =>
  t.hub.context.database
    .all<{ account: string; action: string; name: string; actor: string; data: string }>(
      "SELECT account, action, name, actor, data FROM audit_log WHERE action LIKE 'repo.%' ORDER BY id",
    )
    .map(({ data, ...rest }) => ({ ...rest, data: JSON.parse(data) as unknown }))

describe('creating', () => {
  test('answers 201 with the whole repository, as Docker documents it', async () => {
    const { status, body } = await create({
      name: 'my-app',
      namespace: 'harborline',
      description: 'Short',
      full_description: '# Long\n\nwith lines',
      registry: 'docker.io',
      is_private: true,
    })
    expect(status).toBe(201)
    const { last_updated, last_modified, date_registered, ...rest } = body
    expect(rest).toEqual({
      user: 'harborline',
      name: 'my-app',
      namespace: 'harborline',
      repository_type: 'image',
      status: 1,
      status_description: 'active',
      description: 'Short',
      is_private: true,
      is_automated: false,
      star_count: 0,
      pull_count: 0,
      collaborator_count: 0,
      affiliation: '',
      hub_user: 'harborline',
      has_starred: false,
      full_description: '# Long\n\nwith lines',
      permissions: { read: true, write: true, admin: true },
      media_types: expect.any(Array),
      content_types: ['image'],
      categories: [],
      immutable_tags_settings: { enabled: false, rules: [] },
      storage_size: 0,
      source: null,
    })
    for (const moment of [last_updated, last_modified, date_registered])
      expect(moment).toMatch(/^2027-03-10T12:00:00\.\d{6}Z$/)
    expect((await read('my-app')).body).toEqual(body)
    const head = await t.ask('HEAD', `${base}/my-app/`, { bearer })
    expect([head.status, head.text]).toEqual([200, ''])
    expect((await t.ask('HEAD', `${base}/my-other-app`, { bearer })).status).toBe(404)
  })

  test('needs a name alone, and makes it public', async () => {
    expect((await create({ name: 'ab', description: null, full_description: null })).body).toMatchObject({
      description: '',
      full_description: '',
      is_private: false,
    })
  })

  test.each(['ab', 'a'.repeat(255), 'a.b_c-d', '0-9'])('takes the name %s', async (name) => {
    expect((await create({ name })).status).toBe(201)
  })

  test.each([
    ['name', {}],
    ['name', { name: 'a' }],
    ['name', { name: 'a'.repeat(256) }],
    ['name', { name: 'Abc' }],
    ['name', { name: 'a--b' }],
    ['name', { name: '-ab' }],
    ['name', { name: 'ab.' }],
    ['name', { name: 'a/b' }],
    ['name', { name: 'ab\n' }],
    ['name', { name: '../../etc' }],
    ['name', { name: 7 }],
    ['namespace', { name: 'ab', namespace: 'meadowlark' }],
    ['namespace', { name: 'ab', namespace: 7 }],
    ['description', { name: 'ab', description: 'x'.repeat(101) }],
    ['description', { name: 'ab', description: 'nul\u0000' }],
    ['full_description', { name: 'ab', full_description: 'x'.repeat(25_001) }],
    ['full_description', { name: 'ab', full_description: {} }],
    ['is_private', { name: 'ab', is_private: 'true' }],
  ])('refuses a bad %s, names it, and makes nothing: %j', async (field, json) => {
    const { status, body } = await create(json)
    expect(status).toBe(400)
    expect(Object.keys(body.fields)).toEqual([field])
    expect(events()).toEqual([])
  })

  test('a name that is taken is refused; the same name elsewhere is not', async () => {
    expect((await create({ name: 'twice' })).status).toBe(201)
    const again = await create({ name: 'twice' })
    expect(again.status).toBe(400)
    expect(Object.keys(again.body.fields)).toEqual(['name'])
    expect((await create({ name: 'twice' }, '/v2/namespaces/robinhale/repositories')).status).toBe(201)
    const answers = await Promise.all(Array.from({ length: 5 }, () => create({ name: 'race' })))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  })

  test('25,000 characters fit, however they are written; more bytes do not', async () => {
    const text = '😀'.repeat(25_000)
    expect((await create({ name: 'plain', full_description: text })).body.full_description).toBe(text)
    const raw = `{"name":"escaped","full_description":"${'\\ud83d\\ude00'.repeat(25_000)}"}`
    const headers = { 'content-type': 'application/json' }
    const escaped = await t.ask('POST', base, { bearer, raw, headers })
    expect(escaped.status).toBe(201)
    expect(escaped.body.full_description).toBe(text)
    const large = await create({ name: 'large', full_description: 'x'.repeat(320 * 1024) })
    expect(large.status).toBe(413)
    expect(large.body.detail).toContain('320 KiB')
    // Only here: other routes keep their limit.
    const token = { label: 'x'.repeat(70_000), resources: [] }
    expect((await create(token, '/v2/orgs/harborline/access-tokens')).status).toBe(413)
  })
})

describe('changing', () => {
  beforeEach(() => create({ name: 'app', description: 'Before', full_description: 'Before' }))

  test('takes any part, leaves the rest, null empties', async () => {
    const before = (await read('app')).body
    for (const [part, left] of [
      [{ description: 'After' }, {}],
      [{ full_description: 'After' }, {}],
      [{ description: null }, { description: '' }],
      [{}, {}],
    ]) {
      const { status, body } = await change('app', part)
      Object.assign(before, part, left)
      expect([status, body]).toEqual([200, before])
      expect((await read('app')).body).toEqual(before)
    }
  })

  test.each([{ description: 'x'.repeat(101) }, { full_description: 'x'.repeat(25_001) }, { description: 7 }])(
    'refuses %j and changes nothing',
    async (json) => {
      const answer = await change('app', json)
      expect(answer.status).toBe(400)
      expect(Object.keys(answer.body.fields)).toEqual(Object.keys(json))
      expect((await read('app')).body).toMatchObject({ description: 'Before', full_description: 'Before' })
    },
  )

  test('privacy is a call of its own', async () => {
    const privacy = (json: unknown) => t.ask('POST', `${base}/app/privacy`, { bearer, json })
    expect((await privacy({ is_private: true })).body.is_private).toBe(true)
    expect((await t.ask('GET', `${base}/app`)).status).toBe(404)
    expect((await privacy({ is_private: false })).status).toBe(200)
    expect((await t.ask('GET', `${base}/app`)).status).toBe(200)
    expect((await privacy({})).status).toBe(400)
    expect((await privacy({ is_private: 1 })).status).toBe(400)
  })

  test('immutable tags: settings as sent, and a rule tried beforehand', async () => {
    const rules = ['v.*', '.*-RELEASE']
    const sent = { immutable_tags: true, immutable_tags_rules: rules }
    const { status, body } = await change('app', sent, '/immutabletags')
    expect(status).toBe(200)
    expect(body.immutable_tags_settings).toEqual({ enabled: true, rules })
    expect((await read('app')).body.immutable_tags_settings).toEqual({ enabled: true, rules })
  })

  test.each([
    ['immutable_tags', { immutable_tags_rules: [] }],
    ['immutable_tags_rules', { immutable_tags: true }],
    ['immutable_tags_rules', { immutable_tags: true, immutable_tags_rules: 'v.*' }],
    ['immutable_tags_rules', { immutable_tags: true, immutable_tags_rules: ['('] }],
    ['immutable_tags_rules', { immutable_tags: true, immutable_tags_rules: [''] }],
    ['immutable_tags_rules', { immutable_tags: true, immutable_tags_rules: ['x'.repeat(256)] }],
    ['immutable_tags_rules', { immutable_tags: true, immutable_tags_rules: Array(51).fill('v') }],
  ])('refuses a bad %s: %j', async (field, json) => {
    const answer = await change('app', json, '/immutabletags')
    expect(answer.status).toBe(400)
    expect(Object.keys(answer.body.fields)).toEqual([field])
  })

  test('one that is deleted while the body arrives is not found', async () => {
    const { database } = t.hub.context
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        database.run("DELETE FROM repositories WHERE name = 'app'")
        controller.enqueue(new TextEncoder().encode('{"description":"x"}'))
        controller.close()
      },
    })
    const init = {
      method: 'PATCH',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body,
      duplex: 'half',
    } as RequestInit
    expect((await t.hub.request(`${base}/app`, init)).status).toBe(404)
  })
})

describe('deleting', () => {
  test('answers 202 without a body, once, and takes the tags along', async () => {
    await create({ name: 'app' })
    const { database } = t.hub.context
    database.run(
      "INSERT INTO tags SELECT id, 'v1', 'd', 'm', 1, 'p', NULL, 'x' FROM repositories WHERE name = 'app'",
    )
    const gone = await t.ask('DELETE', `${base}/app`, { bearer })
    expect([gone.status, gone.text]).toEqual([202, ''])
    expect((await read('app')).status).toBe(404)
    expect(database.all('SELECT * FROM tags')).toEqual([])
    const again = await t.ask('DELETE', `${base}/app`, { bearer })
    expect([again.status, again.text.includes('not found')]).toEqual([404, true])
  })

  test('leaves the access tokens that name it as they are', async () => {
    await create({ name: 'app' })
    const resources = [
      repositoryResource('harborline/app', 'scope-image-push'),
      repositoryResource('harborline/yard-api', 'scope-image-pull'),
    ]
    const token = await create({ label: 'x', resources }, '/v2/orgs/harborline/access-tokens')
    await t.ask('DELETE', `${base}/app`, { bearer })
    const path = `/v2/orgs/harborline/access-tokens/${token.body.id}`
    expect((await t.ask('GET', path, { bearer })).body.resources).toEqual(resources)
  })
})

describe('the audit log', () => {
  test('has one row for each change, with Docker’s names and who did it', async () => {
    await create({ name: 'app', is_private: true })
    await change('app', { description: 'x', full_description: '' })
    await t.ask('POST', `${base}/app/privacy`, { bearer, json: { is_private: false } })
    await change('app', { immutable_tags: true, immutable_tags_rules: ['v.*'] }, '/immutabletags')
    await t.ask('DELETE', `${base}/app`, { bearer })
    const written = events()
    expect(written.map(({ action, data }) => [action, data])).toEqual([
      ['repo.create', { is_private: true }],
      ['repo.update', { changed: ['description'] }],
      ['repo.change_privacy', { is_private: false }],
      ['repo.immutable.tags.updated', { enabled: true, rules: ['v.*'] }],
      ['repo.delete', { is_private: false }],
    ])
    for (const event of written)
      expect(event).toMatchObject({ account: 'harborline', name: 'harborline/app', actor: 'robinhale' })
  })

  test('has none for what was refused or changed nothing', async () => {
    await create({ name: 'app', description: 'x' })
    const before = events().length
    await create({ name: 'app' })
    await change('app', { description: 'x' })
    await change('app', { description: 'x'.repeat(101) })
    await t.ask('POST', `${base}/app/privacy`, { bearer, json: { is_private: false } })
    await t.ask('DELETE', `${base}/app`, { bearer: await t.signIn('leahpark') })
    expect(events()).toHaveLength(before)
  })

  test('names the organization when its access token did it', async () => {
    await create({ name: 'app' })
    const resources = [repositoryResource('harborline/app', 'scope-repository-admin')]
    const made = await create({ label: 'x', resources }, '/v2/orgs/harborline/access-tokens')
    const json = { identifier: 'harborline', secret: made.body.token }
    const token = (await t.ask('POST', '/v2/auth/token', { json })).body.access_token as string
    await t.ask('DELETE', `${base}/app`, { bearer: token })
    expect(events().at(-1)).toMatchObject({ action: 'repo.delete', actor: 'harborline' })
  })
})

test('a change and its audit row stand or fall together', async () => {
  await create({ name: 'app' })
  t.hub.context.database.run('DROP TABLE audit_log')
  expect((await create({ name: 'other' })).status).toBe(500)
  expect((await change('app', { description: 'x' })).status).toBe(500)
  expect((await t.ask('DELETE', `${base}/app`, { bearer })).status).toBe(500)
  expect((await read('other')).status).toBe(404)
  expect((await read('app')).body.description).toBe('')
})
