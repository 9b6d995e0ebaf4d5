// The five calls on organization access tokens: every rule, once kept and once broken.
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  hubAccessToken,
  hubAccessTokenItem,
  hubCreatedAccessToken,
  timestampPattern,
} from '../../shared/hub/access-tokens.ts'
import { totalledPage } from '../../shared/hub/paging.ts'
import { slotLimits } from '../../shared/tokens/slots.ts'
import { type TestHub, createTestHub, organizationResource, repositoryResource } from '../test-hub.ts'

const team = '/v2/orgs/meadowlark/access-tokens'
const business = '/v2/orgs/harborline/access-tokens'
const day = 86_400_000

let t: TestHub
let bearer: string
beforeEach(async () => {
  t = await createTestHub()
  bearer = await t.signIn('robinhale')
})
afterEach(() => t.close())

const pullAll = repositoryResource('harborline/*', 'scope-image-pull')
const valid = { label: 'Build', resources: [pullAll] }
const create = (json: unknown, path = business) => t.ask('POST', path, { bearer, json })
const made = async (more: object = {}) =>
  hubCreatedAccessToken.parse((await create({ ...valid, ...more })).body)
const read = (id: string) => t.ask('GET', `${business}/${id}`, { bearer })
const change = (id: string, json: unknown) => t.ask('PATCH', `${business}/${id}`, { bearer, json })
const total = async (path: string) => (await t.ask('GET', path, { bearer })).body.total as number
const renewed = async () => {
  bearer = await t.signIn('robinhale')
}

describe('creating', () => {
  test('answers as Docker Hub does: the secret once, no creator, the rest as sent', async () => {
    const sent = {
      label: 'Build',
      description: 'On the main branch',
      resources: [pullAll],
      expires_at: '2029-12-31T23:59:59Z',
    }
    const { status, body } = await create(sent)
    expect(status).toBe(201)
    hubCreatedAccessToken.parse(body)
    const { id, token, created_at, is_active, ...rest } = body
    expect(rest).toEqual(sent)
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    expect(is_active).toBe(true)
    expect(created_at).toMatch(/^2027-03-10T12:00:00\.\d{6}Z$/)
    expect(token).toMatch(new RegExp(`^${['dckr', 'oat', ''].join('_')}[A-Za-z0-9_-]{32}$`))
  })

  test('leaves the secret nowhere: not in the list, the token, the database or the log', async () => {
    const { id, token } = await made()
    expect((await read(id)).text).not.toContain(token)
    expect((await t.ask('GET', `${business}?page_size=100`, { bearer })).text).not.toContain(token)
    const tables = t.hub.context.database.all<{ name: string }>(
      "SELECT name FROM sqlite_schema WHERE type = 'table'",
    )
    const everything = JSON.stringify(
      tables.map(({ name }) => t.hub.context.database.all(`SELECT * FROM "${name}"`)),
    )
    expect(everything).toContain(id)
    expect(everything).not.toContain(token)
    expect(t.logged).toEqual([])
  })

  test('takes no description and no expiration date, and answers null for the date', async () => {
    for (const more of [{}, { expires_at: null, description: null }]) {
      const created = await made(more)
      expect(created).toMatchObject({ description: '', expires_at: null })
      expect((await read(created.id)).body).toMatchObject({
        description: '',
        expires_at: null,
        last_used_at: null,
      })
    }
  })

  test('two tokens may have the same label', async () => {
    expect((await made()).id).not.toBe((await made()).id)
  })

  test('echoes resources and scopes in order and spelling, doubles and old spellings included', async () => {
    const resources = [
      repositoryResource('*/*/public', 'scope-image-pull'),
      repositoryResource('harborline/yard-api', 'scope-image-push', 'scope-image-pull', 'scope-image-push'),
      repositoryResource('harborline/booking-api', 'repo-pull', 'scope-webhook-admin'),
      repositoryResource('harborline/yard-api', 'scope-tag-read'),
      organizationResource('harborline', 'scope-member-edit', 'scope-siem_credentials-read'),
      repositoryResource('harborline/*', 'image-pull'),
    ]
    const { id } = await made({ resources })
    expect((await read(id)).body.resources).toEqual(resources)
    expect(JSON.stringify((await read(id)).body.resources)).toBe(JSON.stringify(resources))
  })

  test.each([
    ['2029-12-31T23:59:59Z'],
    ['2029-12-31T23:59:59.1Z'],
    ['2029-12-31T23:59:59.120Z'],
    ['2029-12-31T23:59:59.123456Z'],
    ['2028-02-29T00:00:00Z'],
    ['2027-03-10T12:00:01Z'],
  ])('echoes the date %s byte for byte', async (expires_at) => {
    const created = await made({ expires_at })
    expect(created.expires_at).toBe(expires_at)
    expect((await read(created.id)).body.expires_at).toBe(expires_at)
    expect((await change(created.id, { label: 'Other' })).body.expires_at).toBe(expires_at)
  })

  test.each([
    ['in the past', '2027-03-10T11:59:59Z'],
    ['now', '2027-03-10T12:00:00Z'],
    ['30 February', '2029-02-30T00:00:00Z'],
    ['29 February of no leap year', '2029-02-29T00:00:00Z'],
    ['hour 24', '2029-12-31T24:00:00Z'],
    ['a leap second', '2029-12-31T23:59:60Z'],
    ['no zone', '2029-12-31T23:59:59'],
    ['another zone', '2029-12-31T23:59:59+01:00'],
    ['seven digits', '2029-12-31T23:59:59.1234567Z'],
    ['a date alone', '2029-12-31'],
    ['a line after it', '2029-12-31T23:59:59Z\n'],
    ['nothing', ''],
    ['a number', 1893455999],
  ])('refuses a date that is %s', async (_, expires_at) => {
    const { status, body } = await create({ ...valid, expires_at })
    expect(status).toBe(400)
    expect(Object.keys(body.fields)).toEqual(['expires_at'])
    expect(body.text).toContain('expires_at')
  })

  test.each([
    ['label', { label: undefined }],
    ['label', { label: '' }],
    ['label', { label: ' \t ' }],
    ['label', { label: 'x'.repeat(101) }],
    ['label', { label: 'two\nlines' }],
    ['label', { label: 'nul\u0000' }],
    ['label', { label: 'half \ud83d' }],
    ['label', { label: 7 }],
    ['label', { label: null }],
    ['description', { description: 'x'.repeat(201) }],
    ['description', { description: ['x'] }],
    ['resources', { resources: undefined }],
    ['resources', { resources: null }],
    ['resources', { resources: [] }],
    ['resources', { resources: {} }],
    ['resources', { resources: [null] }],
    ['resources', { resources: [{ type: 'TYPE_REPO', path: 'harborline/*' }] }],
    ['resources', { resources: [{ type: 'TYPE_REPO', path: 'harborline/*', scopes: [] }] }],
    ['resources', { resources: [{ type: 'TYPE_REPO', path: '', scopes: ['scope-image-pull'] }] }],
    ['resources', { resources: [repositoryResource('harborline/*', 'scope-image-fly')] }],
    ['resources', { resources: [repositoryResource('harborline/*', 'SCOPE-IMAGE-PULL')] }],
    ['resources', { resources: [repositoryResource('harborline/*', '')] }],
    ['resources', { resources: [repositoryResource('harborline/*', '__proto__')] }],
    ['resources', { resources: [repositoryResource('harborline/*', 'scope-member-read')] }],
    ['resources', { resources: [organizationResource('harborline', 'scope-image-pull')] }],
    ['resources', { resources: [organizationResource('harborline', 'repo-pull')] }],
    ['resources', { resources: [organizationResource('meadowlark', 'scope-member-read')] }],
    ['resources', { resources: [organizationResource('harborline/*', 'scope-member-read')] }],
    ['resources', { resources: [{ ...pullAll, type: 'TYPE_TEAM' }] }],
    ['resources', { resources: [{ ...pullAll, type: 'toString' }] }],
    ['resources', { resources: [repositoryResource('*/*/public', 'scope-image-push')] }],
    [
      'resources',
      { resources: [repositoryResource('*/*/public', 'scope-image-pull', 'scope-repository-read')] },
    ],
    ['resources', { resources: [repositoryResource('harborline/no-such-thing', 'scope-image-pull')] }],
    ['resources', { resources: [repositoryResource('meadowlark/survey-api', 'scope-image-pull')] }],
    ['resources', { resources: [repositoryResource('meadowlark/*', 'scope-image-pull')] }],
    ['resources', { resources: [repositoryResource('*', 'scope-image-pull')] }],
    ['resources', { resources: [repositoryResource('*/*', 'scope-image-pull')] }],
    ['resources', { resources: [repositoryResource('harborline/yard-*', 'scope-image-pull')] }],
    ['resources', { resources: [repositoryResource('harborline/', 'scope-image-pull')] }],
    ['resources', { resources: [repositoryResource('harborline', 'scope-image-pull')] }],
    ['resources', { resources: [repositoryResource('harborline/yard-api/x', 'scope-image-pull')] }],
    ['resources', { resources: [repositoryResource('Harborline/yard-api', 'scope-image-pull')] }],
  ])('refuses a bad %s, names it, and makes nothing: %j', async (field, more) => {
    const before = await total(business)
    const { status, body } = await create({ ...valid, ...more })
    expect(status).toBe(400)
    expect(Object.keys(body)).toEqual(['fields', 'text'])
    expect(Object.keys(body.fields)).toEqual([field])
    expect(body.text).toContain(field)
    expect(await total(business)).toBe(before)
  })

  test.each([
    ['label', 'x'],
    ['label', 'x'.repeat(100)],
    ['label', '🐳'.repeat(100)],
    ['label', ' kept as it is '],
    ['label', '<b>&"\u202e'],
    ['description', '🐳'.repeat(200)],
    ['description', 'two\nlines'],
  ])('keeps the %s %j as sent', async (field, text) => {
    const created = await made({ [field]: text })
    expect(created[field]).toBe(text)
    expect((await read(created.id)).body[field]).toBe(text)
  })

  test('takes every scope that Docker documents, each on its own type', async () => {
    const repositoryScopes = [
      ...[
        'image-pull',
        'image-push',
        'image-delete',
        'repository-read',
        'repository-edit',
        'repository-admin',
      ],
      ...['tag-read', 'tag-admin', 'webhook-read', 'webhook-edit', 'webhook-admin'],
      ...['repo-group-read', 'repo-group-edit', 'repo-group-admin', 'repository-settings-admin'],
    ].map((name) => `scope-${name}`)
    const organizationScopes = [
      ...[
        'member-read',
        'member-edit',
        'invite-read',
        'invite-edit',
        'group-read',
        'group-edit',
        'activity-read',
      ],
      ...[
        'siem_credentials-read',
        'ram-read',
        'ram-write',
        'report-read',
        'repository-create',
        'repository-list',
      ],
      ...['registry-usage-read', 'cloud-connect', 'audit_events-read', 'governance-policy-read'],
      'governance-policy-write',
    ].map((name) => `scope-${name}`)
    await made({
      resources: [
        repositoryResource('harborline/*', ...repositoryScopes),
        organizationResource('harborline', ...organizationScopes),
      ],
    })
  })

  test('takes fifty repositories, not fifty-one; the paths with stars do not count', async () => {
    const listed = await t.ask('GET', '/v2/namespaces/harborline/repositories?page_size=100&ordering=name', {
      bearer,
    })
    const paths = (listed.body.results as { name: string }[]).map(({ name }) => `harborline/${name}`)
    const resources = (count: number) => [
      ...paths.slice(0, count).map((path) => repositoryResource(path, 'scope-image-pull')),
      pullAll,
      repositoryResource('*/*/public', 'scope-image-pull'),
      organizationResource('harborline', 'scope-member-read'),
    ]
    expect((await create({ ...valid, resources: resources(50) })).status).toBe(201)
    const refused = await create({ ...valid, resources: resources(51) })
    expect(refused.status).toBe(400)
    expect(refused.body.text).toContain('50 repositories at most')
    const { id } = await made()
    expect((await change(id, { resources: resources(51) })).status).toBe(400)
  })
})

describe('slots', () => {
  const fitting = { label: 'x', resources: [repositoryResource('meadowlark/*', 'scope-image-pull')] }

  test('Team has ten; expired and inactive ones count until they are deleted', async () => {
    const list = (await t.ask('GET', `${team}?page_size=100`, { bearer })).body.results
    const expired = list.filter(
      (one: { expires_at: string | null }) => Date.parse(one.expires_at ?? '9999') < t.now(),
    )
    expect(expired).toHaveLength(3)
    expect(list.filter((one: { is_active: boolean }) => !one.is_active)).toHaveLength(1)
    expect(await total(team)).toBe(9)

    expect((await create(fitting, team)).status).toBe(201)
    const refused = await create(fitting, team)
    expect(refused.status).toBe(400)
    expect(refused.body.text).toContain('limit of 10')
    expect(Object.keys(refused.body)).toEqual(['fields', 'text'])
    expect(await total(team)).toBe(10)

    expect((await t.ask('DELETE', `${team}/${expired[0].id}`, { bearer })).status).toBe(204)
    expect((await create(fitting, team)).status).toBe(201)
    expect((await create(fitting, team)).status).toBe(400)
  })

  test('Business has a hundred', async () => {
    const left = slotLimits.business - (await total(business))
    for (let count = 0; count < left; count++) expect((await create(valid)).status).toBe(201)
    expect((await create(valid)).body.text).toContain('limit of 100')
    expect(await total(business)).toBe(100)
  })

  test('requests at the same time do not get past the limit', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => create(fitting, team)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(await total(team)).toBe(10)
  })

  test('whatever happens, a token is made exactly while one slot is free', async () => {
    const acts = fc.array(fc.constantFrom('create', 'create', 'delete', 'deactivate', 'wait'), {
      maxLength: 12,
    })
    await fc.assert(
      fc.asyncProperty(acts, async (sequence) => {
        for (const act of sequence) {
          await renewed()
          const { results } = (await t.ask('GET', `${team}?page_size=100`, { bearer })).body
          const used = (results as unknown[]).length
          if (act === 'create') {
            const expires_at = new Date(t.now() + day).toISOString()
            expect((await create({ ...fitting, expires_at }, team)).status).toBe(used < 10 ? 201 : 400)
          }
          if (act === 'delete' && used > 0) await t.ask('DELETE', `${team}/${results[0].id}`, { bearer })
          if (act === 'deactivate' && used > 0)
            await t.ask('PATCH', `${team}/${results[0].id}`, { bearer, json: { is_active: false } })
          if (act === 'wait') t.pass(2 * day)
          await renewed()
          expect(await total(team)).toBeLessThanOrEqual(10)
        }
      }),
      { numRuns: 40 },
    )
  })
})

describe('listing', () => {
  test('pages with `total`, ten by default, newest first, and never shows resources', async () => {
    const { body } = await t.ask('GET', business, { bearer })
    const page = totalledPage(hubAccessTokenItem).parse(body)
    expect(Object.keys(body)).toEqual(['total', 'next', 'previous', 'results'])
    expect(page.results).toHaveLength(10)
    expect(page.next).toBe('http://localhost/v2/orgs/harborline/access-tokens?page=2&page_size=10')
    expect(page.results.map((one) => one.created_at)).toEqual(
      page.results.map((one) => one.created_at).sort((a, b) => (a < b ? 1 : -1)),
    )
    for (const one of page.results) expect(Object.keys(one)).not.toContain('resources')
  })

  test('has the newest first also when made within a millisecond', async () => {
    const ids: string[] = []
    for (let count = 0; count < 5; count++) ids.unshift((await made()).id)
    const { results } = (await t.ask('GET', `${business}?page_size=5`, { bearer })).body
    expect(results.map((one: { id: string }) => one.id)).toEqual(ids)
  })

  test('past the end is an empty page: tokens may have been deleted meanwhile', async () => {
    const answer = await t.ask('GET', `${business}?page=50`, { bearer })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ next: null, results: [] })
  })

  test('dates are in Docker’s spelling or null', async () => {
    const { results } = (await t.ask('GET', `${business}?page_size=100`, { bearer })).body
    for (const one of results) {
      expect(one.created_at).toMatch(/\.\d{6}Z$/)
      for (const date of [one.created_at, one.expires_at, one.last_used_at])
        if (date !== null) expect(date).toMatch(timestampPattern)
    }
  })
})

describe('reading one', () => {
  test('shows resources, description and creator, never the secret', async () => {
    const { id } = await made({ description: 'What for' })
    const { status, body } = await read(id)
    expect(status).toBe(200)
    expect(hubAccessToken.parse(body)).toMatchObject({
      created_by: 'robinhale',
      description: 'What for',
      resources: [pullAll],
    })
    expect(body).not.toHaveProperty('token')
  })

  test.each(['GET', 'PATCH', 'DELETE'])(
    '%s of one that is not there, or another organization’s, is not found',
    async (method) => {
      const { id } = await made()
      const json = method === 'PATCH' ? { json: { label: 'x' } } : {}
      for (const path of [
        `${business}/00000000-0000-4000-8000-000000000000`,
        `${business}/x`,
        `${team}/${id}`,
      ]) {
        const answer = await t.ask(method, path, { bearer, ...json })
        expect(answer.status).toBe(404)
        expect(answer.text).toContain('not found')
      }
      expect((await read(id)).status).toBe(200)
    },
  )
})

describe('changing', () => {
  test('takes any part, leaves the rest, and answers with the whole token', async () => {
    const created = await made({ description: 'Before', expires_at: '2029-12-31T23:59:59Z' })
    const before = (await read(created.id)).body
    for (const part of [
      { label: 'After' },
      { description: 'After' },
      { description: '' },
      { is_active: false },
      { resources: [repositoryResource('*/*/public', 'scope-image-pull')] },
      {},
    ]) {
      const { status, body } = await change(created.id, part)
      expect(status).toBe(200)
      Object.assign(before, part)
      expect(hubAccessToken.parse(body)).toEqual(before)
      expect((await read(created.id)).body).toEqual(before)
    }
  })

  test('keeps the secret: the token still signs in', async () => {
    const { id, token } = await made()
    await change(id, { label: 'After', resources: [pullAll] })
    const json = { identifier: 'harborline', secret: token }
    expect((await t.ask('POST', '/v2/auth/token', { json })).status).toBe(200)
  })

  test('the expiration date cannot be changed, added or removed; sending it as it is does no harm', async () => {
    const dated = await made({ expires_at: '2029-12-31T23:59:59Z' })
    for (const expires_at of ['2030-12-31T23:59:59Z', null, '', '2029-12-31T23:59:59.0Z']) {
      const { status, body } = await change(dated.id, { label: 'Never', expires_at })
      expect(status).toBe(400)
      expect(body.fields).toHaveProperty('expires_at')
    }
    expect((await change(dated.id, { expires_at: '2029-12-31T23:59:59Z' })).status).toBe(200)
    const undated = await made()
    expect((await change(undated.id, { expires_at: '2029-12-31T23:59:59Z' })).status).toBe(400)
    expect((await change(undated.id, { expires_at: null })).status).toBe(200)
    expect((await read(dated.id)).body.label).toBe('Build')
  })

  test.each([
    { label: '' },
    { label: null },
    { description: 'x'.repeat(201) },
    { resources: [] },
    { resources: null },
    { resources: [repositoryResource('harborline/no-such-thing', 'scope-image-pull')] },
    { is_active: 'false' },
    { is_active: null },
  ])('refuses %j and changes nothing', async (json) => {
    const { id } = await made()
    const before = (await read(id)).body
    const { status, body } = await change(id, json)
    expect(status).toBe(400)
    expect(Object.keys(body.fields)).toEqual(Object.keys(json))
    expect((await read(id)).body).toEqual(before)
  })

  test('an inactive token can be reactivated and deleted, an expired one only deleted', async () => {
    const inactive = await made()
    expect((await change(inactive.id, { is_active: false })).body.is_active).toBe(false)
    expect((await change(inactive.id, { is_active: true })).body.is_active).toBe(true)

    const expired = await made({ expires_at: '2027-03-10T12:00:05Z' })
    t.pass(5000)
    for (const json of [{ label: 'x' }, { is_active: false }, {}]) {
      const answer = await change(expired.id, json)
      expect(answer.status).toBe(400)
      expect(answer.body.text).toContain('expired')
    }
    expect((await t.ask('DELETE', `${business}/${expired.id}`, { bearer })).status).toBe(204)
  })

  test('a path whose repository is gone stays good, a new one does not', async () => {
    const resources = [repositoryResource('harborline/yard-api', 'scope-image-push')]
    const { id } = await made({ resources })
    t.hub.context.database.run("DELETE FROM repositories WHERE name = 'yard-api'")
    expect((await change(id, { label: 'After', resources })).status).toBe(200)
    expect((await create({ ...valid, resources })).status).toBe(400)
  })
})

test('deleting answers 204 without a body, and once', async () => {
  const { id } = await made()
  const gone = await t.ask('DELETE', `${business}/${id}`, { bearer })
  expect([gone.status, gone.text]).toEqual([204, ''])
  expect((await t.ask('DELETE', `${business}/${id}`, { bearer })).status).toBe(404)
})

describe('who may', () => {
  const calls = [
    ['POST', business, valid],
    ['GET', business, undefined],
    ['GET', `${business}/x`, undefined],
    ['PATCH', `${business}/x`, { label: 'x' }],
    ['DELETE', `${business}/x`, undefined],
  ] as const

  test.each(calls)('%s %s is for owners, and says so', async (method, path, json) => {
    for (const username of ['leahpark', 'tomasreyes']) {
      const answer = await t.ask(method, path, { bearer: await t.signIn(username), json })
      expect(answer.status).toBe(403)
      expect(answer.body.detail).toContain('owners')
    }
    expect((await t.ask(method, path, { json })).status).toBe(401)
  })

  test.each(calls)('%s of an organization that does not exist is not found', async (method, path, json) => {
    const answer = await t.ask(method, path.replace('harborline', 'nobody'), { bearer, json })
    expect(answer.status).toBe(404)
    expect(answer.text).toContain('not found')
  })

  test.each(calls)('%s %s needs a plan that has tokens', async (method, path, json) => {
    t.hub.context.database.run("UPDATE organizations SET plan = NULL WHERE name = 'harborline'")
    const answer = await t.ask(method, path, { bearer, json })
    expect(answer.status).toBe(403)
    expect(answer.body.detail).toContain('plan')
  })

  test('somebody who is no longer an owner is refused at once', async () => {
    const mira = await t.signIn('miravance')
    expect((await t.ask('GET', business, { bearer: mira })).status).toBe(200)
    t.hub.context.database.run("UPDATE memberships SET role = 'member'")
    expect((await t.ask('GET', business, { bearer: mira })).status).toBe(403)
  })
})

describe('the audit log', () => {
  const events = () =>
    t.hub.context.database.all<{
      account: string
      action: string
      name: string
      actor: string
      data: string
    }>('SELECT account, action, name, actor, data FROM audit_log ORDER BY id')

  test('has one row for each change, with the actor and without the secret', async () => {
    const before = events().length
    const { id, token } = await made()
    await change(id, { label: 'After', is_active: false })
    await t.ask('DELETE', `${business}/${id}`, { bearer })
    const written = events().slice(before)
    expect(written.map(({ account, action, name, actor }) => [account, action, name, actor])).toEqual([
      ['harborline', 'org.access_token.create', 'Build', 'robinhale'],
      ['harborline', 'org.access_token.update', 'After', 'robinhale'],
      ['harborline', 'org.access_token.delete', 'After', 'robinhale'],
    ])
    for (const { data } of written) expect(JSON.parse(data)).toMatchObject({ id, resources: [pullAll] })
    expect(JSON.stringify(written)).not.toContain(token)
  })

  test('has none for what was refused', async () => {
    const before = events().length
    await create({ ...valid, label: '' })
    await t.ask('DELETE', `${business}/x`, { bearer })
    expect(events()).toHaveLength(before)
  })
})

test('nothing was logged by all of this', async () => {
  await made()
  expect(t.logged).toEqual([])
})
