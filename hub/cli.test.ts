// The command line as a program: what it says, what it leaves, and with which code it ends.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { helpText } from './cli/words.ts'

describe('the program', () => {
  const started: ChildProcess[] = []
  const folders: string[] = []
  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL')
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
  })

  function newFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'granary-hub-'))
    folders.push(folder)
    return folder
  }

  function run(...typed: string[]) {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', fileURLToPath(new URL('cli.ts', import.meta.url)), ...typed],
      {
        stdio: ['pipe', 'pipe', 'pipe'],
      },
    )
    started.push(child)
    const said = { out: '', err: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text))
    const ended = once(child, 'close').then(([code]) => code as number | null)
    const says = (text: string) =>
      new Promise<void>((resolve, reject) => {
        const look = () => said.out.includes(text) && resolve()
        child.stdout.on('data', look)
        void ended.then(() => reject(new Error(`ended before it said ${text}: ${said.err}`)))
        look()
      })
    return { child, said, ended, says }
  }

  test('ends with 2 and one line for wrong options, with 0 and the help for --help', async () => {
    const [wrong, help] = [run('--port', 'x'), run('--help')]
    expect(await wrong.ended).toBe(2)
    expect(wrong.said).toEqual({
      out: '',
      err: 'hub: --port must be a whole number from 0 to 65535, not "x"\n',
    })
    expect(await help.ended).toBe(0)
    expect(help.said).toEqual({ out: `${helpText}\n`, err: '' })
  }, 30_000)

  test('ends with 1 and one line when it cannot start', async () => {
    const { ended, said } = run(
      '--data',
      newFolder(),
      '--tls-cert',
      '/no/such/file',
      '--tls-key',
      '/no/such/file',
    )
    expect(await ended).toBe(1)
    expect(said.err).toMatch(/^hub: .*no such file[^\n]*\n$/)
  }, 30_000)

  test('starts, prints address and passwords once, and stops when told', async () => {
    const data = newFolder()
    const first = run('--data', data)
    await first.says('Personal access token of miravance')
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(first.said.out)?.[0] ?? ''
    expect(first.said.out).toContain(`docker login --username meadowlark --password-stdin localhost:`)
    expect(first.said.out).toContain(`realm: ${url}/token`)
    expect(first.said.out).toContain('otpauth://totp/')
    const password = /^ {2}robinhale +(\S+)/m.exec(first.said.out)?.[1]
    const login = await fetch(`${url}/v2/users/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'robinhale', password }),
    })
    expect(login.status).toBe(200)
    expect(login.headers.get('x-ratelimit-limit')).toBe('180')
    const token = await fetch(`${url}/token`)
    expect(token.headers.get('ratelimit-limit')).toBe('100;w=21600')
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)

    const second = run('--data', data)
    await second.says('Registry tokens live')
    expect(second.said.out).toContain(url)
    expect(second.said.out).not.toContain(password)
    second.child.kill('SIGINT')
    expect(await second.ended).toBe(0)
    expect(second.said.err).toBe('')
  }, 60_000)

  test('creates a user, an organization and a repository that a running server has at once', async () => {
    const data = newFolder()
    const server = run('--data', data, '--empty')
    await server.says('Registry tokens live')
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(server.said.out)?.[0] ?? ''
    expect(server.said.out).not.toContain('Shown this once')

    const user = run('create', 'user', 'orchardist', '--data', data)
    expect(await user.ended).toBe(0)
    const password = /with the password (\S+)/.exec(user.said.out)?.[1]
    const organization = run('create', 'organization', 'orchard', '--owner', 'orchardist', '--data', data)
    expect(await organization.ended).toBe(0)
    const repository = run('create', 'repository', 'orchard/web', '--private', '--data', data)
    expect(await repository.ended).toBe(0)
    for (const [typed, words] of [
      [['user', 'orchardist'], 'the name orchardist is taken'],
      [['organization', 'other', '--owner', 'nobody'], 'there is no user nobody'],
      [['repository', 'orchard/web'], 'orchard/web exists'],
      [['repository', 'nowhere/web'], 'no organization or user nowhere'],
    ] as const) {
      const refused = run('create', ...typed, '--data', data)
      expect(await refused.ended).toBe(2)
      expect(refused.said.err).toMatch(/^hub: [^\n]+\n$/)
      expect(refused.said.err).toContain(words)
    }

    const json = { 'content-type': 'application/json' }
    const body = JSON.stringify({ username: 'orchardist', password })
    const login = await fetch(`${url}/v2/users/login`, { method: 'POST', headers: json, body })
    const { token } = (await login.json()) as { token: string }
    const headers = { authorization: `Bearer ${token}` }
    const list = await fetch(`${url}/v2/namespaces/orchard/repositories`, { headers })
    expect(await list.json()).toMatchObject({ count: 1, results: [{ name: 'web', is_private: true }] })
    const slots = await fetch(`${url}/v2/orgs/orchard/access-tokens`, { headers })
    expect(await slots.json()).toMatchObject({ total: 0 })

    const resetWhileRunning = run('reset', '--yes', '--data', data)
    expect(await resetWhileRunning.ended).toBe(2)
    expect(resetWhileRunning.said.err).toContain('stop it first')
    const second = run('--data', data)
    expect(await second.ended).toBe(1)
    expect(second.said.err).toContain('running on this folder already')
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
  }, 60_000)

  test('takes a password from standard input and prints none', async () => {
    const data = newFolder()
    const user = run('create', 'user', 'orchardist', '--password-stdin', '--data', data)
    user.child.stdin.end('correct horse battery\n')
    expect(await user.ended).toBe(0)
    expect(user.said.out).toBe('Created the user orchardist.\n')
    const short = run('create', 'user', 'other', '--password-stdin', '--data', data)
    short.child.stdin.end('short')
    expect(await short.ended).toBe(2)
    expect(short.said.err).toBe('hub: a password has 9 to 256 characters\n')
  }, 60_000)

  test('seeds once, and reset leaves nothing of its own but everything else', async () => {
    const data = newFolder()
    writeFileSync(join(data, 'notes.txt'), 'mine')
    const seeded = run('seed', '--data', data)
    expect(await seeded.ended).toBe(0)
    expect(seeded.said.out).toContain('robinhale')
    const again = run('seed', '--data', data)
    expect(await again.ended).toBe(2)
    expect(again.said.err).toContain('is not empty')
    const emptied = run('reset', '--yes', '--data', data)
    expect(await emptied.ended).toBe(0)
    expect(readdirSync(data)).toEqual(['notes.txt'])
  }, 60_000)

  test('--tls: clients that trust the printed authority are served, others are not; it stays the same', async () => {
    const data = newFolder()
    const server = run('--data', data, '--empty', '--tls')
    await server.says('Registry tokens live')
    const url = /https:\/\/127\.0\.0\.1:\d+/.exec(server.said.out)?.[0] ?? ''
    const file = /SSL_CERT_FILE=(\S+)/.exec(server.said.out)?.[1] ?? ''
    const ca = readFileSync(file, 'utf8')
    for (const host of ['127.0.0.1', 'localhost'])
      expect(await statusOver(`${url.replace('127.0.0.1', host)}/v2/user`, ca)).toBe(401)
    await expect(statusOver(`${url}/v2/user`, undefined)).rejects.toThrow(/certificate/)
    server.child.kill('SIGTERM')
    await server.ended

    const later = run('--data', data, '--empty', '--tls')
    await later.says('Registry tokens live')
    expect(readFileSync(file, 'utf8')).toBe(ca)
    expect(await statusOver(`${url}/v2/user`, ca)).toBe(401)
    later.child.kill('SIGTERM')
    expect(await later.ended).toBe(0)
  }, 60_000)

  test('--registry: a real registry that asks for its tokens, ended with it', async () => {
    const server = run('--data', newFolder(), '--registry')
    await server.says('Registry tokens live')
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(server.said.out)?.[0] ?? ''
    const address = /The registry is at (localhost:\d+)/.exec(server.said.out)?.[1] ?? ''
    const asked = await fetch(`http://${address}/v2/`)
    expect(asked.status).toBe(401)
    expect(asked.headers.get('www-authenticate')).toContain(`realm="${url}/token"`)
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
    await expect(fetch(`http://${address}/v2/`)).rejects.toThrow()
  }, 60_000)
})

/** The status of a GET over TLS, trusting `ca` beside nothing, or the system's authorities without one. */
const statusOver = (url: string, ca: string | undefined): Promise<number> =>
  new Promise((resolve, reject) => {
    get(url, { ca, agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    }).once('error', reject)
  })
