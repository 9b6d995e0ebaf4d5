// The session that `docker login` left, with credential helpers that do what they should and what they should not.
import { randomBytes } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Failed } from '../../shared/errors.ts'
import { ends, lineIn } from '../../tests/support/processes.ts'
import { programsIn } from '../../tests/support/programs.ts'
import { dockerHubKey } from './config.ts'
import { readCliSession } from './session.ts'

const secret = randomBytes(16).toString('hex')
const auth = (user: string, password = secret) => ({
  auth: Buffer.from(`${user}:${password}`).toString('base64'),
})

let folder = ''
/** What the helpers of these tests run; Debian's own helpers are not there. */
let programs = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granary-session-'))
  await mkdir(join(folder, 'bin'))
  programs = programsIn(join(folder, 'programs'), 'cat', 'env', 'head', 'sleep', 'yes')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const config = (content: unknown) =>
  writeFile(join(folder, 'config.json'), typeof content === 'string' ? content : JSON.stringify(content))

/** A credential helper named `fake`, of which `body` answers; what it was started with is written down. */
async function helper(body: string): Promise<void> {
  await config({ credsStore: 'fake' })
  const file = join(folder, 'bin', 'docker-credential-fake')
  const record = `printf '%s\\n' "$@" >> '${folder}/argv'; env >> '${folder}/env'; key=$(cat); echo "$key" >> '${folder}/keys'`
  await writeFile(file, `#!/bin/sh\n${record}\n${body}\n`)
  await chmod(file, 0o755)
}

const recorded = async (file: 'argv' | 'keys') =>
  (await readFile(join(folder, file), 'utf8')).trim().split('\n')
const notFound = `echo 'credentials not found in native keychain'; exit 1`

const read = (registry = '', more: { deadline?: number; signal?: AbortSignal } = {}) =>
  readCliSession({
    configFolder: folder,
    registry,
    env: { PATH: `${join(folder, 'bin')}:${programs}`, HOME: folder, DOCKER_TOKEN: 'not for a helper' },
    platform: 'linux',
    deadline: 30_000,
    ...more,
  })
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (error instanceof Failed ? error.failure : error),
  )

describe('without a helper', () => {
  it('is both of Docker Hub’s sign-ins in config.json', async () => {
    const session = randomBytes(8).toString('hex')
    await config({
      auths: {
        [dockerHubKey]: auth('robin', 'a:b'),
        [`${dockerHubKey}access-token`]: auth('robin', session),
        [`${dockerHubKey}refresh-token`]: auth('robin'),
      },
    })
    expect(await read()).toEqual({
      browser: { username: 'robin', secret: session },
      login: { username: 'robin', secret: 'a:b' },
    })
  })

  it.each(['hub.test:5000', 'https://hub.test:5000', 'https://hub.test:5000/v1/'])(
    'is another server’s under %s',
    async (key) => {
      await config({ auths: { [dockerHubKey]: auth('robin'), [key]: auth('kim') } })
      expect(await read('hub.test:5000')).toEqual({ browser: null, login: { username: 'kim', secret } })
    },
  )

  it('may be written plainly, or be a registry’s token', async () => {
    await config({
      auths: { a: { username: 'kim', password: secret }, b: { ...auth('x', ''), identitytoken: secret } },
    })
    expect(await read('a')).toMatchObject({ login: { username: 'kim', secret } })
    expect(await read('b')).toMatchObject({ login: { username: '<token>', secret } })
  })

  it.each([[{}], [{ auths: { [dockerHubKey]: {} } }], [{ auths: { other: auth('kim') } }], ['']])(
    'is none: %j',
    async (content) => {
      await config(content)
      expect(await failure(read())).toMatchObject({ code: 'dockerSession.none' })
    },
  )

  it('cannot be in a folder without a config, nor read from a damaged one', async () => {
    expect(await failure(read())).toMatchObject({ code: 'dockerSession.noConfig' })
    await config('{bad')
    expect(await failure(read())).toMatchObject({ code: 'docker.configUnreadable' })
  })
})

describe('with a helper', () => {
  it('is asked for with `get` alone, the key on standard input and nothing in the environment', async () => {
    await helper(
      `case "$key" in *access-token) echo '{"ServerURL":"x","Username":"robin","Secret":"${secret}"}';; *) ${notFound};; esac`,
    )
    const before = await readFile(join(folder, 'config.json'))
    expect(await read()).toEqual({ browser: { username: 'robin', secret }, login: null })
    expect(await recorded('argv')).toEqual(['get', 'get'])
    expect(await recorded('keys')).toEqual([`${dockerHubKey}access-token`, dockerHubKey])
    const env = await readFile(join(folder, 'env'), 'utf8')
    expect(env).toContain(`DOCKER_CONFIG=${folder}`)
    expect(env).not.toMatch(/DOCKER_TOKEN|not for a helper/)
    // Nothing was written.
    expect(await readFile(join(folder, 'config.json'))).toEqual(before)
    expect((await readdir(folder)).sort()).toEqual(['argv', 'bin', 'config.json', 'env', 'keys', 'programs'])
  })

  it('asks for another server once, by its host', async () => {
    await helper(`echo '{"Username":"kim","Secret":"${secret}"}'`)
    expect(await read('hub.test:5000')).toEqual({ browser: null, login: { username: 'kim', secret } })
    expect(await recorded('keys')).toEqual(['hub.test:5000'])
  })

  it('of the server’s own is asked instead of the one for all', async () => {
    await helper(`echo '{"Username":"kim","Secret":"${secret}"}'`)
    await config({ credsStore: 'nobody', credHelpers: { 'hub.test': 'fake' } })
    expect(await read('hub.test')).toMatchObject({ login: { username: 'kim' } })
    expect(await failure(read('other.test'))).toMatchObject({
      code: 'docker.helperMissing',
      detail: 'docker-credential-nobody',
    })
  })

  it.each([
    ['that has nothing', notFound, 'dockerSession.none', undefined],
    [
      'that fails',
      `echo 'no such secret service'; exit 1`,
      'dockerSession.helperFailed',
      'no such secret service',
    ],
    ['that fails without a word', 'exit 3', 'dockerSession.helperFailed', undefined],
    [
      'that is locked',
      `echo 'Cannot get secret of a locked object'; exit 1`,
      'dockerSession.helperLocked',
      'Cannot get secret of a locked object',
    ],
    ['that answers garbage', `echo '<html>'`, 'dockerSession.helperFailed', 'Its answer is not JSON.'],
    [
      'that answers something else',
      `echo '[1]'`,
      'dockerSession.helperFailed',
      'Its answer lacks Username and Secret.',
    ],
    [
      'that answers 10 MB',
      `yes '{"Username":"kim"' | head -c 10485760`,
      'dockerSession.helperFailed',
      'Its answer is too long.',
    ],
  ])('%s', async (_, body, code, detail) => {
    await helper(body)
    expect(await failure(read())).toMatchObject(detail === undefined ? { code } : { code, detail })
  })

  it('that fails with a secret in its words is not repeated', async () => {
    const token = ['dckr', 'pat', secret].join('_')
    await helper(`echo '{"Secret":"${token}"} is what I have'; exit 1`)
    const found = await failure(read())
    expect(found).toMatchObject({ code: 'dockerSession.helperFailed' })
    expect(JSON.stringify(found)).not.toContain(secret)
  })

  it('that hangs is killed with what it started, at the deadline', async () => {
    await helper(`sleep 600 & echo "$$ $!" > '${folder}/pids'; wait`)
    const reading = failure(read('', { deadline: 2_000 }))
    const pids = (await lineIn(join(folder, 'pids'))).split(' ').map(Number)
    expect(await reading).toEqual({ code: 'dockerSession.helperTimeout' })
    expect(await Promise.all(pids.map(ends))).toEqual([true, true])
  })
})
