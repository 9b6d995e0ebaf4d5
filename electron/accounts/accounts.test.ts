import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { memoryKeychain } from '../../tests/support/memory-keychain.ts'
import { Failed } from '../../shared/errors.ts'
import { listOrganizations } from '../dockerhub/organizations.ts'
import { openAccounts } from './accounts.ts'
import type { CliSession } from './cli-session.ts'
import { noAccounts, type StoredAccounts } from './stored.ts'

const choice = { kind: 'server', url: 'https://hub.test', caFile: null } as const
const password = 'password-canary'

/** A Hub with one person, `mona`, whose bearers end when `revoke` says so. */
function testHub() {
  const state = {
    logins: 0,
    codes: 0,
    made: 0,
    valid: new Set<string>(),
    password,
    code: null as string | null,
    clock: Date.now,
    /** How far this computer's clock is ahead (milliseconds). */
    skew: 0,
  }
  const bearer = () => {
    const made = `bearer-${++state.made}`
    state.valid.add(made)
    return made
  }
  const hub = new Hono()
    .post('/v2/users/login', async (c) => {
      state.logins++
      const body = await c.req.json<{ username: string; password: string }>()
      const known = ['mona', 'Mona', 'mona@example.com'].includes(body.username)
      if (!known || body.password !== state.password)
        return c.json({ detail: 'Incorrect authentication credentials' }, 401)
      const detail = 'Require secondary authentication on MFA enabled account'
      if (state.code !== null) return c.json({ detail, login_2fa_token: 'login-token' }, 401)
      return c.json({ token: bearer() })
    })
    .post('/v2/users/2fa-login', async (c) => {
      state.codes++
      const body = await c.req.json<{ login_2fa_token: string; code: string }>()
      if (body.login_2fa_token !== 'login-token' || body.code !== state.code)
        return c.json({ detail: 'Incorrect code' }, 401)
      return c.json({ token: bearer() })
    })
    .use('/v2/user/*', async (c, next) => {
      const used = c.req.header('authorization')?.replace('Bearer ', '') ?? ''
      if (!state.valid.has(used)) return c.json({ detail: 'expired' }, 401)
      return next()
    })
    .get('/v2/user', (c) => c.json({ id: '1', username: 'mona' }))
    .get('/v2/user/orgs', (c) => c.json({ count: 1, next: null, results: [{ orgname: 'acme' }] }))
  return { hub, state, revoke: () => state.valid.clear() }
}

function setUp(stored: StoredAccounts = noAccounts, parts: Partial<ReturnType<typeof memoryParts>> = {}) {
  const { hub, keychain, disk, cli } = { ...memoryParts(stored), ...parts }
  let changes = 0
  let time = 0
  const signedOut: string[] = []
  const notSaved: unknown[] = []
  const accounts = openAccounts({
    store: {
      read: () => disk.stored,
      write: (value) => {
        if (disk.full) throw new Failed('disk.full')
        disk.stored = structuredClone(value)
      },
    },
    keychain,
    async readCliSession(where) {
      cli.asked.push(where)
      if (cli.session instanceof Failed) throw cli.session
      return cli.session
    },
    fetchFor: () => async (url, init) => {
      const answer = await hub.hub.request(url, init)
      answer.headers.set('date', new Date(hub.state.clock()).toUTCString())
      return answer
    },
    now: () => hub.state.clock() + hub.state.skew,
    onChanged: () => changes++,
    onSignedOut: (accountId) => void signedOut.push(accountId),
    onNotSaved: (error) => notSaved.push(error),
    monotonic: () => time,
  })
  const start = () => setUp(disk.stored, { hub, keychain, disk, cli })
  const pass = (seconds: number) => (time += seconds * 1000)
  return { accounts, hub, keychain, disk, cli, signedOut, notSaved, start, pass, changes: () => changes }
}

const memoryParts = (stored: StoredAccounts) => ({
  hub: testHub(),
  keychain: memoryKeychain(),
  disk: { stored, full: false },
  cli: { session: new Failed('dockerSession.none') as CliSession | Failed, asked: [] as unknown[] },
})

const monaSignsIn = (accounts: ReturnType<typeof setUp>['accounts'], keep: boolean, username = 'mona') =>
  accounts.signIn({ server: choice, username, secret: password, keep })

async function monaIsIn(keep: boolean, given = setUp()) {
  const result = await monaSignsIn(given.accounts, keep)
  if (result.step !== 'done') throw new Error('a code was asked for')
  return { ...given, id: result.account.id, result }
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: unknown) => (error as Failed).failure.code,
  )

describe('signing in', () => {
  it('makes an account that can be used', async () => {
    const { accounts, id, result, changes } = await monaIsIn(false)
    expect(result).toMatchObject({ step: 'done', kept: false })
    expect(accounts.list()).toEqual([
      {
        id,
        kind: 'server',
        username: 'mona',
        serverName: 'hub.test',
        serverUrl: 'https://hub.test',
        registry: 'hub.test',
        state: 'signedIn',
        kept: false,
        dockerConfig: null,
        clockOffset: 0,
      },
    ])
    expect(await listOrganizations(accounts.client(id))).toEqual([{ orgname: 'acme' }])
    expect(changes()).toBeGreaterThan(0)
  })

  it('writes no secret to the disk, and none to the keychain unasked', async () => {
    const { disk, keychain } = await monaIsIn(false)
    expect(JSON.stringify(disk.stored)).not.toMatch(/canary|bearer/)
    expect(disk.stored.accounts).toHaveLength(1)
    expect(keychain.asked).toEqual([])
  })

  it('again is the same account', async () => {
    const given = await monaIsIn(false)
    const again = await monaIsIn(true, given)
    expect(again.id).toBe(given.id)
    expect(given.accounts.list()).toHaveLength(1)
  })

  it.each(['mona@example.com', 'Mona'])('as %s is the account of mona', async (typed) => {
    const given = await monaIsIn(false)
    await monaSignsIn(given.accounts, false, typed)
    expect(given.accounts.list()).toMatchObject([{ id: given.id, username: 'mona' }])
  })

  it('with a wrong password makes no account', async () => {
    const { accounts, disk } = setUp()
    const wrong = accounts.signIn({ server: choice, username: 'mona', secret: 'guess', keep: true })
    expect(await codeOf(wrong)).toBe('signIn.wrong')
    expect(accounts.list()).toEqual([])
    expect(disk.stored.accounts).toEqual([])
  })

  it('to an address that may not have a password sends nothing', async () => {
    const { accounts, hub } = setUp()
    const server = { ...choice, url: 'http://hub.test' }
    expect(await codeOf(accounts.signIn({ server, username: 'mona', secret: password, keep: true }))).toBe(
      'server.address',
    )
    expect(hub.state.logins).toBe(0)
  })
})

describe('an account that is kept', () => {
  it('is listed at the next start at once and signs in when first used', async () => {
    const { id, start, hub, result } = await monaIsIn(true)
    expect(result).toMatchObject({ kept: true, account: { kept: true } })
    const next = start()
    expect(next.accounts.list()).toMatchObject([{ id, state: 'signedIn', kept: true }])
    expect(hub.state.logins).toBe(1)
    await listOrganizations(next.accounts.client(id))
    expect(hub.state.logins).toBe(2)
  })

  it('is signed in all the same when the keychain refuses', async () => {
    const given = setUp()
    given.keychain.state = 'locked'
    const { result, accounts, id } = await monaIsIn(true, given)
    expect(result).toMatchObject({ step: 'done', kept: false, account: { kept: false, state: 'signedIn' } })
    expect(await listOrganizations(accounts.client(id))).toHaveLength(1)
  })

  it('is not in the keychain when the list that leads to it cannot be written', async () => {
    const given = setUp()
    given.disk.full = true
    const { result, keychain, notSaved } = await monaIsIn(true, given)
    expect(result).toMatchObject({ kept: false })
    expect(keychain.entries.size).toBe(0)
    expect(notSaved.length).toBeGreaterThan(0)
  })

  it('is not lost to a locked keychain', async () => {
    const { id, start, keychain } = await monaIsIn(true)
    keychain.state = 'locked'
    const next = start()
    expect(await codeOf(listOrganizations(next.accounts.client(id)))).toBe('signIn.needed')
    expect(next.accounts.find(id)).toMatchObject({ state: 'signInNeeded', kept: true })
    keychain.state = 'working'
    expect(await listOrganizations(next.accounts.client(id))).toHaveLength(1)
    expect(next.accounts.find(id).state).toBe('signedIn')
  })

  it('is no longer kept after signing in without', async () => {
    const given = await monaIsIn(true)
    await given.accounts.signInAgain({ accountId: given.id, secret: password, keep: false })
    expect(given.keychain.entries.size).toBe(0)
    expect(given.accounts.find(given.id).kept).toBe(false)
    expect(given.start().accounts.find(given.id).state).toBe('signInNeeded')
  })

  it('sends its password to no other server, whatever the file says', async () => {
    const { disk, start } = await monaIsIn(true)
    disk.stored = { accounts: disk.stored.accounts.map((row) => ({ ...row, url: 'https://evil.test' })) }
    expect(start().accounts.list()).toEqual([])
  })
})

describe('a session that ran out', () => {
  it('is renewed without a word', async () => {
    const { accounts, id, hub, pass } = await monaIsIn(false)
    hub.revoke()
    expect(await listOrganizations(accounts.client(id))).toHaveLength(1)
    pass(600)
    await Promise.all([listOrganizations(accounts.client(id)), listOrganizations(accounts.client(id))])
    expect(hub.state.logins).toBe(3)
  })

  it('needs the owner when the password was changed, and comes back as the same account', async () => {
    const { accounts, id, hub } = await monaIsIn(false)
    hub.revoke()
    hub.state.password = 'new password'
    expect(await codeOf(listOrganizations(accounts.client(id)))).toBe('signIn.needed')
    expect(await codeOf(listOrganizations(accounts.client(id)))).toBe('signIn.needed')
    expect(hub.state.logins).toBe(2)
    expect(accounts.find(id).state).toBe('signInNeeded')
    expect(await codeOf(accounts.signInAgain({ accountId: id, secret: password, keep: false }))).toBe(
      'signIn.wrong',
    )
    const again = await accounts.signInAgain({ accountId: id, secret: 'new password', keep: false })
    expect(again).toMatchObject({ step: 'done', account: { id, state: 'signedIn' } })
    expect(await listOrganizations(accounts.client(id))).toHaveLength(1)
  })

  it('is asked for at the next start when nothing was kept', async () => {
    const { id, start, hub } = await monaIsIn(false)
    const { accounts } = start()
    expect(accounts.find(id)).toMatchObject({ state: 'signInNeeded', username: 'mona' })
    expect(await codeOf(listOrganizations(accounts.client(id)))).toBe('signIn.needed')
    expect(hub.state.logins).toBe(1)
  })
})

describe('a second factor', () => {
  async function upToCode() {
    const given = setUp()
    given.hub.state.code = '012345'
    const result = await monaSignsIn(given.accounts, true)
    if (result.step !== 'code') throw new Error('no code was asked for')
    return { ...given, challenge: result.challenge }
  }

  it('asks for a code, forgives a wrong one, and lets in with the right one', async () => {
    const { accounts, challenge } = await upToCode()
    expect(accounts.list()).toEqual([])
    expect(challenge).not.toContain('login-token')
    expect(await codeOf(accounts.submitCode({ challenge, code: '999999' }))).toBe('signIn.codeWrong')
    const result = await accounts.submitCode({ challenge, code: '012 345' })
    expect(result).toMatchObject({ step: 'done', account: { username: 'mona', state: 'signedIn' } })
    expect(await codeOf(accounts.submitCode({ challenge, code: '012345' }))).toBe('signIn.needed')
  })

  it('waits five minutes', async () => {
    const { accounts, challenge, pass, hub } = await upToCode()
    pass(301)
    expect(await codeOf(accounts.submitCode({ challenge, code: '012345' }))).toBe('signIn.needed')
    expect(hub.state.codes).toBe(0)
  })

  it('is asked for again, and not guessed at, when the session ran out', async () => {
    const { accounts, challenge, hub, keychain } = await upToCode()
    const result = await accounts.submitCode({ challenge, code: '012345' })
    const { id } = result.step === 'done' ? result.account : { id: '' }
    // A password that needs a code each time is of no use in the keychain.
    expect(result).toMatchObject({ kept: false })
    expect(keychain.entries.size).toBe(0)
    hub.revoke()
    expect(await codeOf(listOrganizations(accounts.client(id)))).toBe('signIn.needed')
    expect(hub.state.logins).toBe(1)
    expect(accounts.find(id).state).toBe('signInNeeded')

    const again = await accounts.signInAgain({ accountId: id, secret: password, keep: false })
    if (again.step !== 'code') throw new Error('no code was asked for')
    const back = await accounts.submitCode({ challenge: again.challenge, code: '012345' })
    expect(back).toMatchObject({ step: 'done', account: { id, state: 'signedIn' } })
    expect(accounts.list()).toHaveLength(1)
    expect(await listOrganizations(accounts.client(id))).toHaveLength(1)
  })
})

describe('signing out', () => {
  it('leaves nothing behind', async () => {
    const { accounts, id, keychain, disk, signedOut } = await monaIsIn(true)
    const client = accounts.client(id)
    await accounts.signOut(id)
    expect(accounts.list()).toEqual([])
    expect(keychain.entries.size).toBe(0)
    expect(disk.stored.accounts).toEqual([])
    expect(signedOut).toEqual([id])
    expect(() => accounts.client(id)).toThrow('input.invalid')
    expect(await codeOf(listOrganizations(client))).toBe('signIn.needed')
  })

  it('says when the kept sign-in cannot be removed, and can be tried again', async () => {
    const { accounts, id, keychain, signedOut } = await monaIsIn(true)
    keychain.state = 'locked'
    expect(await codeOf(accounts.signOut(id))).toBe('keychain.locked')
    expect(accounts.find(id)).toMatchObject({ state: 'signInNeeded', kept: true })
    expect(await codeOf(listOrganizations(accounts.client(id)))).toBe('signIn.needed')
    expect(signedOut).toEqual([])
    keychain.state = 'working'
    await accounts.signOut(id)
    expect(keychain.entries.size).toBe(0)
  })

  it('works on a computer without a keychain', async () => {
    const { accounts, id, keychain } = await monaIsIn(true)
    keychain.state = 'absent'
    await accounts.signOut(id)
    expect(accounts.list()).toEqual([])
  })

  it('in the middle of a renewal with a code ends that too', async () => {
    const { accounts, id, hub } = await monaIsIn(false)
    hub.state.code = '1'
    const again = await accounts.signInAgain({ accountId: id, secret: password, keep: false })
    await accounts.signOut(id)
    const challenge = again.step === 'code' ? again.challenge : ''
    expect(await codeOf(accounts.submitCode({ challenge, code: '1' }))).toBe('signIn.needed')
  })
})

describe('the demo', () => {
  const demo = (port: number) => ({
    url: `http://127.0.0.1:${port}`,
    registry: `localhost:${port}`,
    username: 'mona',
    password,
  })

  it('is one account, whatever its port at this start', async () => {
    const { accounts, disk, keychain, start } = setUp()
    const account = await accounts.useDemo(demo(4711))
    expect(account).toMatchObject({
      id: 'demo',
      kind: 'demo',
      serverName: 'Demo on this computer',
      registry: 'localhost:4711',
      state: 'signedIn',
      kept: false,
    })
    expect(JSON.stringify(disk.stored)).not.toContain('canary')
    expect(keychain.asked).toEqual([])

    const next = start()
    expect(next.accounts.list()).toMatchObject([{ id: 'demo', state: 'signInNeeded' }])
    const again = await next.accounts.useDemo(demo(4712))
    expect(again).toMatchObject({ id: 'demo', registry: 'localhost:4712', state: 'signedIn' })
    expect(next.accounts.list()).toHaveLength(1)
    expect(await listOrganizations(next.accounts.client('demo'))).toHaveLength(1)
  })

  it('takes a new password on the same address', async () => {
    const { accounts, hub } = setUp()
    await accounts.useDemo(demo(4711))
    hub.revoke()
    hub.state.password = 'second start'
    await accounts.useDemo({ ...demo(4711), password: 'second start' })
    expect(await listOrganizations(accounts.client('demo'))).toHaveLength(1)
  })

  it('stands beside other accounts', async () => {
    const given = await monaIsIn(true)
    await given.accounts.useDemo(demo(4711))
    expect(given.accounts.list().map(({ kind }) => kind)).toEqual(['server', 'demo'])
  })
})

it('knows no account that is not listed', () => {
  const { accounts } = setUp()
  expect(() => accounts.find('nobody')).toThrow('input.invalid')
  expect(() => accounts.client('nobody')).toThrow('input.invalid')
})

describe('the session of the Docker CLI', () => {
  const folder = '/home/mona/.docker'

  /** A session token as a browser sign-in leaves it, ending in `seconds`; the hub accepts it. */
  function sessionToken(given: ReturnType<typeof setUp>, seconds: number, username = 'mona') {
    const part = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url')
    const exp = Math.floor(Date.now() / 1000) + seconds
    const token = `${part({ alg: 'RS256' })}.${part({ exp, 'https://hub.docker.com': { username } })}.x`
    given.hub.state.valid.add(token)
    return token
  }
  const browser = (secret: string): CliSession => ({ browser: { username: 'mona', secret }, login: null })
  const login = (secret: string, username = 'mona'): CliSession => ({
    browser: null,
    login: { username, secret },
  })
  const use = ({ accounts }: ReturnType<typeof setUp>) =>
    accounts.useCliSession({ server: choice, configFolder: folder })

  it('of the browser is a bearer as it is: no password goes anywhere, nothing is kept', async () => {
    const given = setUp()
    given.cli.session = browser(sessionToken(given, 3600))
    const account = await use(given)
    expect(account).toMatchObject({ username: 'mona', state: 'signedIn', kept: false, dockerConfig: folder })
    expect(given.cli.asked).toEqual([{ configFolder: folder, registry: 'hub.test' }])
    expect(await listOrganizations(given.accounts.client(account.id))).toHaveLength(1)
    expect(given.hub.state.logins).toBe(0)
    expect(given.keychain.asked).toEqual([])
    expect(JSON.stringify(given.disk.stored)).not.toContain('eyJ')
  })

  it('is read anew at the next start, and when it changed meanwhile the new one is used', async () => {
    const given = setUp()
    given.cli.session = browser(sessionToken(given, 3600))
    const { id } = await use(given)
    const next = given.start()
    given.hub.revoke()
    given.cli.session = browser(sessionToken(given, 7200))
    expect(next.accounts.find(id)).toMatchObject({ state: 'signedIn', dockerConfig: folder })
    expect(await listOrganizations(next.accounts.client(id))).toHaveLength(1)
  })

  it('of a user name and a secret is exchanged', async () => {
    const given = setUp()
    given.cli.session = login(password)
    const { id } = await use(given)
    given.hub.revoke()
    expect(await listOrganizations(given.accounts.client(id))).toHaveLength(1)
    expect(given.hub.state.logins).toBe(2)
    expect(given.keychain.entries.size).toBe(0)
  })

  it('takes the place of a kept sign-in, and signing in with the password that of the session', async () => {
    const given = setUp()
    const { id } = await monaIsIn(true, given)
    given.cli.session = login(password)
    await use(given)
    expect(given.accounts.list()).toMatchObject([{ id, dockerConfig: folder, kept: false }])
    expect(given.keychain.entries.size).toBe(0)
    await given.accounts.signInAgain({ accountId: id, secret: password, keep: true })
    expect(given.accounts.list()).toMatchObject([{ id, dockerConfig: null, kept: true }])
    expect(given.start().accounts.list()).toMatchObject([{ id, dockerConfig: null, kept: true }])
  })

  it('gives way to a password with a second factor too', async () => {
    const given = setUp()
    given.cli.session = login(password)
    const { id } = await use(given)
    given.hub.state.code = '012345'
    const again = await given.accounts.signInAgain({ accountId: id, secret: password, keep: false })
    if (again.step !== 'code') throw new Error('no code was asked for')
    await given.accounts.submitCode({ challenge: again.challenge, code: '012345' })
    expect(given.accounts.list()).toMatchObject([{ id, dockerConfig: null, state: 'signedIn' }])
  })

  it('goes to the server whose registry it is of, whatever the file says', async () => {
    const given = setUp()
    given.cli.session = login(password)
    await use(given)
    const [row] = given.disk.stored.accounts
    given.disk.stored = { accounts: [{ ...row!, registry: '' }] }
    expect(given.start().accounts.list()).toEqual([])
  })

  const unreadable = new Failed('docker.configUnreadable')
  it.each([
    ['that is not there', () => new Failed('dockerSession.none'), 'dockerSession.none'],
    ['in a config that cannot be read', () => unreadable, 'docker.configUnreadable'],
    ['that ran out', (given) => browser(sessionToken(given, -1)), 'dockerSession.expired'],
    ['that the server never saw', () => browser('eyJ.e30.x'), 'dockerSession.refused'],
    ['with a wrong password', () => login('guess'), 'dockerSession.refused'],
    ['that is a registry’s token', () => login('x', '<token>'), 'dockerSession.refused'],
    ['of an organization', () => login(['dckr', 'oat', 'x'].join('_')), 'dockerSession.notAPerson'],
  ] as [string, (given: ReturnType<typeof setUp>) => CliSession | Failed, string][])(
    '%s makes no account, and is told',
    async (_, session, code) => {
      const given = setUp()
      given.cli.session = session(given)
      expect(await codeOf(use(given))).toBe(code)
      expect(given.accounts.list()).toEqual([])
    },
  )

  it('that ran out is no reason to use the access token that lies beside it, but a password is', async () => {
    const given = setUp()
    const ended = { username: 'mona', secret: sessionToken(given, -1) }
    const secret = ['dckr', 'pat', 'x'].join('_')
    given.cli.session = { browser: ended, login: { username: 'mona', secret } }
    expect(await codeOf(use(given))).toBe('dockerSession.expired')
    expect(given.hub.state.logins).toBe(0)
    given.cli.session = { browser: ended, login: { username: 'mona', secret: password } }
    expect(await use(given)).toMatchObject({ state: 'signedIn' })
  })

  it('with a second factor to it is refused', async () => {
    const given = setUp()
    given.hub.state.code = '123456'
    given.cli.session = login(password)
    expect(await codeOf(use(given))).toBe('dockerSession.refused')
  })

  it('that vanished asks for the owner, and is there again once docker login was run', async () => {
    const given = setUp()
    given.cli.session = browser(sessionToken(given, 3600))
    const { id } = await use(given)
    const { accounts, cli } = given.start()
    cli.session = new Failed('dockerSession.none')
    expect(await codeOf(listOrganizations(accounts.client(id)))).toBe('signIn.needed')
    expect(accounts.find(id)).toMatchObject({ state: 'signInNeeded', dockerConfig: folder })
    expect(await codeOf(accounts.readCliSessionAgain(id))).toBe('dockerSession.none')
    cli.session = browser(sessionToken(given, 3600))
    expect(await accounts.readCliSessionAgain(id)).toMatchObject({ id, state: 'signedIn' })
    expect(await listOrganizations(accounts.client(id))).toHaveLength(1)
  })

  it('that the server ended is not sent again and again', async () => {
    const given = setUp()
    given.cli.session = browser(sessionToken(given, 3600))
    const { id } = await use(given)
    given.hub.revoke()
    expect(await codeOf(listOrganizations(given.accounts.client(id)))).toBe('signIn.needed')
    expect(given.accounts.find(id).state).toBe('signInNeeded')
    expect(await codeOf(given.accounts.readCliSessionAgain(id))).toBe('dockerSession.refused')
  })

  it('of somebody else meanwhile is not used for this account', async () => {
    const given = setUp()
    given.cli.session = browser(sessionToken(given, 3600))
    const { id } = await use(given)
    given.hub.revoke()
    given.cli.session = browser(sessionToken(given, 3600, 'lisa'))
    expect(await codeOf(listOrganizations(given.accounts.client(id)))).toBe('signIn.needed')
    expect(given.accounts.find(id).state).toBe('signInNeeded')
  })

  it('with a password that was changed is tried once', async () => {
    const given = setUp()
    given.cli.session = login(password)
    const { id } = await use(given)
    given.hub.revoke()
    given.hub.state.password = 'new password'
    const { logins } = given.hub.state
    expect(await codeOf(listOrganizations(given.accounts.client(id)))).toBe('signIn.needed')
    expect(await codeOf(listOrganizations(given.accounts.client(id)))).toBe('signIn.needed')
    expect(given.hub.state.logins).toBe(logins + 1)
  })

  it('stays with the CLI when the account signs out', async () => {
    const given = setUp()
    given.cli.session = login(password)
    const { id } = await use(given)
    await given.accounts.signOut(id)
    expect(given.accounts.list()).toEqual([])
    expect(given.disk.stored.accounts).toEqual([])
    expect(await codeOf(given.accounts.readCliSessionAgain(id))).toBe('input.invalid')
  })
})

describe("the server's clock", () => {
  const year = 365.25 * 86_400_000

  it.each([-10 * year, -300_000, 300_000, 10 * year])('is known when this one is %d ms off', async (skew) => {
    const given = setUp()
    given.hub.state.skew = skew
    const { accounts, id, start, disk } = await monaIsIn(true, given)
    await listOrganizations(accounts.client(id))
    await accounts.client(id).request({ method: 'GET', path: '/v2/user', answer: null })
    const { clockOffset } = accounts.find(id)
    expect(Math.abs(clockOffset + skew)).toBeLessThan(2000)
    // Also at the next start, before anything was asked, until somebody sets the clock right.
    await expect.poll(() => disk.stored.accounts[0]?.clock?.offset).toBe(clockOffset)
    expect(start().accounts.find(id).clockOffset).toBe(clockOffset)
    given.hub.state.skew = 0
    const again = start()
    await listOrganizations(again.accounts.client(id))
    await again.accounts.client(id).request({ method: 'GET', path: '/v2/user', answer: null })
    expect(again.accounts.find(id).clockOffset).toBe(0)
  })
})
