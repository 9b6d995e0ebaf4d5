// Clients and a registry that nobody here wrote: the Docker CLI signs in and out, skopeo pushes, reads and deletes at a
// CNCF Distribution, and the Local Hub's tokens decide. Over HTTPS with the Hub's own authority, as `npm run hub --
// --tls --registry` starts it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { type StartedHub, startHub } from '../../hub/server.ts'
import { type Credentials, dockerLogin, dockerLogout, skopeo } from '../support/docker.ts'
import { ownerOf } from '../support/hub-owner.ts'
import { makeImage } from '../support/image.ts'
import { type Registry, startRegistry } from '../support/registry.ts'

const organization = 'harborline'
/** Another organization of the same owner; its image is public. */
const elsewhere = 'meadowlark'

let folder: string
let hub: StartedHub
let registry: Registry
let owner: Awaited<ReturnType<typeof ownerOf>>
/** How far the Hub's clock is ahead (milliseconds). */
let ahead = 0

// One registry for all of them, one after the other.
test.describe.configure({ mode: 'default' })

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'granary-registry-story-'))
  hub = await startHub({
    dataFolder: join(folder, 'hub'),
    now: () => Date.now() + ahead,
    passwordCost: 4,
    seed: 'everybody',
    tls: 'own',
  })
  registry = await startRegistry(hub)
  owner = await ownerOf(hub)
  await owner.ask('POST', `/v2/namespaces/${organization}/repositories`, { name: 'alpha', is_private: true })
  await owner.ask('POST', `/v2/namespaces/${organization}/repositories`, { name: 'beta', is_private: true })
  await owner.ask('POST', `/v2/namespaces/${elsewhere}/repositories`, { name: 'open', is_private: false })
  for (const repository of [`${organization}/alpha`, `${organization}/beta`, `${elsewhere}/open`])
    expect(await push(asPerson(owner.username, owner.password), repository)).toMatchObject({ code: 0 })
})

test.afterAll(async () => {
  await registry.stop()
  await hub.close()
  rmSync(folder, { recursive: true, force: true })
})

const asPerson = (username: string, secret: string): Credentials => ({
  registry: registry.address,
  username,
  secret,
  trusts: hub.tlsCa ?? '',
})
const asOrganization = (secret: string) => asPerson(organization, secret)

const image = (repository: string, tag = '1') => `docker://${registry.address}/${repository}:${tag}`

async function withSkopeo<T>(
  credentials: Credentials | null,
  act: (client: Awaited<ReturnType<typeof skopeo>>) => Promise<T>,
): Promise<T> {
  const client = await skopeo(credentials ?? undefined)
  try {
    return await act(client)
  } finally {
    await client.close()
  }
}

async function push(credentials: Credentials | null, repository: string, tag = '1') {
  const { reference } = await makeImage(mkdtempSync(join(folder, 'image-')))
  return withSkopeo(credentials, (client) => client.copy(reference, image(repository, tag)))
}

/** Everything skopeo can do with a repository: whether the client succeeded, and what it said. */
function attempts(credentials: Credentials | null, repository: string) {
  return withSkopeo(credentials, async (client) => {
    const pushed = await push(credentials, repository, 'new')
    const done = {
      inspect: await client.inspect(image(repository)),
      'list-tags': await client.listTags(`docker://${registry.address}/${repository}`),
      pull: await client.copy(image(repository), `dir:${mkdtempSync(join(folder, 'pulled-'))}`),
      push: pushed,
      // Something that is there, so that only the token can be in the way.
      delete: await client.delete(image(repository, pushed.code === 0 ? 'new' : '1')),
    }
    const succeeded = Object.entries(done).flatMap(([name, { code }]) => (code === 0 ? [name] : []))
    return { ...done, succeeded }
  })
}

const reading = ['inspect', 'list-tags', 'pull']
const pushing = [...reading, 'push']
const everything = [...pushing, 'delete']

const repository = (path: string, ...scopes: string[]) => ({ type: 'TYPE_REPO', path, scopes })

test.describe('each form of access allows exactly what it says', () => {
  const alpha = `${organization}/alpha`
  const beta = `${organization}/beta`
  const open = `${elsewhere}/open`
  const forms: [string, ReturnType<typeof repository>[], Record<string, string[]>][] = [
    ['pull from one', [repository(alpha, 'scope-image-pull')], { [alpha]: reading, [beta]: [] }],
    ['push to one', [repository(alpha, 'scope-image-push')], { [alpha]: pushing, [beta]: [] }],
    ['delete in one', [repository(alpha, 'scope-image-delete')], { [alpha]: everything, [beta]: [] }],
    [
      'push to one, pull from another',
      [repository(alpha, 'scope-image-push'), repository(beta, 'scope-image-pull')],
      { [alpha]: pushing, [beta]: reading },
    ],
    [
      'pull from all',
      [repository(`${organization}/*`, 'scope-image-pull')],
      { [alpha]: reading, [beta]: reading, [open]: [] },
    ],
    [
      'pull from all, delete in one',
      [repository(`${organization}/*`, 'scope-image-pull'), repository(alpha, 'scope-image-delete')],
      { [alpha]: everything, [beta]: reading },
    ],
    ['public repositories', [repository('*/*/public', 'scope-image-pull')], { [open]: reading, [alpha]: [] }],
    ['the old spelling of pull', [repository(alpha, 'repo-pull')], { [alpha]: reading }],
    [
      'scopes of the Hub only',
      [repository(alpha, 'scope-repository-admin', 'scope-tag-admin', 'scope-webhook-admin')],
      { [alpha]: [] },
    ],
    [
      'management only',
      [{ type: 'TYPE_ORG', path: organization, scopes: ['scope-member-edit', 'scope-repository-list'] }],
      { [alpha]: [] },
    ],
  ]
  for (const [form, resources, allowed] of forms)
    test(form, async () => {
      const token = await owner.newToken(organization, resources)
      for (const [path, expected] of Object.entries(allowed)) {
        const { succeeded, push: pushed } = await attempts(asOrganization(token.secret), path)
        expect(succeeded, path).toEqual(expected)
        if (!expected.includes('push'))
          expect(pushed.output).toContain('requested access to the resource is denied')
      }
      await token.remove()
    })

  test('nobody: public repositories, and no others', async () => {
    expect((await attempts(null, open)).succeeded).toEqual(reading)
    expect((await attempts(null, alpha)).succeeded).toEqual([])
  })
})

test('what a token did is known: its last use, its activity, the tag it pushed', async () => {
  const path = `${organization}/alpha`
  const token = await owner.newToken(organization, [repository(path, 'scope-image-push')])
  expect(await push(asOrganization(token.secret), path, 'told')).toMatchObject({ code: 0 })
  const activity = `/v2/orgs/${organization}/access-tokens/${token.id}/activity`
  await expect
    .poll(async () => (await owner.ask('GET', activity)).results)
    .toContainEqual(
      expect.objectContaining({
        action: 'push',
        repository: path,
        tag: 'told',
        address: '127.0.0.1',
        client: expect.stringContaining('skopeo'),
      }),
    )
  const [namespace, name] = path.split('/')
  const tag = await owner.ask('GET', `/v2/namespaces/${namespace}/repositories/${name}/tags/told`)
  expect(tag).toMatchObject({ name: 'told' })
  const known = await owner.ask('GET', `/v2/orgs/${organization}/access-tokens/${token.id}`)
  expect(known).toMatchObject({ last_used_at: expect.any(String) })
  await token.remove()
})

test.describe('docker login and logout', () => {
  const places: [string, () => string][] = [
    ['the registry', () => registry.address],
    ['the Local Hub alone', () => hub.registry],
  ]
  for (const [place, address] of places)
    test(`at ${place}`, async () => {
      const token = await owner.newToken(organization, [
        repository(`${organization}/alpha`, 'scope-image-pull'),
      ])
      const config = mkdtempSync(join(folder, 'docker-'))
      const kept = () => JSON.parse(readFileSync(join(config, 'config.json'), 'utf8')) as object
      const login = await dockerLogin(config, { ...asOrganization(token.secret), registry: address() })
      expect(login.output).toContain('Login Succeeded')
      const auth = Buffer.from(`${organization}:${token.secret}`).toString('base64')
      // And no identity token: skopeo could not share this configuration then.
      expect(kept()).toEqual({ auths: { [address()]: { auth } } })
      expect(await dockerLogout(config, address())).toMatchObject({ code: 0 })
      expect(kept()).toEqual({ auths: {} })
      await token.remove()
    })

  test('with a password, and with a personal access token', async () => {
    const { username, secret } = owner.personalToken
    for (const credentials of [asPerson(owner.username, owner.password), asPerson(username, secret)])
      expect((await dockerLogin(mkdtempSync(join(folder, 'docker-')), credentials)).output).toContain(
        'Login Succeeded',
      )
  })
})

test.describe('refused, in the words that the clients print', () => {
  const resources = [repository(`${organization}/alpha`, 'scope-image-pull')]

  /** Both clients are refused, and neither prints the secret. */
  async function refused(credentials: Credentials, words: string) {
    const config = mkdtempSync(join(folder, 'docker-'))
    const docker = await dockerLogin(config, credentials)
    expect(docker.code).toBe(1)
    expect(docker.output).toContain(`unauthorized: ${words}`)
    const { inspect, succeeded } = await attempts(credentials, `${organization}/alpha`)
    expect(succeeded).toEqual([])
    // skopeo does not pass on the server's words.
    expect(inspect.output).toContain('invalid username/password')
    expect(docker.output + inspect.output).not.toContain(credentials.secret)
  }

  test('expired', async () => {
    const expires_at = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, '')
    const token = await owner.newToken(organization, resources, expires_at)
    expect((await attempts(asOrganization(token.secret), `${organization}/alpha`)).succeeded).toEqual(reading)
    ahead = 3_600_000
    try {
      await refused(asOrganization(token.secret), 'this access token has expired')
    } finally {
      ahead = 0
    }
    await token.remove()
  })

  test('deactivated, and good again when reactivated', async () => {
    const token = await owner.newToken(organization, resources)
    await token.change({ is_active: false })
    await refused(asOrganization(token.secret), 'this access token is deactivated')
    await token.change({ is_active: true })
    expect((await attempts(asOrganization(token.secret), `${organization}/alpha`)).succeeded).toEqual(reading)
    await token.remove()
  })

  test('deleted', async () => {
    const token = await owner.newToken(organization, resources)
    await token.remove()
    await refused(asOrganization(token.secret), 'incorrect user name, password or access token')
  })

  test('wrong organization name, or a person’s name', async () => {
    const token = await owner.newToken(organization, resources)
    const words = 'this access token belongs to an organization: use the name of that organization'
    for (const name of [elsewhere, owner.username, 'nobody-at-all'])
      await refused(asPerson(name, token.secret), words)
    await token.remove()
  })

  test('wrong secret', async () => {
    const token = await owner.newToken(organization, resources)
    await refused(asOrganization(`${token.secret}x`), 'incorrect user name, password or access token')
    await token.remove()
  })

  test('a person with a second factor', async () => {
    const { username, password } = owner.personOf('danieloduya')
    await refused(asPerson(username, password), 'this account uses a second factor')
  })

  test('a repository that the Hub does not know', async () => {
    const token = await owner.newToken(organization, [repository(`${organization}/*`, 'scope-image-push')])
    const pushed = await push(asOrganization(token.secret), `${organization}/never-created`)
    expect(pushed.code).toBe(1)
    expect(pushed.output).toContain('requested access to the resource is denied')
    await token.remove()
  })
})
