// Where registries send what they tell: who is listened to, what is refused whole, and what is passed over.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { eventsType, imageEvent, organization, sendEvents, tell } from '../registry/test-events.ts'
import { type TestHub, createTestHub } from '../test-hub.ts'

let t: TestHub
let bearer: string
beforeEach(async () => {
  t = await createTestHub()
  bearer = await t.signIn('robinhale')
  // A minute for events to have happened in.
  t.pass(60_000)
})
afterEach(() => t.close())

const person = 'tomasreyes'
const activity = async () => (await t.ask('GET', `/v2/orgs/${organization}/activity`, { bearer })).body

test.each<[status: number, what: string, headers: () => Record<string, string>]>([
  [401, 'an empty header', () => ({ authorization: '' })],
  [401, 'an empty secret', () => ({ authorization: 'Bearer ' })],
  [401, 'a wrong secret', () => ({ authorization: `Bearer ${'f'.repeat(64)}` })],
  [
    401,
    'a part of the secret',
    () => ({ authorization: `Bearer ${t.hub.context.eventsSecret.slice(0, -1)}` }),
  ],
  [401, 'the secret alone', () => ({ authorization: t.hub.context.eventsSecret })],
  [401, 'an owner’s bearer', () => ({ authorization: `Bearer ${bearer}` })],
  [401, 'a wrong secret, and another type too', () => ({ authorization: 'x', 'content-type': 'text/plain' })],
  [415, 'plain JSON', () => ({ 'content-type': 'application/json' })],
  [415, 'a version that is not known', () => ({ 'content-type': eventsType.replace('v1', 'v3') })],
  [200, 'the secret', () => ({})],
  [200, 'Distribution 3', () => ({ 'content-type': eventsType.replace('v1', 'v2') })],
  [200, 'a parameter of the type', () => ({ 'content-type': `${eventsType}; charset=utf-8` })],
])('%i: %s', async (status, _, headers) => {
  const answer = await sendEvents(t, JSON.stringify({ events: [imageEvent('push', 1, person)] }), headers())
  expect(answer.status).toBe(status)
  expect(answer.text).not.toContain(t.hub.context.eventsSecret)
  expect((await activity()).count).toBe(status === 200 ? 1 : 0)
})

test('401: no secret at all', async () => {
  const answer = await t.ask('POST', '/registry/events', {
    raw: '{}',
    headers: { 'content-type': eventsType },
  })
  expect(answer.status).toBe(401)
  expect(answer.body.detail).toContain('secret')
})

test.each<[status: number, what: string, body: string]>([
  [400, 'no JSON', '{"events": ['],
  [400, 'no envelope', '[]'],
  [400, 'no events', '{}'],
  [400, 'events that are no list', '{"events": {}}'],
  [400, 'nesting without end', `{"events": [${'['.repeat(5000)}${']'.repeat(5000)}]}`],
  [400, 'too many events', JSON.stringify({ events: Array(1001).fill(null) })],
  [413, 'more than 8 MiB', `{"events": ["${'x'.repeat(8 * 1024 * 1024)}"]}`],
  [200, 'no event at all', '{"events": []}'],
  [
    200,
    'a thousand that are none',
    JSON.stringify({ events: Array(1000).fill({ id: NaN, target: [[[]]] }) }),
  ],
])('%i for %s', async (status, _, body) => {
  expect((await sendEvents(t, body)).status).toBe(status)
  expect((await activity()).count).toBe(0)
  expect(t.logged).toEqual([])
})

test('what is of no use is passed over, the rest is recorded', async () => {
  const elsewhere = imageEvent('push', 1, person, { repository: 'nowhere/app' })
  const unnamed = { ...imageEvent('push', 2, person), id: '' }
  expect(await tell(t, elsewhere, null, unnamed, imageEvent('push', 3, person))).toBe(1)
  expect((await activity()).count).toBe(1)
})

test('a batch with the longest User-Agent that Go lets through fits, and nobody is shown it', async () => {
  const useragent = '\u0001'.repeat(1024 * 1024)
  expect(await tell(t, imageEvent('push', 1, person, { useragent }))).toBe(1)
  expect((await activity()).results).toMatchObject([{ client: '' }])
})
