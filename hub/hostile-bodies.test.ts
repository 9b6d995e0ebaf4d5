// Ten thousand bodies that nobody means well with, over every route that takes one: refused or taken, never a fault,
// and a refused one changes nothing.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type HostileBody, canary, hostileBodies } from '../tests/support/hostile-bodies.ts'
import { type BodyRoute, bodyRoutes, withoutBody } from '../tests/support/hub-bodies.ts'
import { type TestHub, createTestHub } from './test-hub.ts'

const hub = await createTestHub()
const routes = bodyRoutes(hub, await hub.signIn('robinhale'))
const total = 10_000
const perRoute = Math.ceil(total / routes.length)

const sent = { all: 0, refused: 0, taken: 0 }
let before = ''
beforeAll(() => {
  before = contentOf(hub)
})
afterAll(() => hub.close())

/** Everything that is stored, but the count of wrong passwords, which a refusal does change. */
function contentOf({ hub: { context } }: TestHub): string {
  const tables = context.database.all<{ name: string }>(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'sign_in_failures' ORDER BY name",
  )
  return JSON.stringify(tables.map(({ name }) => context.database.all(`SELECT * FROM "${name}"`)))
}

/** Grows with every row that is written, also where that is undone. */
const writesOf = ({ hub: { context } }: TestHub): number =>
  context.database.one<{ writes: number }>('SELECT total_changes() AS writes')?.writes ?? NaN

function send(t: TestHub, { method, path, authorization }: BodyRoute, { contentType, bytes }: HostileBody) {
  const headers: Record<string, string> = {
    ...(contentType !== '' && { 'content-type': contentType }),
    ...(authorization !== null && { authorization }),
  }
  return t.ask(method, path, { headers, raw: bytes })
}

async function attack(route: BodyRoute, hostile: HostileBody): Promise<void> {
  const writes = writesOf(hub)
  const { status, text } = await send(hub, route, hostile)
  sent.all += 1
  expect(status, text).toBeLessThan(500)
  expect(hub.logged).toEqual([])
  if (hostile.contentType !== route.type) expect(status).toBeGreaterThanOrEqual(400)
  const wrote = writesOf(hub) !== writes
  if (status < 400) {
    sent.taken += 1
    if (wrote) before = contentOf(hub)
    return
  }
  sent.refused += 1
  expect(text).not.toContain(canary)
  if (wrote) expect(contentOf(hub)).toBe(before)
}

test('every route that changes something is attacked, or reads no body', () => {
  const changing = hub.hub.routes.filter((route) => /^(POST|PUT|PATCH) /.test(route))
  expect([...routes.map(({ route }) => route), ...withoutBody].sort()).toEqual([...new Set(changing)].sort())
})

test('the bodies that the attacks are made from are taken', async () => {
  const other = await createTestHub()
  const bearer = await other.signIn('robinhale')
  try {
    for (const route of bodyRoutes(other, bearer)) {
      const text =
        route.type === 'application/x-www-form-urlencoded'
          ? new URLSearchParams(route.body as Record<string, string>).toString()
          : JSON.stringify(route.body)
      const answer = await send(other, route, { contentType: route.type, bytes: Buffer.from(text) })
      const asked = route.route === 'POST /v2/users/2fa-login' ? [401] : [200, 201, 202]
      expect(asked, `${route.route}: ${answer.text}`).toContain(answer.status)
    }
  } finally {
    other.close()
  }
})

describe(`${perRoute} hostile bodies to each of ${routes.length} routes`, () => {
  test.each(routes.map((route) => [route.route, route] as const))(
    '%s',
    async (_, route) => {
      await fc.assert(
        fc.asyncProperty(hostileBodies(route.body, route.type), (hostile) => attack(route, hostile)),
        { numRuns: perRoute },
      )
    },
    60_000,
  )
})

test(`that were ${total} bodies at least, nearly all of them refused, and the Hub still works`, async () => {
  expect(sent.all).toBeGreaterThanOrEqual(total)
  expect(sent.refused + sent.taken).toBe(sent.all)
  expect(sent.refused).toBeGreaterThan(total * 0.7)
  const bearer = await hub.signIn('miravance')
  expect((await hub.ask('GET', '/v2/orgs/harborline/access-tokens', { bearer })).status).toBe(200)
})
