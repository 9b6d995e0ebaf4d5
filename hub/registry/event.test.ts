// Reading one notification: Distribution's own shapes, and values that somebody means ill with or nobody can use.
import { describe, expect, test } from 'vitest'
import { type ImageEvent, readEvent } from './event.ts'

const now = Date.parse('2027-03-10T12:00:00Z')
const digest = `sha256:${'0f'.repeat(32)}`

/** A push as Distribution 2.8.2 sends it. */
const push = {
  id: '02d4eb52-a807-45ef-a1d3-b0bb05bfe324',
  timestamp: '2027-03-10T11:59:58.7414243Z',
  action: 'push',
  target: {
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    size: 401,
    digest,
    length: 401,
    repository: 'meadowlark/survey-api',
    url: `http://localhost:5000/v2/meadowlark/survey-api/manifests/${digest}`,
    tag: 'v1',
  },
  request: {
    id: 'fdbd8618-34cf-437e-937c-7b99c509311f',
    addr: '127.0.0.1:53158',
    host: 'localhost:5000',
    method: 'PUT',
    useragent: 'skopeo/1.9.3',
  },
  actor: { name: 'meadowlark/cdc1550e-b1a1-4bb8-beee-5547ae448969' },
  source: { addr: 'registry:5000', instanceID: '417c2a53-035f-4376-a244-08c8768f18f2' },
}
const pull = { ...push, action: 'pull', request: { ...push.request, method: 'GET' } }

type Part = 'target' | 'request' | 'actor'
/** The push with some members changed; undefined is as good as absent. */
const pushWith = (part: Part, more: object) => ({ ...push, [part]: { ...push[part], ...more } })
const read = (value: unknown) => readEvent(JSON.parse(JSON.stringify(value)) as unknown, now)
const readAs = (value: unknown): Partial<ImageEvent> => read(value) ?? {}

test('a push is read whole', () => {
  expect(read(push)).toEqual({
    id: push.id,
    action: 'push',
    counts: true,
    repository: 'meadowlark/survey-api',
    tag: 'v1',
    digest,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    size: 401,
    subject: push.actor.name,
    address: '127.0.0.1',
    client: 'skopeo/1.9.3',
    timestamp: '2027-03-10T11:59:58.741424Z',
  })
})

describe('what counts', () => {
  test.each<[counts: boolean, what: string, event: unknown]>([
    [true, 'a pull', pull],
    [false, 'a look at a manifest', { ...pull, request: { ...pull.request, method: 'HEAD' } }],
    [true, 'a manifest by digest', { ...pull, target: { ...pull.target, tag: undefined } }],
    [
      true,
      'Docker’s list of platforms',
      pushWith('target', { mediaType: 'application/vnd.docker.distribution.manifest.list.v2+json' }),
    ],
    [
      true,
      'OCI’s list of platforms',
      pushWith('target', { mediaType: 'application/vnd.oci.image.index.v1+json' }),
    ],
    [
      true,
      'Docker’s first manifests',
      pushWith('target', { mediaType: 'application/vnd.docker.distribution.manifest.v1+prettyjws' }),
    ],
    [false, 'a layer', pushWith('target', { mediaType: 'application/octet-stream', tag: undefined })],
    [false, 'a thing of unknown kind', pushWith('target', { mediaType: undefined })],
    [true, 'a deleted manifest', { ...push, action: 'delete', target: { repository: 'a/b', digest } }],
    [true, 'a deleted tag', { ...push, action: 'delete', target: { repository: 'a/b', tag: 'v1' } }],
  ])('%s: %s', (counts, _, event) => {
    expect(read(event)).toMatchObject({ counts })
  })
})

describe('passed over is', () => {
  test.each<[what: string, event: unknown]>([
    ['nothing', null],
    ['a text', 'push'],
    ['a list', [push]],
    ['an empty event', {}],
    ['a mount', { ...push, action: 'mount' }],
    ['an action in other letters', { ...push, action: 'PUSH' }],
    ['no id', { ...push, id: '' }],
    ['a long id', { ...push, id: 'x'.repeat(101) }],
    ['an id that is none', { ...push, id: { toString: 'x' } }],
    ['no target', { ...push, target: null }],
    ['no repository', pushWith('target', { repository: undefined })],
    [
      'a deleted repository, which nobody can do over HTTP',
      { ...push, action: 'delete', target: { repository: 'a/b' } },
    ],
    ['a tag that is none', pushWith('target', { tag: '../v1' })],
    ['a long tag', pushWith('target', { tag: 'v'.repeat(129) })],
    ['a digest that is none', pushWith('target', { digest: 'sha256:x' })],
    ['a nested repository', pushWith('target', { repository: [['meadowlark/survey-api']] })],
  ])('%s', (_, event) => {
    expect(read(event)).toBeNull()
  })
})

describe('a moment', () => {
  test.each([
    ['2027-03-10T11:59:58Z', '2027-03-10T11:59:58.000000Z'],
    ['2027-03-10T11:59:58.7Z', '2027-03-10T11:59:58.700000Z'],
    ['2027-03-10T11:59:58.1234Z', '2027-03-10T11:59:58.123400Z'],
    ['2027-03-10T11:59:58.999999999Z', '2027-03-10T11:59:58.999999Z'],
    ['2027-03-10T13:29:58.000001+01:30', '2027-03-10T11:59:58.000001Z'],
    ['2027-03-10T12:00:01Z', '2027-03-10T12:00:00.000000Z'],
    ['9999-12-31T23:59:59Z', '2027-03-10T12:00:00.000000Z'],
    ['+10000-01-01T00:00:00Z', '2027-03-10T12:00:00.000000Z'],
    ['-000001-01-01T00:00:00Z', '2027-03-10T12:00:00.000000Z'],
    ['10 March 2027', '2027-03-10T12:00:00.000000Z'],
    ['', '2027-03-10T12:00:00.000000Z'],
    [NaN, '2027-03-10T12:00:00.000000Z'],
    [{ $date: 1 }, '2027-03-10T12:00:00.000000Z'],
  ])('%j is %s', (timestamp, expected) => {
    expect(readAs({ ...push, timestamp }).timestamp).toBe(expected)
  })
})

describe('who and with what', () => {
  test.each([
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:99999', '203.0.113.7'],
    ['registry.example:5000', ''],
    ['<script>', ''],
    [7, ''],
  ])('address %j is %j', (addr, address) => {
    expect(readAs(pushWith('request', { addr })).address).toBe(address)
  })

  test.each([
    ['docker/28.2.2 go/go1.24 \u0000\u001b[31m\r\nX-Evil: 1\u0085', 'docker/28.2.2 go/go1.24 [31mX-Evil: 1'],
    ['a\u202eb\u2066c\u200bd\u2028e\ufefff', 'abcdef'],
    ['\ud800x\udc00', 'x'],
    ['ä\u{1f433}', 'ä\u{1f433}'],
    ['x'.repeat(1_000_000), 'x'.repeat(200)],
    ['\u{1f433}'.repeat(1000), '\u{1f433}'.repeat(200)],
    [['skopeo'], ''],
  ])('client %#', (useragent, client) => {
    expect(readAs(pushWith('request', { useragent })).client).toBe(client)
  })

  test.each([
    ['', ''],
    ['robinhale', 'robinhale'],
    ['x'.repeat(256), ''],
    ['robin\u0000hale', ''],
    ['robinhale\u202e', ''],
    [{ name: 'robinhale' }, ''],
    [undefined, ''],
  ])('actor %j is %j', (name, subject) => {
    expect(readAs(pushWith('actor', { name })).subject).toBe(subject)
  })

  test('an event without request or actor is still one', () => {
    expect(readAs({ ...push, request: null, actor: 'x' })).toMatchObject({
      counts: true,
      address: '',
      client: '',
      subject: '',
    })
  })
})

test.each([-1, 1.5, NaN, 1e300, '401', null])('size %j is none', (size) => {
  expect(readAs(pushWith('target', { size })).size).toBe(0)
})

test.each(['a/manifest\u0000', `manifest/${'x'.repeat(200)}`, '<manifest>/x', 7])(
  'a media type that is none (%j) is not kept',
  (mediaType) => {
    expect(readAs(pushWith('target', { mediaType }))).toMatchObject({ mediaType: '', counts: false })
  },
)

test('members of every object’s prototype are members like others', () => {
  const text = JSON.stringify(push).replace('{', '{"__proto__": {"action": "pull"}, "constructor": 1, ')
  expect(readEvent(JSON.parse(text), now)).toEqual(read(push))
})
