// Every scope on both sides: the calls that it opens to an access token, and everything else, which stays shut.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scopes } from '../../shared/tokens/scopes.ts'
import { type MadeToken, newAccessToken } from '../test-bearers.ts'
import { type Call, organizationCalls, restore } from '../test-calls.ts'
import { type TestHub, createTestHub, organizationResource, repositoryResource } from '../test-hub.ts'

let t: TestHub
beforeAll(async () => {
  t = await createTestHub()
  restore(t, true)
})
afterAll(() => t.close())

// All there are, each with those that it includes. Source: Docker's access token reference, column "Grants".
const repositoryScopes = {
  'image-pull': [],
  'image-push': ['image-pull'],
  'image-delete': ['image-push', 'image-pull'],
  'repository-read': [],
  'repository-edit': ['repository-read'],
  'repository-admin': ['repository-edit', 'repository-read'],
  'repository-settings-admin': [],
  'tag-read': [],
  'tag-admin': ['tag-read'],
  'webhook-read': [],
  'webhook-edit': ['webhook-read'],
  'webhook-admin': ['webhook-edit', 'webhook-read'],
  'repo-group-read': [],
  'repo-group-edit': ['repo-group-read'],
  'repo-group-admin': ['repo-group-edit', 'repo-group-read'],
}
const organizationScopes = {
  'member-read': [],
  'member-edit': ['member-read'],
  'invite-read': [],
  'invite-edit': ['invite-read'],
  'group-read': [],
  'group-edit': ['group-read'],
  'activity-read': [],
  'ram-read': [],
  'ram-write': ['ram-read'],
  'repository-create': [],
  'repository-list': [],
  'report-read': [],
  'registry-usage-read': [],
  'siem_credentials-read': [],
  'cloud-connect': [],
  'audit_events-read': [],
  'governance-policy-read': [],
  'governance-policy-write': ['governance-policy-read'],
}

/** No route that Docker documents asks for these; Build Cloud, Governance, reports and webhooks are not here. */
const opensNothing = [
  ...['webhook-read', 'webhook-edit', 'webhook-admin'],
  ...['report-read', 'registry-usage-read', 'siem_credentials-read'],
  ...['cloud-connect', 'audit_events-read', 'governance-policy-read', 'governance-policy-write'],
]

const repositoryPath = '/v2/namespaces/harborline/repositories/closed'
const onRepository = (scope: string, method: string, rest: string, json?: unknown) => ({
  scope: `scope-${scope}`,
  route: `${method} …/{repository}${rest}`,
  path: `${repositoryPath}${rest}`,
  json,
})

// One for each scope; hub/routes/repository-access.test.ts has every route about one repository.
const repositoryCalls: readonly Pick<Call, 'scope' | 'route' | 'path' | 'json'>[] = [
  onRepository('repository-read', 'GET', ''),
  onRepository('repository-edit', 'PATCH', '', { description: 'x' }),
  onRepository('repository-admin', 'DELETE', ''),
  onRepository('repository-settings-admin', 'POST', '/immutabletags/verify', { regex: 'v.*' }),
  onRepository('tag-read', 'GET', '/tags'),
  onRepository('tag-admin', 'DELETE', '/tags/v1'),
  onRepository('repo-group-read', 'GET', '/groups'),
  onRepository('repo-group-edit', 'POST', '/groups', { group_id: 900, permission: 'read' }),
  onRepository('repo-group-admin', 'DELETE', '/groups/900'),
  {
    scope: 'scope-repository-create',
    route: 'POST /v2/namespaces/{namespace}/repositories',
    path: '/v2/namespaces/harborline/repositories',
    json: { name: 'brand-new' },
  },
]

const named = (names: readonly string[]) => names.map((name) => `scope-${name}`)
const isOfRepository = (name: string) => Object.hasOwn(repositoryScopes, name)
const resourcesWith = (names: readonly string[]) => {
  const mine = named(names.filter(isOfRepository))
  const others = named(names.filter((name) => !isOfRepository(name)))
  return [
    ...(mine.length > 0 ? [repositoryResource('harborline/*', ...mine)] : []),
    ...(others.length > 0 ? [organizationResource('harborline', ...others)] : []),
  ]
}

/** Makes a token with just these scopes, and takes it away again: an organization has a hundred. */
async function withToken(names: readonly string[], use: (token: MadeToken) => Promise<void>) {
  restore(t)
  const token = await newAccessToken(t, 'harborline', ...resourcesWith(names))
  await use(token)
  t.hub.context.database.run('DELETE FROM access_tokens WHERE id = ?', token.id)
}

async function ask({ route, path, json }: Pick<Call, 'route' | 'path' | 'json'>, bearer: string) {
  restore(t)
  const [method = ''] = route.split(' ')
  // The export is no JSON, so it is not parsed here.
  const response = await t.hub.request(path, {
    method,
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: json === undefined ? null : JSON.stringify(json),
  })
  return { status: response.status, text: await response.text() }
}

/** Which of the calls went through. Whatever did not was a 403 that names what is missing, or hides the repository. */
async function opened(bearer: string): Promise<string[]> {
  const found: string[] = []
  for (const call of [...organizationCalls, ...repositoryCalls]) {
    const { status, text } = await ask(call, bearer)
    if (status < 300) found.push(call.route)
    else if (call.path.startsWith(repositoryPath)) expect([403, 404]).toContain(status)
    else {
      const reason = call.scope ?? 'token issued from organization access token is not allowed'
      expect([call.route, status, text]).toEqual([call.route, 403, expect.stringContaining(reason)])
    }
  }
  return found
}

/** What the registry grants of the private repository and of a public one. */
async function granted({ secret }: MadeToken): Promise<string> {
  const { body } = await t.ask('GET', '/token?scope=repository:harborline/closed:pull,push,delete', {
    headers: { authorization: `Basic ${Buffer.from(`harborline:${secret}`).toString('base64')}` },
  })
  const [, claims = ''] = (body.token as string).split('.')
  const { access } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as {
    access: { actions: string[] }[]
  }
  return access.flatMap(({ actions }) => actions).join(',')
}

const listed = async (bearer: string): Promise<number> =>
  (await t.ask('GET', '/v2/namespaces/harborline/repositories?name=closed', { bearer })).body.count as number

const everyScope: Readonly<Record<string, readonly string[]>> = { ...repositoryScopes, ...organizationScopes }
const grants: Readonly<Record<string, string>> = {
  'image-pull': 'pull',
  'image-push': 'pull,push',
  'image-delete': 'pull,push,delete',
}

test('every scope of the table has its row here', () => {
  const values = (isWanted: (kind: string) => boolean) =>
    scopes.filter(({ kind }) => isWanted(kind)).map(({ value }) => value)
  expect(values((kind) => kind === 'repository').sort()).toEqual(named(Object.keys(repositoryScopes)).sort())
  expect(values((kind) => kind !== 'repository').sort()).toEqual(
    named(Object.keys(organizationScopes)).sort(),
  )
})

test('every route of an organization is among the calls', () => {
  const elsewhere = new Set(['GET /v2/orgs/:org', 'POST /v2/invites/:id/accept'])
  const real = t.hub.routes.filter((route) => / \/v2\/(orgs|invites|auditlogs)\//.test(route))
  expect(organizationCalls.map(({ route }) => route).sort()).toEqual(
    real.filter((route) => !elsewhere.has(route)).sort(),
  )
})

describe.each(Object.entries(everyScope))('scope-%s', (name, included) => {
  const meant = named([name, ...included])
  const expected = [...organizationCalls, ...repositoryCalls].filter(
    ({ scope }) => scope !== null && meant.includes(scope),
  )

  test(`opens ${expected.length} calls and no other`, async () => {
    await withToken([name], async ({ bearer }) => {
      expect(await opened(bearer)).toEqual(expected.map(({ route }) => route))
    })
  })

  test(`grants ${grants[name] ?? 'nothing'} at the registry`, async () => {
    await withToken([name], async (token) => {
      expect(await granted(token)).toBe(grants[name] ?? '')
    })
  })

  test(`${name === 'repository-list' ? 'lists' : 'does not list'} private repositories`, async () => {
    await withToken([name], async ({ bearer }) => {
      expect(await listed(bearer)).toBe(name === 'repository-list' ? 1 : 0)
    })
  })

  test(`${opensNothing.includes(name) ? 'is' : 'is not'} one of those that open nothing`, () => {
    const useful = expected.length > 0 || grants[name] !== undefined || name === 'repository-list'
    expect(opensNothing.includes(name)).toBe(!useful)
  })
})

test('all scopes that open nothing, together, open nothing', async () => {
  await withToken(opensNothing, async (token) => {
    expect(await opened(token.bearer)).toEqual([])
    expect(await granted(token)).toBe('')
    expect(await listed(token.bearer)).toBe(0)
  })
})

test('all scopes but one do not open what that one is for', async () => {
  const needed = [...new Set([...organizationCalls, ...repositoryCalls].map(({ scope }) => scope))].filter(
    (scope) => scope !== null,
  )
  for (const scope of needed) {
    const without = Object.keys(everyScope).filter(
      (name) => ![name, ...(everyScope[name] ?? [])].some((one) => `scope-${one}` === scope),
    )
    await withToken(without, async ({ bearer }) => {
      for (const call of [...organizationCalls, ...repositoryCalls])
        if (call.scope === scope)
          expect([call.route, (await ask(call, bearer)).status]).toEqual([call.route, 403])
    })
  }
})

test('every scope there is does not let a token manage access tokens, nor read the settings of people', async () => {
  await withToken(Object.keys(everyScope), async ({ bearer }) => {
    const shut = organizationCalls.filter(({ scope }) => scope === null)
    expect(shut.filter(({ path }) => path.includes('/access-tokens'))).toHaveLength(6)
    for (const call of shut) {
      const { status, text } = await ask(call, bearer)
      expect([call.route, status]).toEqual([call.route, 403])
      expect(text).toContain('token issued from organization access token is not allowed')
    }
    const all = [...organizationCalls, ...repositoryCalls].filter(({ scope }) => scope !== null)
    expect(await opened(bearer)).toEqual(all.map(({ route }) => route))
  })
})

test('every scope of another organization opens nothing here, whatever its row says', async () => {
  const names = Object.keys(everyScope)
  const { id, bearer } = await newAccessToken(
    t,
    'meadowlark',
    repositoryResource('meadowlark/*', ...named(names.filter(isOfRepository))),
    organizationResource('meadowlark', ...named(names.filter((name) => !isOfRepository(name)))),
  )
  const expectNothing = async () => {
    for (const call of organizationCalls)
      expect([call.route, (await ask(call, bearer)).status]).toEqual([call.route, 403])
    for (const call of repositoryCalls) expect([403, 404]).toContain((await ask(call, bearer)).status)
  }
  await expectNothing()
  const { database } = t.hub.context
  // No route makes such a token; should one be there, it still speaks for its own organization only.
  database.run(
    "UPDATE access_tokens SET resources = replace(resources, 'meadowlark', 'harborline') WHERE id = ?",
    id,
  )
  await expectNothing()
})
