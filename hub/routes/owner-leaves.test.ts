// An owner who goes, in whatever way, takes no access token of the organization along.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type MadeToken, bearerOf } from '../test-bearers.ts'
import { type TestHub, createTestHub, organizationResource, repositoryResource } from '../test-hub.ts'

const members = '/v2/orgs/harborline/members'
const tokens = '/v2/orgs/harborline/access-tokens'
const resources = [
  repositoryResource('harborline/*', 'scope-image-push'),
  organizationResource('harborline', 'scope-member-read'),
]

let t: TestHub
let owner: string
let leaving: string
let token: Pick<MadeToken, 'id' | 'secret'>
beforeEach(async () => {
  t = await createTestHub()
  owner = await t.signIn('robinhale')
  leaving = await t.signIn('miravance')
  const made = await t.ask('POST', tokens, { bearer: leaving, json: { label: 'Mira’s', resources } })
  token = { id: made.body.id as string, secret: made.body.token as string }
})
afterEach(() => t.close())

const listed = async () => (await t.ask('GET', `${tokens}?page_size=100`, { bearer: owner })).text
const read = async () => (await t.ask('GET', `${tokens}/${token.id}`, { bearer: owner })).body as object
const signIn = () =>
  t.ask('POST', '/v2/auth/token', { json: { identifier: 'harborline', secret: token.secret } })
const run = (sql: string) => Promise.resolve(t.hub.context.database.run(sql))

async function pushes(): Promise<unknown> {
  const authorization = `Basic ${Buffer.from(`harborline:${token.secret}`).toString('base64')}`
  const path = '/token?service=granary-registry&scope=repository:harborline/yard-api:pull,push'
  const { status, body } = await t.ask('GET', path, { headers: { authorization } })
  if (status !== 200) return status
  const [, claims = ''] = (body.token as string).split('.')
  return JSON.parse(Buffer.from(claims, 'base64url').toString()) as unknown
}

/** Each way for Mira Vance to go, as herself (`leaving`), by another owner, by a token, or by who runs the server. */
const ways: readonly (readonly [string, () => Promise<number>])[] = [
  ['leaves', async () => (await t.ask('DELETE', `${members}/miravance`, { bearer: leaving })).status],
  [
    'is removed by another owner',
    async () => (await t.ask('DELETE', `${members}/miravance`, { bearer: owner })).status,
  ],
  [
    'is removed by an access token',
    async () => {
      const json = { label: 'x', resources: [organizationResource('harborline', 'scope-member-edit')] }
      const { body } = await t.ask('POST', tokens, { bearer: owner, json })
      const exchanged = { identifier: 'harborline', secret: body.token as string }
      const bearer = (await t.ask('POST', '/v2/auth/token', { json: exchanged })).body.access_token as string
      return (await t.ask('DELETE', `${members}/miravance`, { bearer })).status
    },
  ],
  [
    'becomes a member',
    async () =>
      (await t.ask('PUT', `${members}/miravance`, { bearer: owner, json: { role: 'member' } })).status,
  ],
  [
    'makes herself an editor',
    async () =>
      (await t.ask('PUT', `${members}/miravance`, { bearer: leaving, json: { role: 'editor' } })).status,
  ],
  ['is deactivated', () => run("UPDATE users SET is_active = 0 WHERE username = 'miravance'")],
  ['is deleted as a user', () => run("DELETE FROM users WHERE username = 'miravance'")],
]

describe.each(ways)('when the owner who made it %s', (_, go) => {
  test('the token is listed and read as before, with its maker', async () => {
    const before = await read()
    expect(before).toMatchObject({ created_by: 'miravance', is_active: true, last_used_at: null, resources })
    const list = await listed()
    expect(await go()).toBeLessThan(300)
    expect(await read()).toEqual(before)
    const mine = (text: string) =>
      (JSON.parse(text) as { results: { label: string }[] }).results.filter(({ label }) => label !== 'x')
    expect(mine(await listed())).toEqual(mine(list))
  })

  test('it still signs in, reads what it may, and pushes', async () => {
    const before = await signIn()
    await go()
    const after = await signIn()
    expect(after.status).toBe(200)
    for (const { body } of [before, after])
      expect((await t.ask('GET', members, { bearer: body.access_token as string })).status).toBe(200)
    expect(await pushes()).toMatchObject({
      sub: `harborline/${token.id}`,
      access: [{ name: 'harborline/yard-api', actions: ['pull', 'push'] }],
    })
  })

  test('they themselves manage tokens no more, while other owners do', async () => {
    expect((await t.ask('GET', tokens, { bearer: leaving })).status).toBe(200)
    await go()
    for (const [method, path, json] of [
      ['GET', tokens, undefined],
      ['POST', tokens, { label: 'y', resources }],
      ['PATCH', `${tokens}/${token.id}`, { is_active: false }],
      ['DELETE', `${tokens}/${token.id}`, undefined],
    ] as const)
      expect([401, 403]).toContain((await t.ask(method, path, { bearer: leaving, json })).status)
    const changed = await t.ask('PATCH', `${tokens}/${token.id}`, {
      bearer: owner,
      json: { is_active: false },
    })
    expect(changed.body).toMatchObject({ created_by: 'miravance', is_active: false })
    expect((await signIn()).status).toBe(401)
    expect((await t.ask('DELETE', `${tokens}/${token.id}`, { bearer: owner })).status).toBe(204)
  })
})

test('a token made by an owner who has left the demo’s organization is still there', async () => {
  const made = (JSON.parse(await listed()) as { results: { created_by: string }[] }).results
  expect(made.filter(({ created_by }) => created_by === 'ingridsolheim').length).toBeGreaterThan(0)
  const outsider = await bearerOf(t, 'ingridsolheim')
  expect((await t.ask('GET', tokens, { bearer: outsider })).status).toBe(403)
})
