import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Failed } from '../../shared/errors.ts'
import { readDockerConfig, registryKey, replacedLogin } from './config.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granary-config-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const file = () => join(folder, 'config.json')
const auth = (user: string, password: string) => Buffer.from(`${user}:${password}`).toString('base64')
const written = async (content: unknown) => {
  await writeFile(file(), typeof content === 'string' ? content : JSON.stringify(content))
  return readDockerConfig(folder)
}

describe('reading', () => {
  it.each([null, '', ' \n', '{}', '{"auths":null,"credHelpers":null}'])(
    '%j is an empty config',
    async (text) => {
      const config = text === null ? await readDockerConfig(folder) : await written(text)
      expect(config).toEqual({ logins: new Map(), credsStore: '', credHelpers: new Map() })
    },
  )

  it('keeps user names and no password', async () => {
    const password = randomBytes(12).toString('hex')
    const config = await written({
      auths: {
        'https://index.docker.io/v1/': { auth: auth('robin', `${password}:with:colons`) },
        'quay.io': {},
        'ghcr.io': { auth: auth('<token>', password) },
        'old.example': { username: 'kim', password },
      },
      credsStore: 'desktop',
      credHelpers: { 'quay.io': 'pass' },
      somethingNew: { deep: [1] },
    })
    expect([...config.logins]).toEqual([
      ['https://index.docker.io/v1/', 'robin'],
      ['quay.io', ''],
      ['ghcr.io', ''],
      ['old.example', 'kim'],
    ])
    expect(config.credsStore).toBe('desktop')
    expect(config.credHelpers.get('quay.io')).toBe('pass')
    const dump = JSON.stringify([...config.logins, ...config.credHelpers])
    expect(dump).not.toContain(password)
  })

  it.each([
    ['not JSON', '{bad'],
    ['a byte order mark', '\ufeff{}'],
    ['UTF-16', Buffer.from('{}', 'utf16le').toString('latin1')],
    ['a list', '[]'],
    ['a number for the helper', '{"credsStore":5}'],
    ['a helper outside PATH', '{"credsStore":"x/../../tmp/evil"}'],
    ['a helper that is an option', '{"credHelpers":{"quay.io":"-x"}}'],
    ['a sign-in that is not base64', '{"auths":{"quay.io":{"auth":"%%%"}}}'],
    ['a sign-in without a user', `{"auths":{"quay.io":{"auth":"${auth('', 'x')}"}}}`],
    [
      'a sign-in without a colon',
      `{"auths":{"quay.io":{"auth":"${Buffer.from('abc').toString('base64')}"}}}`,
    ],
  ])('refuses %s, where docker would go on and replace the file', async (_, text) => {
    await expect(written(text)).rejects.toMatchObject({ failure: { code: 'docker.configUnreadable' } })
    expect(await readFile(file(), 'utf8')).toBe(text)
  })

  it('says what is wrong without quoting the file', async () => {
    const password = randomBytes(12).toString('hex')
    const failure = await written(`{"auths": {"x": {"auth": "${password}" `).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(Failed)
    expect((failure as Failed).message).not.toContain(password)
  })

  it('refuses a folder, a named pipe and a huge file in its place', async () => {
    const refused = { failure: { code: 'docker.configUnreadable' } }
    await mkdir(file())
    await expect(readDockerConfig(folder)).rejects.toMatchObject(refused)
    await rm(file(), { recursive: true })
    execFileSync('mkfifo', [file()])
    await expect(readDockerConfig(folder)).rejects.toMatchObject(refused)
    await rm(file())
    await expect(written(`{"x":"${'a'.repeat(1024 * 1024)}"}`)).rejects.toMatchObject(refused)
    await expect(readDockerConfig(join(file(), 'below'))).rejects.toMatchObject(refused)
  })
})

describe('the sign-in that would be replaced', () => {
  const hub = 'https://index.docker.io/v1/'
  it.each([
    ['', { [hub]: { auth: auth('robin', 'x') } }, 'robin'],
    ['docker.io', { [hub]: {} }, ''],
    ['', { 'quay.io': { auth: auth('robin', 'x') } }, null],
    // What docker keeps of a session beside the sign-in.
    ['', { [`${hub}access-token`]: {}, [`${hub}refresh-token`]: {} }, null],
    ['localhost:5000', { 'localhost:5000': { auth: auth('acme', 'x') } }, 'acme'],
    ['localhost:5000', { 'http://localhost:5000/v2/': { auth: auth('acme', 'x') } }, 'acme'],
    ['localhost:5000', { 'localhost:5001': {} }, null],
  ])('for %j in %j is %j', async (registry, auths, user) => {
    expect(replacedLogin(await written({ auths }), registry)).toBe(user)
  })

  it('Docker Hub has a key of its own', () => {
    expect(registryKey('')).toBe(hub)
    expect(registryKey('hub.example.com:8443')).toBe('hub.example.com:8443')
  })
})
