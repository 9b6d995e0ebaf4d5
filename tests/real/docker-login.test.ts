// `docker login` and `docker logout` as the app runs them, with the real Docker CLI against the Local Hub, and with programs that misbehave.
import { createHash, randomBytes } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { dockerArea } from '../../electron/areas/docker.ts'
import { dockerLogin, findDocker } from '../../electron/docker/cli.ts'
import { dockerFolders } from '../../electron/docker/folders.ts'
import { type StartedHub, startHub } from '../../hub/server.ts'
import { Failed } from '../../shared/errors.ts'
import { type HubToken, makeHubToken } from '../support/hub-token.ts'
import { findLeaks } from '../support/leaks.ts'
import { ends, lineIn } from '../support/processes.ts'
import { programsIn } from '../support/programs.ts'

const password = randomBytes(16).toString('hex')
let hubFolder = ''
let hub: StartedHub
let token: HubToken
/** What the tests run, and no credential helper but their own. */
let programs = ''

beforeAll(async () => {
  hubFolder = await mkdtemp(join(tmpdir(), 'granary-hub-'))
  hub = await startHub({ dataFolder: hubFolder, seed: { ownerPassword: password } })
  programs = programsIn(join(hubFolder, 'programs'), 'docker', 'sh', 'cat', 'sleep', 'env', 'yes', 'head')
  token = await makeHubToken(hub, { password, organization: 'harborline', label: 'docker login' })
}, 60_000)
afterAll(async () => {
  await hub.close()
  await rm(hubFolder, { recursive: true, force: true })
})

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granary-login-'))
  await mkdir(join(folder, 'bin'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const config = () => join(folder, 'config.json')
const readConfig = async () =>
  JSON.parse(await readFile(config(), 'utf8')) as { auths: Record<string, object> }
const ref = () => ({ accountId: 'demo', organization: token.organization, tokenId: token.id })

/** A program of the test's own, found before the real ones. */
async function program(name: string, body: string): Promise<void> {
  const file = join(folder, 'bin', name)
  await writeFile(file, `#!/bin/sh\n${body}\n`)
  await chmod(file, 0o755)
}

const foldersIn = (env: Record<string, string | undefined>, chosen: string | null = null) =>
  dockerFolders({
    chooseFolder: () => Promise.resolve(chosen),
    env,
    home: folder,
    platform: process.platform,
  })

interface Setting {
  secret?: string
  path?: string
  deadline?: number
  signal?: AbortSignal
}

/** The area with the test's folder as Docker's own config folder, and how often it asked for the secret. */
function setUp({
  secret = token.secret,
  path = `${join(folder, 'bin')}:${programs}`,
  ...more
}: Setting = {}) {
  let reads = 0
  const env = { PATH: path, HOME: folder, DOCKER_CONFIG: folder }
  const area = dockerArea({
    beforeSecret: async () => undefined,
    readSecret: (asked) => {
      expect(asked).toEqual(ref())
      reads += 1
      return Promise.resolve(secret)
    },
    folders: foldersIn(env),
    env,
    ...more,
  })
  const login = async (registry = hub.registry, allowUnencrypted = true) =>
    area.login({ ...ref(), registry, configFolder: null, allowUnencrypted })
  /** Past the checks of the area, straight to the CLI. */
  const direct = async (registry = hub.registry) =>
    dockerLogin({
      docker: (await findDocker(env, process.platform)) ?? '',
      organization: token.organization,
      registry,
      configFolder: folder,
      secret,
      env,
      platform: process.platform,
      deadline: 60_000,
    })
  return { area, login, direct, reads: () => reads }
}

const failing = (code: string) => ({ failure: { code } })

describe('the real CLI', () => {
  it('signs in with the secret, and says before whose sign-in that replaces', async () => {
    const { area, login } = setUp()
    const question = { registry: hub.registry, configFolder: null }
    const before = { cli: 'present', configFolder: folder, helper: null, replaces: null }
    expect(await area.inspect(question)).toEqual(before)
    expect(await login()).toEqual({ registry: hub.registry, configFolder: folder, helper: null })
    const auth = Buffer.from(`${token.organization}:${token.secret}`).toString('base64')
    expect((await readConfig()).auths).toEqual({ [hub.registry]: { auth } })
    expect(await area.inspect(question)).toEqual({ ...before, replaces: token.organization })
  })

  it('is not started where the secret would be unencrypted and the owner did not agree', async () => {
    const { login, reads } = setUp()
    await expect(login(hub.registry, false)).rejects.toMatchObject(failing('docker.unencrypted'))
    expect(reads()).toBe(0)
    expect(await readdir(folder)).toEqual(['bin'])
  })

  it('is refused with the registry’s own words when the secret is wrong', async () => {
    const wrong = ['dckr', 'oat', randomBytes(24).toString('base64url')].join('_')
    const failure = await setUp({ secret: wrong })
      .login()
      .catch((error: unknown) => error)
    expect(failure).toMatchObject(failing('docker.rejected'))
    expect((failure as Failed).failure.detail).toMatch(/unauthorized: \w+/)
    expect(JSON.stringify(failure)).not.toContain(wrong)
    expect(await readdir(folder)).toEqual(['bin'])
  })

  it('cannot reach a port where nobody listens', async () => {
    const server = createServer()
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
    })
    await new Promise((resolve) => server.close(resolve))
    await expect(setUp().login(`localhost:${port}`)).rejects.toMatchObject({
      failure: {
        code: 'docker.unreachable',
        detail: expect.stringContaining('connection refused') as string,
      },
    })
  })

  it('hands the secret to a credential helper, and config.json has nothing of it', async () => {
    await writeFile(config(), '{"credsStore":"keep"}')
    await program('docker-credential-keep', `[ "$1" = store ] && cat > '${folder}/kept'`)
    expect(await setUp().login(hub.registry, false)).toMatchObject({ helper: 'keep' })
    expect(JSON.parse(await readFile(join(folder, 'kept'), 'utf8'))).toMatchObject({
      ServerURL: hub.registry,
      Username: token.organization,
      Secret: token.secret,
    })
    await rm(join(folder, 'kept'))
    expect((await findLeaks({ folders: [folder], canaries: [token.secret] })).leaks).toEqual([])
  })

  it('is not started for a helper that is missing, which it would only notice at the end', async () => {
    await writeFile(config(), '{"credsStore":"nope"}')
    const { login, direct, reads } = setUp()
    const missing = {
      failure: {
        code: 'docker.helperMissing',
        detail: expect.stringContaining('docker-credential-nope') as string,
      },
    }
    await expect(login()).rejects.toMatchObject(missing)
    expect(reads()).toBe(0)
    await expect(direct()).rejects.toMatchObject(missing)
  })

  it('tells what a helper says that cannot save', async () => {
    await writeFile(config(), '{"credsStore":"broken"}')
    await program('docker-credential-broken', 'cat > /dev/null; echo "the keyring is locked"; exit 1')
    await expect(setUp().login()).rejects.toMatchObject({
      failure: {
        code: 'docker.notSaved',
        detail: expect.stringContaining('the keyring is locked') as string,
      },
    })
  })

  it.each(['{bad', '{"auths":{"quay.io":{"auth":"%%%"}}}'])(
    'leaves a config that it would replace: %s',
    async (text) => {
      await writeFile(config(), text)
      const { area, login, reads } = setUp()
      await expect(login()).rejects.toMatchObject(failing('docker.configUnreadable'))
      await expect(area.inspect({ registry: '', configFolder: null })).rejects.toMatchObject(
        failing('docker.configUnreadable'),
      )
      expect(reads()).toBe(0)
      expect(await readFile(config(), 'utf8')).toBe(text)
    },
  )

  it('says when the sign-in worked but could not be saved', async () => {
    // A link into another file system can be read, but docker cannot rename its new file across.
    const elsewhere = await mkdtemp('/dev/shm/granary-login-')
    try {
      await writeFile(join(elsewhere, 'config.json'), '{}')
      await symlink(join(elsewhere, 'config.json'), config())
      await expect(setUp().login()).rejects.toMatchObject(failing('docker.notSaved'))
      expect(await readFile(config(), 'utf8')).toBe('{}')
    } finally {
      await rm(elsewhere, { recursive: true })
    }
  })

  it('says the same of a folder where config.json should be', async () => {
    await mkdir(config())
    const { login, direct } = setUp()
    await expect(login()).rejects.toMatchObject(failing('docker.configUnreadable'))
    await expect(direct()).rejects.toMatchObject(failing('docker.notSaved'))
  })

  it('keeps both of two sign-ins that were asked for at once', async () => {
    const { login } = setUp()
    const other = hub.registry.replace('localhost', '127.0.0.1')
    await Promise.all([login(), login(other)])
    expect(Object.keys((await readConfig()).auths).sort()).toEqual([other, hub.registry].sort())
  })

  it('shows a registry on this computer to no engine elsewhere', async () => {
    let requests = 0
    const engine = createServer((_, answer) => {
      requests += 1
      answer.writeHead(200, { 'api-version': '1.48' }).end('{"Status":"Login Succeeded"}')
    })
    const port = await new Promise<number>((resolve) => {
      engine.listen(0, '127.0.0.1', () => resolve((engine.address() as AddressInfo).port))
    })
    try {
      // The owner's current context names that engine; its folder is named by the hash of its name.
      const context = join(folder, 'contexts', 'meta', createHash('sha256').update('away').digest('hex'))
      await mkdir(context, { recursive: true })
      const meta = { Name: 'away', Metadata: {}, Endpoints: { docker: { Host: `tcp://127.0.0.1:${port}` } } }
      await writeFile(join(context, 'meta.json'), JSON.stringify(meta))
      await writeFile(config(), '{"currentContext":"away"}')
      await setUp().login()
      expect(requests).toBe(0)
      // The counter counts: a registry elsewhere is signed in to by that engine.
      await setUp().login('registry.invalid')
      expect(requests).toBeGreaterThan(0)
    } finally {
      engine.closeAllConnections()
      await new Promise((resolve) => engine.close(resolve))
    }
  })

  it('and its helper show the secret in no argument and no variable, and both end at the deadline', async () => {
    await writeFile(config(), '{"credsStore":"slow"}')
    await program('docker-credential-slow', `echo "$$ $PPID" > '${folder}/pids'; sleep 600`)
    const login = setUp({ deadline: 5_000 }).login()
    const pids = (await lineIn(join(folder, 'pids'))).split(' ').map(Number)
    expect(await readFile(`/proc/${pids[1]}/cmdline`, 'utf8')).toContain(
      'login\0--username\0harborline\0--password-stdin\0',
    )
    expect((await findLeaks({ folders: [], canaries: [token.secret], pids })).leaks).toEqual([])
    await expect(login).rejects.toMatchObject(failing('docker.timeout'))
    expect(await Promise.all(pids.map(ends))).toEqual([true, true])
  }, 30_000)
})

describe('signing out', () => {
  const logout = (area: ReturnType<typeof setUp>['area'], user: string | null = '') =>
    area.logout({ registry: hub.registry, configFolder: null, user })

  it('takes the sign-in out of the config, and leaves the others', async () => {
    const { area, login, reads } = setUp()
    await login()
    await login(hub.registry.replace('localhost', '127.0.0.1'))
    const before = reads()
    // Somebody else's sign-in, as it would be by now, stays.
    await expect(logout(area, 'mona')).rejects.toMatchObject(failing('docker.otherLogin'))
    expect(Object.keys((await readConfig()).auths)).toHaveLength(2)
    expect(await logout(area, 'harborline')).toEqual({ registry: hub.registry, configFolder: folder })
    expect(Object.keys((await readConfig()).auths)).toEqual([hub.registry.replace('localhost', '127.0.0.1')])
    expect(await area.inspect({ registry: hub.registry, configFolder: null })).toMatchObject({
      replaces: null,
    })
    // It needs no secret.
    expect(reads()).toBe(before)
  })

  it('has the helper forget it, and tells when the helper cannot', async () => {
    await writeFile(config(), JSON.stringify({ credsStore: 'keep', auths: { [hub.registry]: {} } }))
    await program('docker-credential-keep', `cat >> '${folder}/erased'; [ "$1" = erase ]`)
    const { area } = setUp()
    await logout(area)
    expect(await readFile(join(folder, 'erased'), 'utf8')).toContain(hub.registry)
    await writeFile(config(), JSON.stringify({ credsStore: 'keep', auths: { [hub.registry]: {} } }))
    await program('docker-credential-keep', 'cat > /dev/null; echo "the keyring is locked"; exit 1')
    await expect(logout(area)).rejects.toMatchObject({
      failure: { code: 'docker.notErased' },
    })
  })

  it('is not tried without the CLI or its helper, nor on a config that cannot be read', async () => {
    await expect(logout(setUp({ path: '' }).area)).rejects.toMatchObject(failing('docker.absent'))
    await writeFile(config(), '{"credsStore":"nope"}')
    await expect(logout(setUp().area)).rejects.toMatchObject(failing('docker.helperMissing'))
    await writeFile(config(), '{bad')
    await expect(logout(setUp().area)).rejects.toMatchObject(failing('docker.configUnreadable'))
    expect(await readFile(config(), 'utf8')).toBe('{bad')
  })

  it('ends at the deadline with everything it started', async () => {
    await writeFile(config(), JSON.stringify({ credsStore: 'slow', auths: { [hub.registry]: {} } }))
    await program('docker-credential-slow', `echo "$$ $PPID" > '${folder}/pids'; sleep 600`)
    const ending = logout(setUp({ deadline: 3_000 }).area)
    const pids = (await lineIn(join(folder, 'pids'))).split(' ').map(Number)
    await expect(ending).rejects.toMatchObject(failing('docker.timeout'))
    expect(await Promise.all(pids.map(ends))).toEqual([true, true])
  }, 30_000)
})

describe('a program that calls itself docker', () => {
  it('and hangs is killed with its children when the app quits', async () => {
    await program('docker', `sleep 600 & echo "$$ $!" > '${folder}/pids'; wait`)
    const quitting = new AbortController()
    const login = setUp({ signal: quitting.signal }).login()
    const pids = (await lineIn(join(folder, 'pids'))).split(' ').map(Number)
    quitting.abort()
    await expect(login).rejects.toBeInstanceOf(Failed)
    expect(await Promise.all(pids.map(ends))).toEqual([true, true])
  })

  it('gets the secret on standard input and nowhere else', async () => {
    const record = `printf '%s\\n' "$@" > '${folder}/argv'; env > '${folder}/env'; cat > '${folder}/input'`
    await program('docker', record)
    await setUp().login()
    expect(await readFile(join(folder, 'input'), 'utf8')).toBe(token.secret)
    await rm(join(folder, 'input'))
    expect(await readFile(join(folder, 'argv'), 'utf8')).toBe(
      `login\n--username\nharborline\n--password-stdin\n${hub.registry}\n`,
    )
    const scan = await findLeaks({ folders: [folder], canaries: [token.secret] })
    expect(scan).toMatchObject({ leaks: [], unread: [], files: 3 })
  })

  it('is given no registry for Docker Hub', async () => {
    await program('docker', `printf '%s\\n' "$@" > '${folder}/argv'`)
    await setUp().login('')
    expect(await readFile(join(folder, 'argv'), 'utf8')).toBe(
      'login\n--username\nharborline\n--password-stdin\n',
    )
  })

  it('and writes 10 MB leaves one short line of it', async () => {
    await program(
      'docker',
      'cat >&2; yes "noise noise noise" | head -c 10485760 >&2; echo >&2; echo "denied: no" >&2; exit 1',
    )
    await expect(setUp().login()).rejects.toMatchObject({
      failure: { code: 'docker.rejected', detail: 'denied: no' },
    })
  })

  it('and repeats the secret is not repeated', async () => {
    await program('docker', 's=$(cat); echo "unauthorized: $s is not it" >&2; exit 1')
    await expect(setUp().login()).rejects.toMatchObject({
      failure: { code: 'docker.rejected', detail: 'unauthorized: [redacted] is not it' },
    })
  })

  it('is not looked for in the folder one stands in', async () => {
    await program('docker', 'exit 0')
    const { area, login, reads } = setUp({ path: `.:bin:${join(folder, 'missing')}` })
    expect(await area.inspect({ registry: '', configFolder: null })).toMatchObject({ cli: 'absent' })
    await expect(login()).rejects.toMatchObject(failing('docker.absent'))
    expect(reads()).toBe(0)
  })
})

describe('what the page asks for', () => {
  it.each(['-x', '--config', 'a b', ''])('never becomes an option: organization %j', async (organization) => {
    const login = dockerLogin({
      docker: '/bin/false',
      organization,
      registry: '',
      configFolder: folder,
      secret: 'x',
      env: {},
      platform: process.platform,
      deadline: 1_000,
    })
    await expect(login).rejects.toMatchObject({ failure: { code: 'input.invalid', field: 'organization' } })
  })

  it('is not done in a folder that the owner did not choose', async () => {
    const { area } = setUp()
    const elsewhere = join(folder, 'elsewhere')
    await expect(area.inspect({ registry: '', configFolder: elsewhere })).rejects.toMatchObject({
      failure: { code: 'input.invalid', field: 'configFolder' },
    })
  })

  it('is done in one that was chosen, and docker makes it', async () => {
    const chosen = join(folder, 'chosen')
    const env = { PATH: programs }
    const area = dockerArea({
      beforeSecret: async () => undefined,
      readSecret: () => Promise.resolve(token.secret),
      folders: foldersIn(env, chosen),
      env,
    })
    expect(await area.chooseConfigFolder(undefined)).toBe(chosen)
    await area.login({ ...ref(), registry: hub.registry, configFolder: chosen, allowUnencrypted: true })
    expect(await readdir(folder)).toEqual(['bin', 'chosen'])
    expect(await area.inspect({ registry: hub.registry, configFolder: chosen })).toMatchObject({
      configFolder: chosen,
      replaces: token.organization,
    })
  })
})
