// Personal access tokens through the Hub API: bodies, what is answered, whose they are, and that the secret is shown once.
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TestHub, createTestHub, repositoryResource } from '../test-hub.ts'

const path = '/v2/access-tokens'
const minute = 60_000

let t: TestHub
let bearer: string
beforeEach(async () => {
  t = await createTestHub()
  bearer = await t.signIn('robinhale')
})
afterEach(() => t.close())

const get = (rest = '', as = bearer) => t.ask('GET', `${path}${rest}`, { bearer: as })
const change = (id: string, json: unknown) => t.ask('PATCH', `${path}/${id}`, { bearer, json })
const remove = (id: string) => t.ask('DELETE', `${path}/${id}`, { bearer })
const create = (json: unknown) => t.ask('POST', path, { bearer, json })
const valid = { token_label: 'Laptop', scopes: ['repo:read'] }
const made = async (more: object = {}) =>
  (await create({ ...valid, ...more })).body as { uuid: string; token: string }
const signIn = async (username: string, password: string) =>
  (await t.ask('POST', '/v2/users/login', { json: { username, password } })).status

describe('creating', () => {
  test('answers the whole token, with the secret', async () => {
    const { status, body } = await t.ask('POST', path, {
      bearer,
      json: { ...valid, expires_at: '2029-12-31T23:59:59Z' },
      headers: { 'user-agent': 'curl/8.14' },
    })
    expect(status).toBe(201)
    expect(body).toEqual({
      uuid: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      client_id: 'HUB',
      creator_ip: '127.0.0.1',
      creator_ua: 'curl/8.14',
      created_at: expect.stringMatching(/^2027-03-10T12:00:00\.\d{6}Z$/),
      last_used: null,
      generated_by: 'manual',
      is_active: true,
      token: expect.stringMatching(new RegExp(`^${['dckr', 'pat', ''].join('_')}[A-Za-z0-9_-]{27}$`)),
      token_label: 'Laptop',
      scopes: ['repo:read'],
      expires_at: '2029-12-31T23:59:59Z',
    })
  })

  test.each<[what: string, more: object]>([
    ['without an end', {}],
    ['with null for never', { expires_at: null }],
    ['with nothing for never', { expires_at: '' }],
  ])('%s has no expires_at, then and later', async (_, more) => {
    const { uuid, ...rest } = await made(more)
    for (const one of [rest, (await get(`/${uuid}`)).body, (await get()).body.results[0]])
      expect(Object.keys(one as object)).not.toContain('expires_at')
  })

  test.each([
    { expires_at: '2027-03-10T12:00:00.5Z' },
    { expires_at: '2029-12-31T23:59:59.123456Z' },
    { scopes: ['repo:write', 'repo:read', 'repo:write'] },
    { scopes: ['repo:admin', 'repo:public_read'] },
    { token_label: ' ä\u{1f433}'.repeat(33) },
  ])('keeps %j as it was sent', async (more) => {
    const { uuid } = await made(more)
    expect((await get(`/${uuid}`)).body).toMatchObject(more)
  })

  test('without scopes reads what is public', async () => {
    expect((await create({ token_label: 'x' })).body.scopes).toEqual(['repo:public_read'])
  })

  test.each<[field: string, words: string, body: object]>([
    ['token_label', '', { token_label: undefined }],
    ['token_label', 'must not be empty', { token_label: ' ' }],
    ['token_label', '100 characters at most', { token_label: 'x'.repeat(101) }],
    ['token_label', 'control characters', { token_label: 'a\nb' }],
    ['token_label', '', { token_label: 7 }],
    ['scopes', 'at least one scope', { scopes: [] }],
    ['scopes', 'must be one of repo:admin', { scopes: ['repo:read', 'repo:delete'] }],
    ['scopes', 'must be one of repo:admin', { scopes: ['scope-image-pull'] }],
    ['scopes', '10 scopes at most', { scopes: Array(11).fill('repo:read') }],
    ['scopes', '', { scopes: 'repo:read' }],
    ['expires_at', 'must be in the future', { expires_at: '2027-03-10T12:00:00Z' }],
    ['expires_at', 'must be a moment such as', { expires_at: '2029-02-30T00:00:00Z' }],
    ['expires_at', 'must be a moment such as', { expires_at: '2029-12-31' }],
    ['expires_at', '', { expires_at: 1_900_000_000 }],
  ])('refuses a wrong %s (%s)', async (field, words, body) => {
    const answer = await create({ ...valid, ...body })
    expect(answer.status).toBe(400)
    expect(Object.keys(answer.body.fields)).toEqual([field])
    expect(answer.body.text).toContain(words)
    expect((await get()).body.count).toBe(0)
  })
})

test('the secret is shown once: not in lists, the token, a change, the database or the log', async () => {
  const { uuid, token } = await made()
  for (const answer of [await get(), await get(`/${uuid}`), await change(uuid, { token_label: 'x' })]) {
    expect(answer.status).toBe(200)
    expect(answer.text).not.toContain(token)
    expect(answer.text).toContain('"token":""')
  }
  const rows = t.hub.context.database.all('SELECT * FROM personal_tokens')
  expect(JSON.stringify(rows)).not.toContain(token)
  expect(t.logged).toEqual([])
})

describe('the list', () => {
  test('has all of them and how many are active, newest first, in pages', async () => {
    const ids: string[] = []
    for (let time = 0; time < 12; time++) {
      t.pass(1000)
      ids.unshift((await made()).uuid)
    }
    await change(ids[3] ?? '', { is_active: false })
    const { body } = await get()
    expect(body).toMatchObject({
      count: 12,
      active_count: 11,
      next: `http://localhost${path}?page=2&page_size=10`,
      previous: null,
    })
    const rest = (await get('?page=2')).body
    expect(rest.next).toBeNull()
    const found = [...body.results, ...rest.results] as { uuid: string }[]
    expect(found.map(({ uuid }) => uuid)).toEqual(ids)
    expect((await get('?page_size=101')).status).toBe(400)
  })

  test('tells when a token was last used', async () => {
    const { token } = await made()
    t.pass(minute)
    expect(await signIn('robinhale', token)).toBe(200)
    expect((await get()).body.results[0].last_used).toMatch(/^2027-03-10T12:01:00\.\d{6}Z$/)
  })
})

describe('changing', () => {
  test('takes any of label, activeness and scopes, and leaves the rest', async () => {
    const { uuid, token, ...before } = await made({ expires_at: '2029-12-31T23:59:59Z' })
    expect(token).toBeTruthy()
    let expected: object = { ...before, uuid, token: '' }
    for (const more of [
      {},
      { token_label: 'Other' },
      { is_active: false },
      { scopes: ['repo:write', 'repo:read'] },
      { token_label: 'Again', is_active: true },
    ]) {
      expected = { ...expected, ...more }
      expect((await change(uuid, more)).body).toEqual(expected)
      expect((await get(`/${uuid}`)).body).toEqual(expected)
    }
  })

  test.each<[field: string, body: object]>([
    ['token_label', { token_label: '' }],
    ['is_active', { is_active: 'false' }],
    ['scopes', { scopes: [] }],
    ['scopes', { scopes: ['repo:all'] }],
  ])('refuses a wrong %s', async (field, body) => {
    const { uuid } = await made()
    const before = (await get(`/${uuid}`)).body
    const answer = await change(uuid, { token_label: 'Other', ...body })
    expect([answer.status, Object.keys(answer.body.fields)]).toEqual([400, [field]])
    expect((await get(`/${uuid}`)).body).toEqual(before)
  })

  test('an expired one can only be deleted', async () => {
    const { uuid } = await made({ expires_at: '2027-03-10T12:01:00Z' })
    t.pass(minute)
    const answer = await change(uuid, { is_active: true })
    expect([answer.status, Object.keys(answer.body.fields)]).toEqual([400, ['expires_at']])
    expect((await remove(uuid)).status).toBe(204)
  })
})

describe('deleting', () => {
  test('is final, and an absent one is not found in words', async () => {
    const { uuid, token } = await made()
    expect(await remove(uuid)).toMatchObject({ status: 204, text: '' })
    for (const answer of [await get(`/${uuid}`), await change(uuid, {}), await remove(uuid)]) {
      expect(answer.status).toBe(404)
      expect(answer.body.detail).toMatch(/not found/i)
    }
    expect((await get()).body.count).toBe(0)
    expect(await signIn('robinhale', token)).toBe(401)
  })
})

describe.each(['/v2/access-tokens', '/v2/api_tokens'])(
  '%s is for the person signed in with a password',
  (base) => {
    const all = async (as: string | undefined, id: string) => {
      const answers = []
      for (const [method, rest, json] of [
        ['GET', '', undefined],
        ['GET', `/${id}`, undefined],
        ['POST', '', valid],
        ['PATCH', `/${id}`, { is_active: false }],
        ['DELETE', `/${id}`, undefined],
      ] as const)
        answers.push(await t.ask(method, `${base}${rest}`, { json, ...(as !== undefined && { bearer: as }) }))
      return answers
    }

    test('somebody else finds none of them', async () => {
      const { uuid } = await made()
      const answers = await all(await t.signIn('tomasreyes'), uuid)
      expect(answers.map(({ status }) => status)).toEqual([200, 404, 201, 404, 404])
      expect(answers[0]?.body.count).toBe(0)
      expect((await get(`/${uuid}`)).body.is_active).toBe(true)
    })

    test('not for a personal access token, itself included, nor an organization’s, nor nobody', async () => {
      const { uuid, token } = await made({ scopes: ['repo:admin'] })
      const resources = [repositoryResource('harborline/*', 'scope-repository-admin')]
      const ofOrganization = await t.ask('POST', '/v2/orgs/harborline/access-tokens', {
        bearer,
        json: { label: 'x', resources },
      })
      const exchange = async (identifier: string, secret: string) =>
        (await t.ask('POST', '/v2/auth/token', { json: { identifier, secret } })).body.access_token as string
      const refusals = async (as?: string) =>
        new Set((await all(as, uuid)).map(({ status, body }) => `${status} ${body.detail}`))
      expect(await refusals(await exchange('robinhale', token))).toEqual(
        new Set(['403 token issued from personal access token is not allowed']),
      )
      expect(await refusals(await exchange('harborline', ofOrganization.body.token as string))).toEqual(
        new Set(['403 token issued from organization access token is not allowed']),
      )
      expect(await refusals()).toEqual(new Set(['401 authentication required']))
      expect((await get(`/${uuid}`)).body.is_active).toBe(true)
      expect((await get(`/${randomUUID()}`)).status).toBe(404)
    })
  },
)
