// What the command line takes and refuses.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { UsageError, commandOptions, defaultFolder, readArguments } from './arguments.ts'
import { helpText } from './words.ts'

const read = (typed: string) => readArguments(typed === '' ? [] : typed.split(' '))

const standard = {
  command: 'serve',
  dataFolder: defaultFolder,
  port: 0,
  host: '127.0.0.1',
  bearerSeconds: 600,
  requestsPerMinute: 180,
  pullsPerSixHours: 200,
  extraHosts: [],
  empty: false,
  registryPort: null,
}

describe('serve', () => {
  test('has sensible standards, with and without the command', () => {
    expect(read('')).toEqual(standard)
    expect(read('serve')).toEqual(standard)
  })

  test('takes everything', () => {
    const typed =
      'serve --data /tmp/x --port 5000 --host ::1 --bearer-seconds 5 --requests-per-minute 0 --pulls-per-six-hours 7 --allow-host Hub.Test:5000 --allow-host b --tls-cert c --tls-key k --empty --registry-port 5001'
    expect(read(typed)).toEqual({
      command: 'serve',
      dataFolder: '/tmp/x',
      port: 5000,
      host: '::1',
      bearerSeconds: 5,
      requestsPerMinute: 0,
      pullsPerSixHours: 7,
      extraHosts: ['hub.test:5000', 'b'],
      tls: { cert: 'c', key: 'k' },
      empty: true,
      registryPort: 5001,
    })
  })

  test('makes its own certificate and any registry port when only asked to', () => {
    expect(read('--tls --registry')).toEqual({ ...standard, tls: 'own', registryPort: 0 })
  })
})

describe('create', () => {
  test('a user', () => {
    expect(
      read('create user mira --full-name Mira --email m@example.com --password-stdin --data /d'),
    ).toEqual({
      command: 'create',
      what: 'user',
      dataFolder: '/d',
      name: 'mira',
      fullName: 'Mira',
      email: 'm@example.com',
      passwordFromInput: true,
    })
    expect(read('create user mira')).toMatchObject({ fullName: 'mira', passwordFromInput: false })
  })

  test.each([
    ['', 'team'],
    [' --plan business', 'business'],
    [' --plan none', null],
  ])('an organization%s', (typed, plan) => {
    expect(read(`create organization orchard --owner mira${typed}`)).toMatchObject({
      what: 'organization',
      name: 'orchard',
      owner: 'mira',
      plan,
    })
  })

  test('a repository', () => {
    expect(read('create repository orchard/web.app --private --description x')).toMatchObject({
      namespace: 'orchard',
      name: 'web.app',
      isPrivate: true,
      description: 'x',
    })
  })
})

test.each(['--help', '-h', 'serve --help --port 5', 'create --help', 'create user -h', 'reset --help'])(
  '%s asks for help',
  (typed) => {
    expect(read(typed)).toBe('help')
  },
)

test('the help explains every command and option', () => {
  for (const [command, options] of Object.entries(commandOptions)) {
    expect(helpText).toContain(command)
    for (const option of Object.keys(options)) expect(helpText, command).toMatch(new RegExp(`--${option}\\b`))
  }
})

test.each([
  ['--port x', '--port'],
  ['--port -1', 'port'],
  ['--port 65536', '--port'],
  ['--port 1.5', '--port'],
  ['--port', '--port'],
  ['--bearer-seconds 0', '--bearer-seconds'],
  ['--host 0.0.0.0', '--host'],
  ['--allow-host a/b', '--allow-host'],
  ['--data=', '--data'],
  ['--tls-cert c', '--tls-key'],
  ['--tls --tls-cert c --tls-key k', '--tls-cert'],
  ['--registry-port 99999', '--registry-port'],
  ['--wrong', '--wrong'],
  ['-x', '-x'],
  ['sreve', 'sreve'],
  ['serve more', 'serve more'],
  ['--help=yes', '--help'],
  ['create', 'create'],
  ['create thing x', 'create thing'],
  ['create user', 'one name'],
  ['create user a b', 'one name'],
  ['create user Mira', 'Mira'],
  ['create user mira --private', '--private'],
  ['create organization orchard', '--owner'],
  ['create organization orchard --owner mira --plan gold', '--plan'],
  ['create repository web', 'NAMESPACE/NAME'],
  ['create repository orchard/We', 'NAMESPACE/NAME'],
  ['create repository orchard/a/b', 'NAMESPACE/NAME'],
  ['create repository orchard/w', 'NAMESPACE/NAME'],
  [`create repository orchard/web --description ${'x'.repeat(101)}`, '--description'],
  ['reset', '--yes'],
  ['seed now', 'seed now'],
])('%s is one clear line', (typed, about) => {
  expect(() => read(typed)).toThrow(UsageError)
  expect(() => read(typed)).toThrow(about)
  expect(() => read(typed)).not.toThrow('\n')
})

test('README.md lists exactly the options that there are', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const documented = [...readme.matchAll(/^\| (all|`[a-z ]+`) +\| `--([a-z-]+)/gm)].map(
    ([, command = '', option = '']) => `${command.replaceAll('`', '')} ${option}`,
  )
  const real = Object.entries(commandOptions).flatMap(([command, options]) =>
    Object.keys(options).map((option) => `${command} ${option}`),
  )
  expect(documented.sort()).toEqual(['all data', 'all help', ...real].sort())
})
