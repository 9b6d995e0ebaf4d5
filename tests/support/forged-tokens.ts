// JWTs that were not issued: a real one changed in every way that servers have fallen for, as fast-check arbitraries.
import { type KeyObject, createHmac, generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'

type Part = Record<string, unknown>

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const partsOf = (token: string): [string, string, string] => {
  const [header = '', payload = '', signature = ''] = token.split('.')
  return [header, payload, signature]
}
const decode = (part: string): Part => JSON.parse(Buffer.from(part, 'base64url').toString()) as Part

const { privateKey: rsa } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const { privateKey: p256, publicKey: p256Public } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const { privateKey: p384 } = generateKeyPairSync('ec', { namedCurve: 'P-384' })
const { privateKey: ed25519 } = generateKeyPairSync('ed25519')
const asymmetric: Readonly<Record<string, KeyObject>> = { RS: rsa, ES: p256, PS: rsa, Ed: ed25519 }

/** A signature that fits the algorithm, by a key that is the attacker's or one that everybody knows. */
function signature(alg: string, text: string, secret: string | Buffer): string {
  const data = Buffer.from(text)
  const bits = `sha${/\d+$/.exec(alg)?.[0] ?? '256'}`
  if (alg.startsWith('HS')) return createHmac(bits, secret).update(data).digest('base64url')
  const key = alg === 'ES384' ? p384 : asymmetric[alg.slice(0, 2)]
  if (key === undefined) return ''
  if (key === ed25519) return sign(null, data, key).toString('base64url')
  return sign(bits, data, {
    key,
    dsaEncoding: 'ieee-p1363',
    ...(alg.startsWith('PS') && { padding: 6 }),
  }).toString('base64url')
}

const algorithms = [
  'none',
  'None',
  'nOnE',
  '',
  'HS256',
  'HS384',
  'HS512',
  'RS256',
  'RS384',
  'RS512',
  'PS256',
].concat(['ES256', 'ES384', 'EdDSA', 'hs256', 'es256', 'HS256 ', 'dir'])

const jwk = p256Public.export({ format: 'jwk' })
const pointers: readonly Part[] = [
  {},
  { jwk },
  { jku: 'http://127.0.0.1:9/keys' },
  { kid: '../../../../dev/null' },
  { kid: "x' UNION SELECT 'key" },
  { x5u: 'http://127.0.0.1:9/certificate' },
  { x5c: [p256Public.export({ format: 'der', type: 'spki' }).toString('base64')] },
  { x5c: [] },
  { crit: ['exp'] },
  { b64: false, crit: ['b64'] },
  { typ: 'at+jwt' },
  { cty: 'JWT' },
  { zip: 'DEF' },
]

const claims: fc.Arbitrary<Part> = fc.oneof(
  fc.integer({ min: 1, max: 10 ** 9 }).map((seconds) => ({ exp: 1_804_000_000 + seconds })),
  fc.constantFrom<Part>(
    { exp: undefined },
    { exp: '4102444800' },
    { exp: 1e300 },
    { nbf: 0 },
    { iat: 0 },
    { sub: 'miravance' },
    { sub: 'harborline/00000000-0000-4000-8000-000000000000' },
    { jti: '00000000-0000-4000-8000-000000000000' },
    { jti: { $ne: null } },
    { aud: ['granary-hub-api', 'granary-registry'] },
    { iss: 'https://hub.docker.com/' },
    { scope: 'admin' },
    { access: [{ type: 'repository', name: 'harborline/yard-api', actions: ['*'] }] },
    { __proto__: null, admin: true },
  ),
)

/** What can be sent in a header at all. */
const isHeaderText = /^[\t\u0020-\u007e\u0080-\u00ff]*$/

export interface Material {
  /** Tokens that are good. */
  real: readonly string[]
  /** Tokens of another Hub, of another kind, or for something else: good, but not here. */
  foreign: readonly string[]
  /** What everybody can read: certificates and keys that HS256 could be tricked into using. */
  known: readonly (string | Buffer)[]
}

/** Tokens, none of which is one of `real`. */
export function forgedTokens({ real, foreign, known }: Material): fc.Arbitrary<string> {
  const token = fc.constantFrom(...real)
  const other = fc.constantFrom(...foreign, ...real)
  const at = fc.nat()
  const flipped = fc.tuple(token, at, fc.integer({ min: 0, max: 7 })).map(([text, place, bit]) => {
    const bytes = Buffer.from(text)
    bytes.writeUInt8(bytes.readUInt8(place % bytes.length) ^ (1 << bit), place % bytes.length)
    return bytes.toString('latin1')
  })
  // In what the text stands for, so that all three parts stay base64url.
  const flippedInside = fc
    .tuple(token, fc.integer({ min: 0, max: 2 }), at, fc.integer({ min: 0, max: 7 }))
    .map(([text, which, place, bit]) => {
      const parts = partsOf(text)
      const bytes = Buffer.from(parts[which] ?? '', 'base64url')
      bytes.writeUInt8(bytes.readUInt8(place % bytes.length) ^ (1 << bit), place % bytes.length)
      return parts.map((part, index) => (index === which ? bytes.toString('base64url') : part)).join('.')
    })
  const resigned = fc
    .tuple(
      token,
      fc.constantFrom(...algorithms),
      fc.constantFrom(...pointers),
      claims,
      fc.constantFrom('', ...known),
    )
    .map(([text, alg, pointer, claim, secret]) => {
      const [header, payload] = partsOf(text)
      const start = `${encode({ ...decode(header), alg, ...pointer })}.${encode({ ...decode(payload), ...claim })}`
      return `${start}.${signature(alg, start, secret)}`
    })
  // The real signature under something it was not made for.
  const reclaimed = fc
    .tuple(token, fc.option(claims), fc.constantFrom(...pointers))
    .map(([text, claim, pointer]) => {
      const [header, payload, signed] = partsOf(text)
      return [
        Object.keys(pointer).length === 0 ? header : encode({ ...decode(header), ...pointer }),
        claim === null ? payload : encode({ ...decode(payload), ...claim }),
        signed,
      ].join('.')
    })
  const unsigned = fc
    .tuple(token, fc.constantFrom('none', 'None', 'NONE', 'nOnE'), fc.constantFrom('', 'AA', 'bm9uZQ'))
    .map(([text, alg, end]) => {
      const [header, payload] = partsOf(text)
      return `${encode({ ...decode(header), alg })}.${payload}.${end}`
    })
  const swapped = fc.tuple(token, other, fc.integer({ min: 1, max: 6 })).map(([text, more, which]) => {
    const [mine, theirs] = [partsOf(text), partsOf(more)]
    return mine.map((part, index) => ((which >> index) & 1 ? theirs[index] : part)).join('.')
  })
  const rearranged = fc
    .tuple(token, fc.shuffledSubarray([0, 1, 2], { minLength: 1 }))
    .map(([text, order]) => order.map((index) => partsOf(text)[index]).join('.'))
  const truncated = fc.tuple(token, at).map(([text, end]) => text.slice(0, end % text.length))
  const inserted = fc
    .tuple(
      token,
      at,
      fc.constantFrom(' ', '\t', '\u00a0', '=', '.', '%20', '+', '/', ',', '"', '\u0085', 'AAAA'),
    )
    .map(([text, place, more]) => {
      const index = place % (text.length + 1)
      return text.slice(0, index) + more + text.slice(index)
    })
  // Bits that decoders throw away: the last letter of a part has spare ones, and some skip what is no letter.
  const sameBytes = fc
    .tuple(
      token,
      fc.integer({ min: 0, max: 2 }),
      fc.constantFrom(...'ABCDEFGQRSTgw0189-_=+/.~ '),
      fc.boolean(),
    )
    .map(([text, which, letter, more]) =>
      partsOf(text)
        .map((part, index) => (index === which ? (more ? part : part.slice(0, -1)) + letter : part))
        .join('.'),
    )
  const joined = fc
    .tuple(token, other, fc.constantFrom('.', ' ', ',', ''))
    .map(([one, two, by]) => one + by + two)
  const spelled = fc.constantFrom(
    ...real.flatMap((text) => [text.toLowerCase(), text.toUpperCase(), `"${text}"`]),
  )
  return fc
    .oneof(
      { weight: 3, arbitrary: fc.oneof(flipped, flippedInside) },
      { weight: 4, arbitrary: fc.oneof(resigned, reclaimed, unsigned) },
      { weight: 2, arbitrary: fc.oneof(swapped, rearranged, truncated, inserted, sameBytes) },
      { weight: 1, arbitrary: fc.oneof(joined, spelled, fc.constantFrom(...foreign)) },
    )
    .filter((text) => isHeaderText.test(text) && !real.includes(text.trim()))
}
