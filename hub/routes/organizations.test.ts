// GET /v2/user/orgs, /v2/user and /v2/orgs/{org}.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hubOrganization, hubUser } from '../../shared/hub/organizations.ts'
import { countedPage } from '../../shared/hub/paging.ts'
import { scopes } from '../../shared/tokens/scopes.ts'
import { planFromName } from '../../shared/tokens/slots.ts'
import { bearerOf, newAccessToken, personalBearer } from '../test-bearers.ts'
import { type TestHub, createTestHub, organizationResource } from '../test-hub.ts'

let t: TestHub
beforeAll(async () => {
  t = await createTestHub()
})
afterAll(() => t.close())

test('lists a person’s organizations with role and plan, in the shape that Granary reads', async () => {
  const { body } = await t.ask('GET', '/v2/user/orgs', { bearer: await t.signIn('robinhale') })
  const page = countedPage(hubOrganization).parse(body)
  expect(page).toMatchObject({ count: 2, next: null, previous: null })
  expect(page.results.map((one) => [one.orgname, one.user_role, planFromName(one.plan_name)])).toEqual([
    ['harborline', 'owner', 'business'],
    ['meadowlark', 'owner', 'team'],
  ])
})

test.each([
  ['tomasreyes', 'editor'],
  ['leahpark', 'member'],
])('says what %s is', async (username, role) => {
  const { body } = await t.ask('GET', '/v2/user/orgs/?page_size=100', { bearer: await t.signIn(username) })
  expect(new Set(body.results.map((one: { user_role: string }) => one.user_role))).toEqual(new Set([role]))
})

test('pages', async () => {
  const bearer = await t.signIn('robinhale')
  const first = await t.ask('GET', '/v2/user/orgs?page_size=1', { bearer })
  expect(first.body.results).toHaveLength(1)
  expect(first.body.next).toBe('http://localhost/v2/user/orgs?page_size=1&page=2')
  const second = await t.ask('GET', first.body.next, { bearer })
  expect(second.body).toMatchObject({
    next: null,
    previous: 'http://localhost/v2/user/orgs?page_size=1&page=1',
  })
  expect(second.body.results[0].orgname).not.toBe(first.body.results[0].orgname)
})

test('tells who is signed in, in the shape that Granary reads', async () => {
  const { body } = await t.ask('GET', '/v2/user/', { bearer: await t.signIn('leahpark') })
  expect(hubUser.parse(body)).toMatchObject({ username: 'leahpark', full_name: 'Leah Park' })
})

describe.each(['/v2/user', '/v2/user/orgs'])('%s', (path) => {
  test('wants a bearer that is one', async () => {
    for (const bearer of [undefined, 'x', 'x.y.z']) {
      const { status, headers } = await t.ask('GET', path, bearer === undefined ? {} : { bearer })
      expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="hub"'])
    }
  })

  test('is for people with whatever personal access token, not for access tokens', async () => {
    for (const scope of ['repo:public_read', 'repo:admin'])
      expect((await t.ask('GET', path, { bearer: await personalBearer(t, 'leahpark', scope) })).status).toBe(
        200,
      )
    const names = scopes.filter(({ kind }) => kind !== 'repository').map(({ value }) => value)
    const { bearer } = await newAccessToken(t, 'harborline', organizationResource('harborline', ...names))
    const { status, body } = await t.ask('GET', path, { bearer })
    expect([status, body.detail]).toEqual([403, 'token issued from organization access token is not allowed'])
  })

  test('answers with and without a trailing slash', async () => {
    const bearer = await t.signIn('robinhale')
    expect((await t.ask('GET', `${path}/`, { bearer })).body).toEqual(
      (await t.ask('GET', path, { bearer })).body,
    )
  })

  test('says the id without hyphens and dates with microseconds, as Docker does', async () => {
    const { body } = await t.ask('GET', path, { bearer: await t.signIn('robinhale') })
    for (const one of body.results ?? [body]) {
      expect(one.id).toMatch(/^[0-9a-f]{32}$/)
      expect(one.id).toBe(one.uuid.replaceAll('-', ''))
      expect(one.date_joined).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
    }
  })
})

describe('/v2/user/orgs', () => {
  const orgs = async (username: string, query = '') =>
    t.ask('GET', `/v2/user/orgs${query}`, { bearer: await bearerOf(t, username) })

  test('has Docker’s members of each, and the teams; the owners’ as well, where hub-tool looks for it', async () => {
    const [harborline] = (await orgs('danieloduya')).body.results
    expect(Object.keys(harborline)).toEqual([
      ...['id', 'uuid', 'orgname', 'full_name', 'location', 'company', 'profile_url', 'date_joined'],
      ...['gravatar_email', 'gravatar_url', 'type', 'badge', 'is_active', 'user_role', 'user_groups'],
      ...['org_groups_count', 'plan_name', 'parent_name'],
    ])
    expect(harborline).toMatchObject({
      ...{ orgname: 'harborline', type: 'Organization', is_active: true, parent_name: null },
      ...{ user_groups: ['owners', 'partners'], org_groups_count: 3, plan_name: 'Docker Business' },
    })
    expect((await orgs('leahpark')).body.results[0].user_groups).toEqual(['partners'])
  })

  test('is empty for who belongs to none, and past the end', async () => {
    expect((await orgs('ingridsolheim')).body).toEqual({ count: 0, next: null, previous: null, results: [] })
    expect((await orgs('robinhale', '?page=9&page_size=1')).body).toEqual({
      ...{ count: 2, next: null, results: [] },
      previous: 'http://localhost/v2/user/orgs?page=2&page_size=1',
    })
  })

  test.each(['page=0', 'page_size=0', 'page_size=101', 'page=1e3', 'page_size='])(
    'refuses ?%s',
    async (query) => {
      const { status, body } = await orgs('robinhale', `?${query}`)
      expect([status, Object.keys(body.fields)]).toEqual([400, [query.split('=')[0]]])
    },
  )

  test('follows changes at once: a role, a plan that is gone, a deactivated organization, leaving', async () => {
    const hub = await createTestHub()
    const bearer = await hub.signIn('leahpark')
    const mine = async () => (await hub.ask('GET', '/v2/user/orgs', { bearer })).body.results
    hub.hub.context.database.run(
      "UPDATE organizations SET plan = NULL, is_active = 0 WHERE name = 'harborline'",
    )
    hub.hub.context.database.run("UPDATE memberships SET role = 'editor'")
    expect((await mine())[0]).toMatchObject({ plan_name: null, is_active: false, user_role: 'editor' })
    const left = await hub.ask('DELETE', '/v2/orgs/meadowlark/members/leahpark', { bearer })
    expect(left.status).toBe(204)
    expect((await mine()).map(({ orgname }: { orgname: string }) => orgname)).toEqual(['harborline'])
    hub.close()
  })
})

describe('/v2/orgs/{org}', () => {
  test.each(['anonymous', 'ingridsolheim', 'robinhale'])('is read by everybody: %s', async (username) => {
    const asking = username === 'anonymous' ? {} : { bearer: await bearerOf(t, username) }
    for (const path of ['/v2/orgs/meadowlark', '/v2/orgs/meadowlark/']) {
      const { status, body } = await t.ask('GET', path, asking)
      expect(status).toBe(200)
      expect(body).toMatchObject({ orgname: 'meadowlark', type: 'Organization', is_active: true })
      for (const secret of ['plan_name', 'user_role', 'settings']) expect(body).not.toHaveProperty(secret)
    }
  })

  test('is read by an access token, whatever it carries', async () => {
    const { bearer } = await newAccessToken(
      t,
      'harborline',
      organizationResource('harborline', 'scope-report-read'),
    )
    expect((await t.ask('GET', '/v2/orgs/meadowlark', { bearer })).status).toBe(200)
  })

  test('is not read with a bearer that is none', async () => {
    expect((await t.ask('GET', '/v2/orgs/meadowlark', { bearer: 'x' })).status).toBe(401)
  })

  test.each(['nobody', 'Meadowlark', 'robinhale', '%00', '%E0%A4%A', "x'--"])(
    '%s is not found',
    async (name) => {
      const { status, body } = await t.ask('GET', `/v2/orgs/${name}`)
      expect([status, body.detail]).toEqual([404, 'organization not found'])
    },
  )
})
