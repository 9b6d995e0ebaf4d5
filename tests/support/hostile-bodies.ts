// Request bodies that nobody means well with, as fast-check arbitraries: made from a body that the route would take.
import fc from 'fast-check'

export interface HostileBody {
  contentType: string
  bytes: Uint8Array
}

/** Stands in values, to see whether a refusal quotes what was sent. */
export const canary = 'granary-canary'

const json = 'application/json'
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

/** As JSON.stringify, but numbers and texts may be given as the JSON they are to be. */
class Verbatim {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}
function write(value: unknown): string {
  if (value instanceof Verbatim) return value.text
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([name, part]) => `${JSON.stringify(name)}:${write(part)}`)
      .join(',')}}`
  return JSON.stringify(value) ?? 'null'
}

const verbatim = fc
  .constantFrom(
    ...[
      '1e999',
      '-1e999',
      '9'.repeat(400),
      '-0',
      '1e-400',
      '9007199254740993',
      '18446744073709551616',
      '0.1',
    ],
    ...[
      '"\\ud800"',
      '"\\udfff\\ud800"',
      `"a\\u0000${canary}"`,
      '"\\u202e"',
      '"\\ufffe"',
      '""',
      '" "',
      '"\\\\"',
    ],
    ...[
      'true',
      'false',
      'null',
      '[]',
      '{}',
      '[[]]',
      '[null]',
      '[{}]',
      '{"":{}}',
      '{"toString":1,"length":-1}',
    ],
    ...[
      '{"__proto__":{"isAdmin":true}}',
      '{"constructor":{"prototype":{"x":1}}}',
      '"__proto__"',
      '"constructor"',
    ],
    ...[`"'; DROP TABLE users; --${canary}"`, '"../../etc/passwd"', '"%00"', '"*"', '"%"', '"harborline"'],
    ...[
      `"${'a'.repeat(5000)}"`,
      `"${'👩‍👩‍👧'.repeat(300)}"`,
      `[${'0,'.repeat(3000)}0]`,
      '"(a+)+$"',
      '"["',
      '"a)|(b"',
    ],
    '"9999-99-99T99:99:99Z"',
  )
  .map((text) => new Verbatim(text))
const value = fc.oneof(
  { weight: 3, arbitrary: verbatim },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }).map((text) => text + canary) },
)

/** Every place in a JSON value, as a path. */
function placesIn(part: unknown, path: string[] = []): string[][] {
  const inner =
    typeof part === 'object' && part !== null
      ? Object.entries(part).flatMap(([name, child]) => placesIn(child, [...path, name]))
      : []
  return [path, ...inner]
}

function replaced(part: unknown, [name, ...rest]: string[], by: unknown): unknown {
  if (name === undefined) return by
  if (Array.isArray(part))
    return part.map((child, index) => (String(index) === name ? replaced(child, rest, by) : child))
  return Object.fromEntries(
    Object.entries(part as object).map(([key, child]) => [
      key,
      key === name ? replaced(child, rest, by) : child,
    ]),
  )
}

function without(part: unknown, [name = '', ...rest]: string[]): unknown {
  if (rest.length > 0) return replaced(part, [name], without((part as Record<string, unknown>)[name], rest))
  if (Array.isArray(part)) return part.filter((_, index) => String(index) !== name)
  return Object.fromEntries(Object.entries(part as object).filter(([key]) => key !== name))
}

const insert = (text: string, at: number, more: string): string => {
  const place = at % (text.length + 1)
  return text.slice(0, place) + more + text.slice(place)
}

/** JSON texts that are none, or none that a route wants. */
const textsFrom = (valid: string) =>
  fc.oneof(
    fc.nat().map((at) => valid.slice(0, at % valid.length)),
    fc
      .tuple(
        fc.nat(),
        fc.constantFrom(',', '}', '{', '"', '\\', '\n', '\u0000', '[', "'", '/*', '//', '\ufeff', 'NaN'),
      )
      .map(([at, more]) => insert(valid, at, more)),
    fc.jsonValue().map((one) => JSON.stringify(one)),
    fc
      .tuple(fc.integer({ min: 15, max: 30_000 }), fc.constantFrom('[', '{"a":'), fc.boolean())
      .map(([depth, open, closed]) => {
        const inner = open.repeat(depth)
        return closed ? `${inner}1${(open === '[' ? ']' : '}').repeat(depth)}` : inner
      }),
    // More of the same keys: which one counts must not matter to what is checked.
    fc
      .tuple(fc.constantFrom('__proto__', 'constructor', 'label', 'is_active', 'namespace'), verbatim)
      .map(
        ([name, { text }]) => `{"${name}":${text},${valid.slice(1, -1)},"${name}":${text},"${name}":${text}}`,
      ),
    fc
      .tuple(fc.integer({ min: 100, max: 60_000 }), fc.boolean())
      .map(([size, one]) =>
        one
          ? `{"${'k'.repeat(size)}":1}`
          : `{${Array.from({ length: Math.ceil(size / 12) }, (_, index) => `"k${index}":${index}`).join(',')}}`,
      ),
    fc.integer({ min: 64 * 1024, max: 400 * 1024 }).map((size) => `{"a":"${'x'.repeat(size)}"}`),
    fc.constantFrom(
      '',
      ' ',
      'null',
      '[]',
      '"x"',
      '0',
      'undefined',
      "{'a':1}",
      `${valid},`,
      `${valid}${valid}`,
      `[${valid}]`,
    ),
  )

/** What is not UTF-8, or not UTF-8 alone. */
const bytesFrom = (valid: string) =>
  fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.tuple(fc.nat(), fc.integer({ min: 0x80, max: 0xff })).map(([at, byte]) => {
      const bytes = utf8(valid)
      bytes[at % bytes.length] = byte
      return bytes
    }),
    fc.constant(new Uint8Array(Buffer.from(valid, 'utf16le'))),
    // An overlong slash, half a surrogate pair, and a character beyond Unicode's end.
    fc
      .constantFrom([0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80])
      .map((bad) => new Uint8Array([...utf8('{"label":"'), ...bad, ...utf8('"}')])),
  )

const otherTypes = [
  ...['', 'text/plain', 'text/plain;charset=utf-8', 'multipart/form-data; boundary=x', 'application/xml'],
  ...['application/jsonp', 'application/json-patch+json', 'text/json', 'application/octet-stream', 'json'],
  'application/vnd.docker.distribution.events.v3+json',
]

/** `valid`: a body the route takes, sent as `type`. A body may turn out to be taken after all. */
export function hostileBodies(valid: Record<string, unknown>, type = json): fc.Arbitrary<HostileBody> {
  const isForm = type.includes('form')
  const written = isForm ? new URLSearchParams(valid as Record<string, string>).toString() : write(valid)
  const as = (contentType: string) => (bytes: Uint8Array | string) => ({
    contentType,
    bytes: typeof bytes === 'string' ? utf8(bytes) : bytes,
  })
  const places = placesIn(valid)
  const place = fc.constantFrom(...places)
  const inner = fc.constantFrom(...places.filter((path) => path.length > 0))
  const changed = fc.oneof(
    fc.tuple(place, value).map(([path, by]) => write(replaced(valid, path, by))),
    fc.tuple(place, value, place, value).map(([path, by, other, more]) =>
      // The first may have taken away where the second was.
      other.length > 0 && path.length > 0 && path[0] !== other[0]
        ? write(replaced(replaced(valid, path, by), other, more))
        : write(replaced(valid, path, by)),
    ),
    inner.map((path) => write(without(valid, path))),
  )
  const form = fc
    .array(
      fc.tuple(fc.constantFrom(...Object.keys(valid), '__proto__', 'scope'), fc.string({ unit: 'binary' })),
    )
    .map((pairs) =>
      new URLSearchParams(pairs.map(([name, text]): [string, string] => [name, text])).toString(),
    )
  return fc.oneof(
    { weight: 8, arbitrary: (isForm ? form : changed).map(as(type)) },
    { weight: 5, arbitrary: textsFrom(written).map(as(type)) },
    { weight: 2, arbitrary: bytesFrom(written).map(as(type)) },
    { weight: 1, arbitrary: fc.constantFrom(...otherTypes).map((other) => as(other)(written)) },
  )
}
