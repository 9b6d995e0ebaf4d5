// Five thousand JWTs that were not issued, or not here, or not for this: as Hub bearers and at the registry's base.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { type Material, forgedTokens } from '../tests/support/forged-tokens.ts'
import { type TestHub, createTestHub, repositoryResource } from './test-hub.ts'

const [t, other] = await Promise.all([createTestHub(), createTestHub()])
afterAll(() => {
  t.close()
  other.close()
})

const each = 2500
const scopes = '/token?scope=repository:harborline/base-node:pull'
const resources = [repositoryResource('harborline/*', 'scope-image-push')]

async function bearersOf(hub: TestHub): Promise<string[]> {
  const owner = await hub.signIn('robinhale')
  const made = await hub.ask('POST', '/v2/orgs/harborline/access-tokens', {
    bearer: owner,
    json: { label: 'x', resources },
  })
  const exchanged = async (identifier: string, secret: string) =>
    (await hub.ask('POST', '/v2/auth/token', { json: { identifier, secret } })).body.access_token as string
  return [
    owner,
    await hub.signIn('leahpark'),
    await exchanged('harborline', made.body.token as string),
    await exchanged('miravance', hub.addPersonalToken('miravance', ['repo:admin']).secret),
  ]
}

async function registryTokensOf(hub: TestHub): Promise<string[]> {
  const basic = Buffer.from(`robinhale:${hub.passwordOf('robinhale')}`).toString('base64')
  const asked = [
    await hub.ask('GET', scopes),
    await hub.ask('GET', scopes, { headers: { authorization: `Basic ${basic}` } }),
  ]
  return asked.map(({ body }) => body.token as string)
}

async function challengeOf(hub: TestHub): Promise<string> {
  const json = { username: 'danieloduya', password: hub.passwordOf('danieloduya') }
  return (await hub.ask('POST', '/v2/users/login', { json })).body.login_2fa_token as string
}

const [bearers, registryTokens] = [await bearersOf(t), await registryTokensOf(t)]
const [otherBearers, otherRegistryTokens] = [await bearersOf(other), await registryTokensOf(other)]
const challenge = await challengeOf(t)

const headerOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { x5c: string[] }
const leaf = headerOf(registryTokens[0] ?? '').x5c[0] ?? ''
const authority = readFileSync(join(t.folder, 'registry-ca.pem'), 'utf8')
const known = [
  ...[leaf, authority, authority.trim(), Buffer.from(leaf, 'base64')],
  ...['', 'secret', 'granary-local-hub', createHash('sha256').update('').digest()],
]

const kinds = {
  'GET /v2/user': {
    real: bearers,
    foreign: [...registryTokens, ...otherBearers, ...otherRegistryTokens, challenge],
    good: 200,
  },
  'GET /v2/orgs/harborline/access-tokens': {
    real: bearers.slice(0, 1),
    foreign: [...registryTokens, ...otherBearers, ...otherRegistryTokens, challenge],
    good: 200,
  },
  'GET /v2/': {
    real: registryTokens,
    foreign: [...bearers, ...otherBearers, ...otherRegistryTokens, challenge],
    good: 200,
  },
} as const satisfies Record<string, Omit<Material, 'known'> & { good: number }>

const sent = { bearers: 0, registryTokens: 0 }
const ask = (route: string, bearer: string) => {
  const [method = '', path = ''] = route.split(' ')
  return t.ask(method, path, { headers: { authorization: `Bearer ${bearer}` } })
}

test('the real ones are good, each where it belongs', async () => {
  for (const [route, { real, good }] of Object.entries(kinds)) {
    const [first = ''] = real
    expect((await ask(route, first)).status, route).toBe(good)
  }
  for (const bearer of bearers) expect([200, 403]).toContain((await ask('GET /v2/user', bearer)).status)
  for (const bearer of otherBearers)
    expect([200, 403]).toContain((await other.ask('GET', '/v2/user', { bearer })).status)
})

async function refuses(route: keyof typeof kinds, runs: number, count: keyof typeof sent): Promise<void> {
  await fc.assert(
    fc.asyncProperty(forgedTokens({ ...kinds[route], known }), async (token) => {
      const { status, text } = await ask(route, token)
      sent[count] += 1
      expect(status).toBe(401)
      if (token.length > 20) expect(text).not.toContain(token.slice(0, 20))
    }),
    { numRuns: runs },
  )
}

test(`0 of ${each} forged bearers are accepted`, async () => {
  await refuses('GET /v2/user', each / 2, 'bearers')
  await refuses('GET /v2/orgs/harborline/access-tokens', each / 2, 'bearers')
}, 60_000)

test(`0 of ${each} forged registry tokens are accepted`, async () => {
  await refuses('GET /v2/', each, 'registryTokens')
}, 60_000)

test(`that were ${2 * each}, none of them a fault, and the real ones are still good`, async () => {
  expect(sent.bearers + sent.registryTokens).toBeGreaterThanOrEqual(2 * each)
  expect(t.logged).toEqual([])
  for (const [route, { real, good }] of Object.entries(kinds))
    expect((await ask(route, real[0] ?? '')).status).toBe(good)
})
