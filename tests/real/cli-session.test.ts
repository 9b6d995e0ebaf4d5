// The Docker CLI's session with the real CLI, the real docker-credential-secretservice and a real keyring: read, used
// at a Local Hub, and left as it was.
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { openAccounts } from '../../electron/accounts/accounts.ts'
import { noAccounts } from '../../electron/accounts/stored.ts'
import { readCliSession } from '../../electron/docker/session.ts'
import { listOrganizations } from '../../electron/dockerhub/organizations.ts'
import { listAccessTokens } from '../../electron/dockerhub/tokens.ts'
import { type StartedHub, startHub } from '../../hub/server.ts'
import { Failed } from '../../shared/errors.ts'
import { dockerPerson } from '../support/docker-person.ts'
import { type Keyring, startKeyring } from '../support/keyring.ts'
import { findLeaks } from '../support/leaks.ts'
import { memoryKeychain } from '../support/memory-keychain.ts'

const password = randomBytes(16).toString('hex')
let hubFolder = ''
let hub: StartedHub
let keyring: Keyring
let folder = ''
let env: Record<string, string>

beforeAll(async () => {
  hubFolder = await mkdtemp(join(tmpdir(), 'granary-hub-'))
  hub = await startHub({ dataFolder: hubFolder, seed: { ownerPassword: password } })
}, 60_000)
afterAll(async () => {
  await hub.close()
  await rm(hubFolder, { recursive: true, force: true })
})
beforeEach(async () => {
  keyring = await startKeyring()
  folder = await mkdtemp(join(tmpdir(), 'granary-cli-'))
  await writeFile(join(folder, 'config.json'), '{"credsStore":"secretservice"}')
  env = { ...keyring.env, DOCKER_CONFIG: folder }
})
afterEach(async () => {
  await keyring.stop()
  await rm(folder, { recursive: true, force: true })
})

const read = (registry: string, deadline = 30_000) =>
  readCliSession({ configFolder: folder, registry, env, platform: process.platform, deadline })

/** Accounts for which Docker Hub is the Local Hub. */
function accountsAtHub() {
  const keychain = memoryKeychain()
  const accounts = openAccounts({
    store: { read: () => noAccounts, write: () => {} },
    keychain,
    readCliSession: ({ registry }) => read(registry),
    fetchFor: () => (url, init) => fetch(url.replace('https://hub.docker.com', hub.url), init),
    onChanged: () => {},
    onSignedOut: () => {},
  })
  return { accounts, keychain }
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: unknown) => (error instanceof Failed ? error.failure.code : String(error)),
  )

/** A session token of the Local Hub, as its sign-in pages give one to a browser. */
async function hubSession(): Promise<string> {
  const answer = await fetch(`${hub.url}/v2/users/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: hub.owner, password }),
  })
  return ((await answer.json()) as { token: string }).token
}

const sessionKey = 'https://index.docker.io/v1/access-token'

it('that `docker login` left at a server signs in there, and nothing is written', async () => {
  const person = dockerPerson(env)
  expect(await person.login(hub.registry, hub.owner, password)).toMatchObject({ code: 0 })
  const before = await readFile(join(folder, 'config.json'))
  const kept = await person.list()
  expect(kept).toEqual({ [hub.registry]: hub.owner })

  const { accounts, keychain } = accountsAtHub()
  const server = { kind: 'server', url: `http://${hub.registry}`, caFile: null } as const
  const account = await accounts.useCliSession({ server, configFolder: folder })
  expect(account).toMatchObject({ username: hub.owner, state: 'signedIn', dockerConfig: folder })
  expect(await listOrganizations(accounts.client(account.id))).not.toEqual([])

  expect(await readFile(join(folder, 'config.json'))).toEqual(before)
  expect(await person.list()).toEqual(kept)
  expect(keychain.entries.size).toBe(0)
  expect((await findLeaks({ folders: [folder], canaries: [password] })).leaks).toEqual([])

  // And once docker is signed out there is none.
  await person.logout(hub.registry)
  expect(await codeOf(accounts.readCliSessionAgain(account.id))).toBe('dockerSession.none')
})

it('of a browser sign-in to Docker Hub manages tokens as it is', async () => {
  const person = dockerPerson(env)
  const token = await hubSession()
  expect(await person.store(sessionKey, hub.owner, token)).toMatchObject({ code: 0 })
  const { accounts } = accountsAtHub()
  const account = await accounts.useCliSession({ server: { kind: 'dockerHub' }, configFolder: folder })
  expect(account).toMatchObject({ kind: 'dockerHub', username: hub.owner, state: 'signedIn' })
  expect((await listAccessTokens(accounts.client(account.id), 'harborline')).tokens).not.toEqual([])
  expect(await person.get(sessionKey)).toMatchObject({ output: expect.stringContaining(token) as string })
})

it('that ran out, or that the server does not take, is told apart', async () => {
  const person = dockerPerson(env)
  const part = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url')
  const made = (exp: number) => `${part({ alg: 'RS256' })}.${part({ exp, sub: 'x' })}.c2lnbmVk`
  const { accounts } = accountsAtHub()
  const use = () => codeOf(accounts.useCliSession({ server: { kind: 'dockerHub' }, configFolder: folder }))
  expect(await use()).toBe('dockerSession.none')
  await person.store(sessionKey, hub.owner, made(1_000_000_000))
  expect(await use()).toBe('dockerSession.expired')
  await person.store(sessionKey, hub.owner, made(4_000_000_000))
  expect(await use()).toBe('dockerSession.refused')
})

it('is not found where the keyring is locked, gone or hanging, each in words of its own', async () => {
  const person = dockerPerson(env)
  await person.store(sessionKey, hub.owner, 'x.y.z')
  await keyring.lock()
  expect(await codeOf(read(''))).toBe('dockerSession.helperLocked')
  await keyring.unlock()
  expect(await codeOf(read(''))).toBe('none')
  keyring.pause()
  expect(await codeOf(read('', 2_000))).toBe('dockerSession.helperTimeout')
  keyring.resume()
  await keyring.kill()
  expect(await codeOf(read(''))).toBe('dockerSession.helperFailed')
})
