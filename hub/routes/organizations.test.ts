// GET /v2/user/orgs and /v2/user.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hubOrganization, hubUser } from '../../shared/hub/organizations.ts'
import { countedPage } from '../../shared/hub/paging.ts'
import { planFromName } from '../../shared/tokens/slots.ts'
import { type TestHub, createTestHub } from '../test-hub.ts'

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

test.each(['/v2/user', '/v2/user/orgs'])('%s wants a bearer', async (path) => {
  expect((await t.ask('GET', path)).status).toBe(401)
})
