// The app's client and accounts against the Local Hub: in memory, and over a real socket.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openAccounts } from '../../electron/accounts/accounts.ts'
import { noAccounts } from '../../electron/accounts/stored.ts'
import { organizationsArea } from '../../electron/areas/organizations.ts'
import { repositoriesArea } from '../../electron/areas/repositories.ts'
import {
  createAccessToken,
  deleteAccessToken,
  getAccessToken,
  listAccessTokens,
} from '../../electron/dockerhub/tokens.ts'
import { startHub } from '../../hub/server.ts'
import { createTestHub, repositoryResource, type TestHub } from '../../hub/test-hub.ts'
import type { Failed } from '../../shared/errors.ts'
import { memoryKeychain } from '../support/memory-keychain.ts'
import { noCliSession } from '../support/no-cli-session.ts'

const choice = { kind: 'server', url: 'http://localhost', caFile: null } as const
const team = 'meadowlark'
const business = 'harborline'
const owner = 'robinhale'

let test: TestHub
/** Every path that was asked for, with its method. */
let asked: string[]
beforeEach(async () => {
  test = await createTestHub()
  asked = []
})
afterEach(() => {
  expect(test.logged).toEqual([])
  test.close()
})

function openApp() {
  let monotonic = 0
  const keychain = memoryKeychain()
  const accounts = openAccounts({
    readCliSession: noCliSession,
    store: { read: () => noAccounts, write: () => {} },
    keychain,
    fetchFor: () => (url, init) => {
      asked.push(`${init.method} ${new URL(url).pathname}`)
      return test.hub.request(url, init)
    },
    onChanged: () => {},
    onSignedOut: () => {},
    now: test.now,
    monotonic: () => monotonic,
  })
  const pass = (milliseconds: number) => {
    monotonic += milliseconds
    test.pass(milliseconds)
  }
  return { accounts, keychain, pass }
}

async function signedIn(username: string, secret = test.passwordOf(username)) {
  const app = openApp()
  const result = await app.accounts.signIn({ server: choice, username, secret, keep: false })
  if (result.step !== 'done') throw new Error('a code was asked for')
  return { ...app, accountId: result.account.id, client: app.accounts.client(result.account.id) }
}

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => ({ code: 'none' }),
    (error: unknown) => (error as Failed).failure,
  )

const logins = () => asked.filter((one) => one.startsWith('POST /v2/users/login')).length

describe('signing in', () => {
  it('works with a password and with a personal access token', async () => {
    expect((await signedIn(owner)).accounts.list()).toMatchObject([{ username: owner, state: 'signedIn' }])
    const { username, secret } = test.credentials.personalToken
    expect((await signedIn(username, secret)).accounts.list()).toMatchObject([{ username }])
  })

  it('tells a wrong password, an organization, and a locked name apart', async () => {
    const { accounts } = openApp()
    const attempt = (username: string) =>
      failureOf(accounts.signIn({ server: choice, username, secret: 'wrong', keep: false }))
    expect(await attempt(team)).toMatchObject({ code: 'signIn.notAPerson' })
    for (let guess = 0; guess < 10; guess++)
      expect(await attempt(owner)).toMatchObject({ code: 'signIn.wrong' })
    const locked = await attempt(owner)
    expect(locked).toMatchObject({ code: 'signIn.locked' })
    expect(locked).toHaveProperty('retryAfter', 300)
  })

  it('asks for the code of a second factor, and again when the session ran out', async () => {
    const { accounts, pass } = openApp()
    const username = 'danieloduya'
    const secret = test.passwordOf(username)
    const first = await accounts.signIn({ server: choice, username, secret, keep: true })
    if (first.step !== 'code') throw new Error('no code was asked for')
    const { challenge } = first
    expect(await failureOf(accounts.submitCode({ challenge, code: '000000' }))).toMatchObject({
      code: 'signIn.codeWrong',
    })
    const done = await accounts.submitCode({ challenge, code: test.codeOf(username) })
    if (done.step !== 'done') throw new Error('not signed in')
    const { id } = done.account
    expect((await listAccessTokens(accounts.client(id), business)).tokens.length).toBeGreaterThan(0)

    pass(11 * 60_000)
    expect(await failureOf(listAccessTokens(accounts.client(id), business))).toMatchObject({
      code: 'signIn.needed',
    })
    const again = await accounts.signInAgain({ accountId: id, secret, keep: false })
    if (again.step !== 'code') throw new Error('no code was asked for')
    await accounts.submitCode({ challenge: again.challenge, code: test.codeOf(username) })
    expect(accounts.list()).toMatchObject([{ id, state: 'signedIn' }])
    expect((await listAccessTokens(accounts.client(id), business)).tokens.length).toBeGreaterThan(0)
  })

  it('is renewed before and after its end without a word', async () => {
    const { client, pass } = await signedIn(owner)
    for (let turn = 0; turn < 3; turn++) {
      pass(9.5 * 60_000)
      await listAccessTokens(client, team)
    }
    expect(logins()).toBe(4)
    // Only the server's time moves on, as when this computer slept: it refuses, and the client makes up for it.
    test.pass(11 * 60_000)
    await Promise.all([listAccessTokens(client, team), listAccessTokens(client, business)])
    expect(logins()).toBe(5)
  })
})

describe('organizations', () => {
  const areaOf = (accounts: ReturnType<typeof openApp>['accounts']) =>
    organizationsArea({
      accounts,
      documents: { read: async () => null, write: async () => ({ saved: true }) },
      announce: () => {},
      now: test.now,
    })

  it('come with plan, role and slots for an owner', async () => {
    const { accounts, accountId, client } = await signedIn(owner)
    const found = await areaOf(accounts).refresh({ accountId })
    const used = {
      team: (await listAccessTokens(client, team)).total,
      business: (await listAccessTokens(client, business)).total,
    }
    expect(found.sort((a, b) => a.name.localeCompare(b.name))).toMatchObject([
      {
        name: business,
        plan: 'business',
        role: 'owner',
        blocked: null,
        slots: { used: used.business, limit: 100 },
      },
      { name: team, plan: 'team', role: 'owner', blocked: null, slots: { used: used.team, limit: 10 } },
    ])
  })

  it('say that a member may not manage them, which the server says too', async () => {
    const { accounts, accountId, client } = await signedIn('leahpark')
    const found = await areaOf(accounts).refresh({ accountId })
    expect(found.find(({ name }) => name === business)).toMatchObject({ blocked: 'notOwner', slots: null })
    expect(await failureOf(listAccessTokens(client, business))).toMatchObject({
      code: 'organization.notOwner',
    })
  })

  it('that do not exist are gone', async () => {
    const { client } = await signedIn(owner)
    expect(await failureOf(listAccessTokens(client, 'nobody'))).toMatchObject({ code: 'organization.gone' })
    expect(await failureOf(getAccessToken(client, team, 'nothing'))).toMatchObject({ code: 'token.gone' })
  })

  it('cannot be managed with a personal access token', async () => {
    const { username, secret } = test.credentials.personalToken
    const { client } = await signedIn(username, secret)
    expect(await failureOf(listAccessTokens(client, business))).toMatchObject({
      code: 'signIn.sessionRefused',
    })
  })
})

describe('tokens', () => {
  const resources = [repositoryResource(`${team}/survey-api`, 'scope-image-push')]

  it('are listed completely over several pages', async () => {
    const { client } = await signedIn(owner)
    for (let at = 0; at < 30; at++) {
      const body = {
        label: `extra ${at}`,
        resources: [repositoryResource(`${business}/*`, 'scope-image-pull')],
      }
      await createAccessToken(client, business, body)
    }
    const { tokens, unreadable, total } = await listAccessTokens(client, business)
    expect(unreadable).toBe(0)
    expect(tokens).toHaveLength(total)
    expect(new Set(tokens.map(({ id }) => id)).size).toBe(total)
  })

  it('live from creation to deletion as they were asked for', async () => {
    const { client } = await signedIn(owner)
    const body = { label: 'CI', description: 'builds', resources, expires_at: '2028-12-31T23:59:59Z' }
    const created = await createAccessToken(client, team, body)
    expect(created).toMatchObject(body)
    expect(created.token.startsWith(['dckr', 'oat', ''].join('_'))).toBe(true)
    const read = await getAccessToken(client, team, created.id)
    expect(read).toMatchObject(body)
    expect(JSON.stringify(read)).not.toContain(created.token)
    await deleteAccessToken(client, team, created.id)
    await deleteAccessToken(client, team, created.id)
    expect(await failureOf(getAccessToken(client, team, created.id))).toMatchObject({ code: 'token.gone' })
  })

  it('are refused with the field that is wrong, or because the slots are full', async () => {
    const { client } = await signedIn(owner)
    const create = (change: object) =>
      failureOf(createAccessToken(client, team, { label: 'x', resources, ...change }))
    expect(await create({ label: 'x'.repeat(101) })).toMatchObject({ code: 'token.rejected', field: 'label' })
    expect(await create({ expires_at: '2020-01-01T23:59:59Z' })).toMatchObject({
      code: 'token.rejected',
      field: 'expires_at',
    })
    const unknown = [repositoryResource(`${team}/no-such-thing`, 'scope-image-pull')]
    expect(await create({ resources: unknown })).toMatchObject({ code: 'token.rejected', field: 'resources' })
    expect(await create({ resources: [] })).toMatchObject({ code: 'token.rejected', field: 'resources' })
    expect((await listAccessTokens(client, team)).total).toBe(9)
    await createAccessToken(client, team, { label: 'the tenth', resources })
    expect(await create({})).toMatchObject({ code: 'slots.full' })
  })
})

it('searches repositories page by page', async () => {
  const { accounts, accountId } = await signedIn(owner)
  const area = repositoriesArea({ accounts })
  const ref = { accountId, organization: business }
  const first = await area.search({ ...ref, name: '', page: 1 })
  expect(first.repositories).toHaveLength(100)
  expect(first).toMatchObject({ more: true })
  const last = Math.ceil(first.total / 100)
  expect(await area.search({ ...ref, name: '', page: last })).toMatchObject({
    more: false,
    total: first.total,
  })
  expect(await area.search({ ...ref, name: '', page: last + 1 })).toMatchObject({
    more: false,
    repositories: [],
  })
  const names = first.repositories.map(({ name }) => name)
  expect(names).toEqual([...names].sort())
  const found = await area.search({ ...ref, name: names[0] ?? '', page: 1 })
  expect(found.repositories.map(({ name }) => name)).toContain(names[0])
})

it('is the demo over a real socket, with the password of this start', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'granary-demo-'))
  const ownerPassword = 'of this start only'
  const started = await startHub({ dataFolder, passwordCost: 4, seed: { ownerPassword } })
  try {
    const accounts = openAccounts({
      readCliSession: noCliSession,
      store: { read: () => noAccounts, write: () => {} },
      keychain: memoryKeychain(),
      fetchFor: () => fetch,
      onChanged: () => {},
      onSignedOut: () => {},
    })
    const { url, registry, owner: username } = started
    const account = await accounts.useDemo({ url, registry, username, password: ownerPassword })
    expect(account).toMatchObject({ id: 'demo', state: 'signedIn', registry })
    expect((await listAccessTokens(accounts.client('demo'), team)).tokens).toHaveLength(9)
  } finally {
    await started.close()
    await rm(dataFolder, { recursive: true, force: true })
  }
})
