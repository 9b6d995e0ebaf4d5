// The command line: what it takes, what it says, and with which code it ends.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { UsageError, defaultFolder, readArguments } from './cli-arguments.ts'
import { helpText } from './cli-words.ts'

describe('arguments', () => {
  test('have sensible standards, with and without the command', () => {
    const standard = {
      dataFolder: defaultFolder,
      port: 0,
      host: '127.0.0.1',
      bearerSeconds: 600,
      requestsPerMinute: 180,
      pullsPerSixHours: 200,
      extraHosts: [],
    }
    expect(readArguments([])).toEqual(standard)
    expect(readArguments(['serve'])).toEqual(standard)
  })

  test('are all taken', () => {
    const typed =
      'serve --data /tmp/x --port 5000 --host ::1 --bearer-seconds 5 --requests-per-minute 0 --pulls-per-six-hours 7 --allow-host Hub.Test:5000 --allow-host b --tls-cert c --tls-key k'
    expect(readArguments(typed.split(' '))).toEqual({
      dataFolder: '/tmp/x',
      port: 5000,
      host: '::1',
      bearerSeconds: 5,
      requestsPerMinute: 0,
      pullsPerSixHours: 7,
      extraHosts: ['hub.test:5000', 'b'],
      tls: { cert: 'c', key: 'k' },
    })
  })

  test.each(['--help', '-h', 'serve --help --port 5'])('%s asks for help', (typed) => {
    expect(readArguments(typed.split(' '))).toBe('help')
  })

  test('are each explained in the help', () => {
    for (const option of [
      'data',
      'port',
      'host',
      'bearer-seconds',
      'requests-per-minute',
      'pulls-per-six-hours',
      'allow-host',
      'tls-cert',
      'tls-key',
      'help',
    ])
      expect(helpText).toContain(`--${option}`)
  })

  test.each([
    ['--port x', '--port'],
    ['--port -1', 'port'],
    ['--port 65536', '--port'],
    ['--port 1.5', '--port'],
    ['--port', '--port'],
    ['--bearer-seconds 0', '--bearer-seconds'],
    ['--requests-per-minute -1', 'requests-per-minute'],
    ['--requests-per-minute 1000001', '--requests-per-minute'],
    ['--pulls-per-six-hours many', '--pulls-per-six-hours'],
    ['--host 0.0.0.0', '--host'],
    ['--allow-host a/b', '--allow-host'],
    ['--data=', '--data'],
    ['--tls-cert c', '--tls-key'],
    ['--wrong', '--wrong'],
    ['-x', '-x'],
    ['sreve', 'sreve'],
    ['serve more', 'serve more'],
    ['--help=yes', '--help'],
  ])('%s is one clear line', (typed, about) => {
    const read = () => readArguments(typed.split(' '))
    expect(read).toThrow(UsageError)
    expect(read).toThrow(about)
    expect(read).not.toThrow('\n')
  })
})

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
        stdio: ['ignore', 'pipe', 'pipe'],
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
})
