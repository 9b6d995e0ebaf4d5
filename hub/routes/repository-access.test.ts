// Who may do what with a repository: every scope, role and personal access token, once allowed and once refused.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TestHub, createTestHub, organizationResource, repositoryResource } from '../test-hub.ts'

let t: TestHub
let owner: string
beforeEach(async () => {
  t = await createTestHub()
  owner = await t.signIn('robinhale')
  const { database } = t.hub.context
  for (const [name, is_private] of [
    ['closed', 1],
    ['open', 0],
  ] as const) {
    const json = { name, is_private: is_private === 1 }
    await t.ask('POST', '/v2/namespaces/harborline/repositories', { bearer: owner, json })
    database.run(
      `INSERT INTO tags SELECT id, 'v1', 'sha256:0', 'application/vnd.oci.image.manifest.v1+json', 7,
         '2027-03-01T00:00:00.000000Z', NULL, 'robinhale' FROM repositories WHERE name = ?`,
      name,
    )
  }
})
afterEach(() => t.close())

async function organizationBearer(...resources: unknown[]): Promise<string> {
  const json = { label: 'x', resources }
  const made = await t.ask('POST', '/v2/orgs/harborline/access-tokens', { bearer: owner, json })
  expect(made.status).toBe(201)
  const signIn = { identifier: 'harborline', secret: made.body.token }
  return (await t.ask('POST', '/v2/auth/token', { json: signIn })).body.access_token as string
}

async function personalBearer(username: string, scope: string): Promise<string> {
  const { secret } = t.addPersonalToken(username, [scope])
  return (await t.ask('POST', '/v2/auth/token', { json: { identifier: username, secret } })).body
    .access_token as string
}

// What each call needs, as Docker's access token reference has it, with all scopes that include it.
const calls = [
  ['GET', '', undefined, ['repository-read', 'repository-edit', 'repository-admin']],
  ['HEAD', '', undefined, ['repository-read', 'repository-edit', 'repository-admin']],
  ['GET', '/tags', undefined, ['tag-read', 'tag-admin']],
  ['GET', '/tags/v1', undefined, ['tag-read', 'tag-admin']],
  ['HEAD', '/tags/v1', undefined, ['tag-read', 'tag-admin']],
  ['PATCH', '', { description: 'x' }, ['repository-edit', 'repository-admin']],
  ['POST', '/privacy', { is_private: true }, ['repository-edit', 'repository-admin']],
  [
    'PATCH',
    '/immutabletags',
    { immutable_tags: true, immutable_tags_rules: ['v.*'] },
    ['repository-settings-admin'],
  ],
  ['POST', '/immutabletags/verify', { regex: 'v.*' }, ['repository-settings-admin']],
  ['DELETE', '/tags/v1', undefined, ['tag-admin']],
  ['DELETE', '', undefined, ['repository-admin']],
] as const

const repositoryScopes = [
  ...['image-pull', 'image-push', 'image-delete', 'repository-read', 'repository-edit', 'repository-admin'],
  ...['repository-settings-admin', 'tag-read', 'tag-admin', 'webhook-read', 'webhook-edit', 'webhook-admin'],
  ...['repo-group-read', 'repo-group-edit', 'repo-group-admin'],
]

const path = (name: string, rest = '') => `/v2/namespaces/harborline/repositories/${name}${rest}`

describe.each(calls)('%s …%s', (method, rest, json, enough) => {
  const ask = async (bearer: string | undefined, name: string) =>
    (await t.ask(method, path(name, rest), { json, ...(bearer !== undefined && { bearer }) })).status

  const reads = method === 'GET' || method === 'HEAD'

  test.each(enough)('is open to an access token with scope-%s, by name', async (scope) => {
    const bearer = await organizationBearer(repositoryResource('harborline/closed', `scope-${scope}`))
    expect(await ask(bearer, 'closed')).toBeLessThan(300)
  })

  test.each(enough)('is open to an access token with scope-%s for all', async (scope) => {
    const bearer = await organizationBearer(repositoryResource('harborline/*', `scope-${scope}`))
    expect(await ask(bearer, 'closed')).toBeLessThan(300)
  })

  test('is closed to every other repository scope, and says which one it lacks', async () => {
    const others = repositoryScopes.filter((scope) => !(enough as readonly string[]).includes(scope))
    for (const scope of others) {
      const bearer = await organizationBearer(repositoryResource('harborline/*', `scope-${scope}`))
      const answer = await t.ask(method === 'HEAD' ? 'GET' : method, path('closed', rest), { bearer, json })
      expect([scope, answer.status]).toEqual([scope, 403])
      expect(answer.body.detail).toContain(`scope-${enough[0]}`)
    }
  })

  test('an access token for another repository, or for public ones, does not find it', async () => {
    for (const resource of [
      repositoryResource('harborline/open', ...enough.map((scope) => `scope-${scope}`)),
      repositoryResource('*/*/public', 'scope-image-pull'),
      organizationResource('harborline', 'scope-repository-create', 'scope-member-edit'),
    ])
      expect(await ask(await organizationBearer(resource), 'closed')).toBe(404)
  })

  test('an access token that lists it may know of it, no more', async () => {
    const listing = await organizationBearer(organizationResource('harborline', 'scope-repository-list'))
    expect(await ask(listing, 'closed')).toBe(403)
  })

  test('what everybody may read of a public repository, a token may too; changing needs the scope', async () => {
    const bearer = await organizationBearer(repositoryResource('*/*/public', 'scope-image-pull'))
    expect(await ask(bearer, 'open')).toBe(reads ? 200 : 403)
    expect(await ask(undefined, 'open')).toBe(reads ? 200 : 401)
    expect(await ask(undefined, 'closed')).toBe(reads ? 404 : 401)
  })

  test('an access token of another organization gets no further than anybody', async () => {
    const all = repositoryScopes.map((scope) => `scope-${scope}`)
    const made = await t.ask('POST', '/v2/orgs/meadowlark/access-tokens', {
      bearer: owner,
      json: { label: 'x', resources: [repositoryResource('meadowlark/*', ...all)] },
    })
    const signIn = { identifier: 'meadowlark', secret: made.body.token }
    const bearer = (await t.ask('POST', '/v2/auth/token', { json: signIn })).body.access_token as string
    expect(await ask(bearer, 'open')).toBe(reads ? 200 : 403)
    expect(await ask(bearer, 'closed')).toBe(404)
  })

  test('is open to owners and editors', async () => {
    expect(await ask(owner, 'open')).toBeLessThan(300)
    expect(await ask(await t.signIn('tomasreyes'), 'closed')).toBeLessThan(300)
  })

  test('a member reads the public ones, and the rest as far as a team reaches', async () => {
    const leah = await t.signIn('leahpark')
    expect(await ask(leah, 'open')).toBe(reads ? 200 : 403)
    expect(await ask(leah, 'closed')).toBe(404)
    joinTeam('leahpark', 'closed', 'read')
    expect(await ask(leah, 'closed')).toBe(reads ? 200 : 403)
    joinTeam('leahpark', 'closed', 'write')
    expect(await ask(leah, 'closed')).toBe(reads ? 200 : 403)
    joinTeam('leahpark', 'closed', 'admin')
    expect(await ask(leah, 'closed')).toBeLessThan(300)
  })

  test('somebody who left the organization has nothing from its teams', async () => {
    joinTeam('leahpark', 'closed', 'admin')
    t.hub.context.database.run(
      "DELETE FROM memberships WHERE user_id = (SELECT id FROM users WHERE username = 'leahpark')",
    )
    expect(await ask(await t.signIn('leahpark'), 'closed')).toBe(404)
  })

  test('a personal access token goes as far as its scope', async () => {
    const expected = {
      'repo:public_read': { open: reads ? 200 : 403, closed: 404 },
      'repo:read': { open: reads ? 200 : 403, closed: reads ? 200 : 403 },
      'repo:write': { open: reads ? 200 : 403, closed: reads ? 200 : 403 },
    }
    for (const [scope, { open, closed }] of Object.entries(expected)) {
      const bearer = await personalBearer('robinhale', scope)
      expect([scope, await ask(bearer, 'open'), await ask(bearer, 'closed')]).toEqual([scope, open, closed])
    }
    expect(await ask(await personalBearer('robinhale', 'repo:admin'), 'closed')).toBeLessThan(300)
    // No scope makes more of a person than they are.
    expect(await ask(await personalBearer('leahpark', 'repo:admin'), 'closed')).toBe(404)
    expect(await ask(await personalBearer('leahpark', 'repo:admin'), 'open')).toBe(reads ? 200 : 403)
  })

  test('of a repository that does not exist is not found', async () => {
    const answer = await t.ask(method === 'HEAD' ? 'GET' : method, path('nothing', rest), {
      bearer: owner,
      json,
    })
    expect(answer.status).toBe(404)
    expect(answer.text).toContain('repository not found')
  })
})

function joinTeam(username: string, repository: string, permission: string): void {
  const { database } = t.hub.context
  database.run(
    `INSERT OR IGNORE INTO teams (id, uuid, organization_id, name, description, created_at)
     SELECT 900, 'team', id, 'a-team', '', '' FROM organizations WHERE name = 'harborline'`,
  )
  database.run('INSERT OR IGNORE INTO team_members SELECT 900, id FROM users WHERE username = ?', username)
  database.run(
    `INSERT OR REPLACE INTO team_repositories
     SELECT 900, id, ? FROM repositories WHERE namespace = 'harborline' AND name = ?`,
    permission,
    repository,
  )
}

test('a member’s list has what their teams reach', async () => {
  const bearer = await t.signIn('leahpark')
  const names = async () =>
    (await t.ask('GET', '/v2/namespaces/harborline/repositories?name=closed', { bearer })).body.results.map(
      (one: { name: string }) => one.name,
    )
  expect(await names()).toEqual([])
  joinTeam('leahpark', 'closed', 'read')
  expect(await names()).toEqual(['closed'])
})

test('the registry grants what a team may', async () => {
  const actions = async () => {
    const basic = Buffer.from(`leahpark:${t.passwordOf('leahpark')}`).toString('base64')
    const { body } = await t.ask('GET', '/token?scope=repository:harborline/closed:pull,push,delete', {
      headers: { authorization: `Basic ${basic}` },
    })
    const [, payload = ''] = (body.token as string).split('.')
    const { access } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
      access: { actions: string[] }[]
    }
    return access[0]?.actions ?? []
  }
  expect(await actions()).toEqual([])
  joinTeam('leahpark', 'closed', 'read')
  expect(await actions()).toEqual(['pull'])
  joinTeam('leahpark', 'closed', 'write')
  expect(await actions()).toEqual(['pull', 'push'])
  joinTeam('leahpark', 'closed', 'admin')
  expect(await actions()).toEqual(['pull', 'push', 'delete'])
})

describe('permissions in the answer', () => {
  const permissions = async (bearer: string | undefined, name: string) =>
    (await t.ask('GET', path(name), bearer === undefined ? {} : { bearer })).body.permissions

  test('are the caller’s', async () => {
    const only = (read: boolean, write: boolean, admin: boolean) => ({ read, write, admin })
    expect(await permissions(owner, 'closed')).toEqual(only(true, true, true))
    expect(await permissions(undefined, 'open')).toEqual(only(true, false, false))
    expect(await permissions(await personalBearer('robinhale', 'repo:write'), 'closed')).toEqual(
      only(true, true, false),
    )
    const editing = await organizationBearer(repositoryResource('harborline/*', 'scope-repository-edit'))
    expect(await permissions(editing, 'closed')).toEqual(only(true, true, false))
  })
})

describe('the older routes', () => {
  const everything = repositoryScopes.map((scope) => `scope-${scope}`)

  test.each([
    ['GET', '/v2/repositories/harborline', undefined],
    ['POST', '/v2/repositories', { namespace: 'harborline', name: 'new-one' }],
    ['POST', '/v2/repositories/harborline', { name: 'new-one' }],
    ['GET', '/v2/users/robinhale/repositories', undefined],
    ['GET', '/v2/repositories/harborline/open', undefined],
    ['PATCH', '/v2/repositories/harborline/open', { description: 'x' }],
    ['POST', '/v2/repositories/harborline/open/privacy', { is_private: true }],
    ['GET', '/v2/repositories/harborline/open/tags', undefined],
    ['GET', '/v2/repositories/harborline/open/tags/v1', undefined],
    ['DELETE', '/v2/repositories/harborline/open/tags/v1', undefined],
    ['DELETE', '/v2/repositories/harborline/open', undefined],
  ])('%s %s works for people and for no access token', async (method, older, json) => {
    const bearer = await organizationBearer(
      repositoryResource('harborline/*', ...everything),
      organizationResource('harborline', 'scope-repository-list', 'scope-repository-create'),
    )
    const refused = await t.ask(method, older, { bearer, json })
    expect(refused.status).toBe(403)
    expect(refused.body.detail).toBe('token issued from organization access token is not allowed')
    expect((await t.ask(method, `${older}/`, { bearer: owner, json })).status).toBeLessThan(300)
  })

  test('hide private repositories as the new ones do', async () => {
    const leah = await t.signIn('leahpark')
    expect((await t.ask('GET', '/v2/repositories/harborline/closed', { bearer: leah })).status).toBe(404)
    expect((await t.ask('GET', '/v2/repositories/harborline/closed/tags')).status).toBe(404)
    expect((await t.ask('GET', '/v2/repositories/harborline?name=closed', { bearer: leah })).body.count).toBe(
      0,
    )
    expect((await t.ask('DELETE', '/v2/repositories/harborline/open', { bearer: leah })).status).toBe(403)
  })
})

describe('creating', () => {
  const create = async (bearer: string | undefined, namespace: string) =>
    (
      await t.ask('POST', `/v2/namespaces/${namespace}/repositories`, {
        json: { name: 'brand-new' },
        ...(bearer !== undefined && { bearer }),
      })
    ).status

  test('is for owners, editors, and people in their own namespace', async () => {
    expect(await create(await t.signIn('tomasreyes'), 'harborline')).toBe(201)
    expect(await create(owner, 'meadowlark')).toBe(201)
    expect(await create(owner, 'robinhale')).toBe(201)
    expect(await create(await t.signIn('leahpark'), 'harborline')).toBe(403)
    expect(await create(owner, 'leahpark')).toBe(403)
    expect(await create(owner, 'nobody')).toBe(404)
    expect(await create(undefined, 'harborline')).toBe(401)
  })

  test('needs scope-repository-create in the token’s own organization; no repository scope gives it', async () => {
    const right = await organizationBearer(organizationResource('harborline', 'scope-repository-create'))
    expect(await create(right, 'harborline')).toBe(201)
    expect(await create(right, 'meadowlark')).toBe(403)
    expect(await create(right, 'robinhale')).toBe(403)
    const others = repositoryScopes.map((scope) => `scope-${scope}`)
    const wrong = await organizationBearer(
      repositoryResource('harborline/*', ...others),
      organizationResource('harborline', 'scope-repository-list'),
    )
    expect(await create(wrong, 'harborline')).toBe(403)
  })

  test('needs repo:admin of a personal access token', async () => {
    for (const scope of ['repo:public_read', 'repo:read', 'repo:write'])
      expect(await create(await personalBearer('robinhale', scope), 'harborline')).toBe(403)
    expect(await create(await personalBearer('robinhale', 'repo:admin'), 'harborline')).toBe(201)
    expect(await create(await personalBearer('robinhale', 'repo:admin'), 'robinhale')).toBe(201)
  })
})
