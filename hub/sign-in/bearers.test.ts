// Bearers and registry tokens under attack: every mutation and every other algorithm has to be refused.
import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHub, createTestHub } from '../test-hub.ts'

let t: TestHub
let bearer: string
let registryToken: string
beforeAll(async () => {
  t = await createTestHub()
  bearer = await t.signIn('robinhale')
  registryToken = (await t.ask('GET', '/token')).body.token as string
})
afterAll(() => t.close())

const isGood = {
  bearer: async (token: string) => (await t.hub.context.bearers.sessionOf(token, 'bearer')) !== null,
  registry: (token: string) => t.hub.context.registryTokens.isGood(token),
}
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const decode = (token: string, index: number) =>
  JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString()) as Record<string, unknown>

/** Changes that leave something that still looks like the token. */
const mutations = fc.oneof(
  fc.record({
    act: fc.constant('replace' as const),
    at: fc.nat(),
    by: fc.stringMatching(/^[A-Za-z0-9_.=+/-]$/),
  }),
  fc.record({
    act: fc.constant('insert' as const),
    at: fc.nat(),
    by: fc.stringMatching(/^[A-Za-z0-9_.= -]{1,3}$/),
  }),
  fc.record({ act: fc.constant('cut' as const), at: fc.nat(), by: fc.stringMatching(/^x{1,9}$/) }),
)

function mutate(
  token: string,
  { act, at, by }: { act: 'replace' | 'insert' | 'cut'; at: number; by: string },
): string {
  const place = at % token.length
  return (
    token.slice(0, place) +
    (act === 'cut' ? '' : by) +
    token.slice(act === 'insert' ? place : place + by.length)
  )
}

test('the tokens are good to begin with', async () => {
  expect(await isGood.bearer(bearer)).toBe(true)
  expect(await isGood.registry(registryToken)).toBe(true)
})

test.each(['bearer', 'registry'] as const)('no mutated %s token is accepted', async (kind) => {
  const token = kind === 'bearer' ? bearer : registryToken
  await fc.assert(
    fc.asyncProperty(mutations, async (mutation) => {
      const mutated = mutate(token, mutation)
      fc.pre(mutated !== token)
      expect(await isGood[kind](mutated)).toBe(false)
    }),
    { numRuns: 600 },
  )
})

test.each(['bearer', 'registry'] as const)(
  'every other last letter of a %s token is refused',
  async (kind) => {
    const token = kind === 'bearer' ? bearer : registryToken
    for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')
      expect(await isGood[kind](token.slice(0, -1) + letter)).toBe(letter === token.at(-1))
  },
)

describe('other algorithms and keys', () => {
  const { privateKey: rsa, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { privateKey: ec, publicKey: ecPublic } = generateKeyPairSync('ec', { namedCurve: 'P-256' })

  function signed(header: Record<string, unknown>, payload: Record<string, unknown>): string {
    const text = `${encode(header)}.${encode(payload)}`
    const algorithm = String(header['alg'])
    const data = Buffer.from(text)
    const bits = `sha${algorithm.slice(2)}`
    const signature = algorithm.startsWith('HS')
      ? createHmac(bits, publicKey.export({ type: 'spki', format: 'pem' }))
          .update(data)
          .digest()
      : algorithm.startsWith('RS')
        ? sign(bits, data, rsa)
        : algorithm.startsWith('ES')
          ? sign('sha256', data, { key: ec, dsaEncoding: 'ieee-p1363' })
          : Buffer.alloc(0)
    return `${text}.${signature.toString('base64url')}`
  }

  test.each(['none', 'None', 'NONE', '', 'HS256', 'HS384', 'HS512', 'RS256', 'RS512', 'ES256'])(
    'alg %j with a key that is not ours is refused, whatever the header points at',
    async (alg) => {
      const jwk = ecPublic.export({ format: 'jwk' })
      for (const more of [
        {},
        { jwk },
        { jku: 'http://127.0.0.1:9/keys' },
        { kid: '../../dev/null' },
        { x5u: 'http://127.0.0.1:9' },
        { crit: ['exp'] },
        { b64: false, crit: ['b64'] },
      ])
        for (const kind of ['bearer', 'registry'] as const) {
          const token = kind === 'bearer' ? bearer : registryToken
          const header = { ...decode(token, 0), alg, ...more }
          expect(await isGood[kind](signed(header, decode(token, 1)))).toBe(false)
          const swapped = `${encode(header)}.${token.split('.').slice(1).join('.')}`
          expect(await isGood[kind](swapped)).toBe(swapped === token)
        }
    },
  )

  const resigned = (header: Record<string, unknown>, payload: Record<string, unknown>) => {
    const text = `${encode(header)}.${encode(payload)}`
    return `${text}.${createHmac('sha256', t.hub.context.keys.bearer).update(text).digest('base64url')}`
  }

  test('with our own key, only the right type, issuer, audience and times are good', async () => {
    const [header, payload] = [decode(bearer, 0), decode(bearer, 1)]
    expect(await isGood.bearer(resigned(header, payload))).toBe(true)
    for (const typ of [undefined, 'at+jwt', 'second-factor+jwt', 'JWS', ''])
      expect(await isGood.bearer(resigned({ ...header, typ }, payload))).toBe(false)
    const seconds = t.now() / 1000
    for (const change of [
      { iss: 'https://login.docker.com/' },
      { iss: undefined },
      { aud: 'granary-registry' },
      { aud: undefined },
      { exp: undefined },
      { exp: seconds },
      { exp: String(seconds + 600) },
      { exp: null },
      { nbf: seconds + 60 },
      { jti: undefined },
      { sub: undefined },
      { iat: undefined },
    ])
      expect(await isGood.bearer(resigned(header, { ...payload, ...change })), JSON.stringify(change)).toBe(
        false,
      )
  })

  test('with our own key, a session that never was is refused by the routes', async () => {
    const payload = { ...decode(bearer, 1), jti: '00000000-0000-4000-8000-000000000000' }
    expect((await t.ask('GET', '/v2/user', { bearer: resigned(decode(bearer, 0), payload) })).status).toBe(
      401,
    )
  })
})
