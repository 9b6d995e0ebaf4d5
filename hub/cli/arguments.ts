// What was typed after `npm run hub --`, checked. Every mistake is one clear line.
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { standardPullsPerSixHours } from '../usage/pulls.ts'
import { standardRequestsPerMinute } from '../usage/requests.ts'

/** A mistake on the command line: exit code 2. */
export class UsageError extends Error {}

export interface ServeArguments {
  command: 'serve'
  dataFolder: string
  port: number
  host: string
  bearerSeconds: number
  /** 0: no limit. */
  requestsPerMinute: number
  /** 0: no limit. */
  pullsPerSixHours: number
  extraHosts: string[]
  /** `own`: with a certificate from an authority of its own. */
  tls?: 'own' | { cert: string; key: string }
  /** Leave an empty folder empty instead of making the demo. */
  empty: boolean
  /** The port for a CNCF Distribution registry beside it (0: any), or null for none. */
  registryPort: number | null
}

export type CreateArguments = { command: 'create'; dataFolder: string } & (
  | { what: 'user'; name: string; fullName: string; email: string; passwordFromInput: boolean }
  | {
      what: 'organization'
      name: string
      fullName: string
      owner: string
      plan: 'team' | 'business' | null
    }
  | { what: 'repository'; namespace: string; name: string; description: string; isPrivate: boolean }
)

export type Arguments =
  | ServeArguments
  | CreateArguments
  | { command: 'seed'; dataFolder: string }
  | { command: 'reset'; dataFolder: string }
  | 'help'

type Options = NonNullable<ParseArgsConfig['options']>
type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>

const common = { data: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const satisfies Options

/** The options of each command, the common ones apart; the help is checked against them. */
export const commandOptions = {
  serve: {
    port: { type: 'string' },
    host: { type: 'string' },
    'bearer-seconds': { type: 'string' },
    'requests-per-minute': { type: 'string' },
    'pulls-per-six-hours': { type: 'string' },
    'allow-host': { type: 'string', multiple: true },
    tls: { type: 'boolean' },
    'tls-cert': { type: 'string' },
    'tls-key': { type: 'string' },
    empty: { type: 'boolean' },
    registry: { type: 'boolean' },
    'registry-port': { type: 'string' },
  },
  'create user': {
    'full-name': { type: 'string' },
    email: { type: 'string' },
    'password-stdin': { type: 'boolean' },
  },
  'create organization': {
    'full-name': { type: 'string' },
    owner: { type: 'string' },
    plan: { type: 'string' },
  },
  'create repository': { description: { type: 'string' }, private: { type: 'boolean' } },
  seed: {},
  reset: { yes: { type: 'boolean' } },
} as const satisfies Record<string, Options>

type Command = keyof typeof commandOptions

export const defaultFolder = join(homedir(), '.granary-hub')

export function readArguments(typed: string[]): Arguments {
  const { command, rest } = commandOf(typed)
  const { values, positionals } = parse(rest, commandOptions[command])
  if (values['help'] === true) return 'help'
  if (values['data'] === '') throw new UsageError('--data must name a folder')
  const dataFolder = resolve(text(values, 'data', defaultFolder))
  if (command.startsWith('create ')) return readCreate(command, values, positionals, dataFolder)
  if (positionals.length > 0)
    throw new UsageError(
      `unknown command ${JSON.stringify([command, ...positionals].join(' '))} (see --help)`,
    )
  if (command === 'serve') return readServe(values, dataFolder)
  if (command === 'reset' && values['yes'] !== true)
    throw new UsageError(`reset deletes what the Local Hub keeps in ${dataFolder}: add --yes to do so`)
  return { command: command === 'seed' ? 'seed' : 'reset', dataFolder }
}

/** The command is the first word, or the first two after `create`; without one it is `serve`. */
function commandOf(typed: string[]): { command: Command; rest: string[] } {
  const [first = '', second = ''] = typed
  if (first === '' || first.startsWith('-')) return { command: 'serve', rest: typed }
  const length = first === 'create' ? 2 : 1
  const command = first === 'create' ? `create ${second}` : first
  if (first === 'create' && ['--help', '-h'].includes(second)) return { command: 'serve', rest: ['--help'] }
  if (!Object.hasOwn(commandOptions, command))
    throw new UsageError(`unknown command ${JSON.stringify(command.trim())} (see --help)`)
  return { command: command as Command, rest: typed.slice(length) }
}

function parse(typed: string[], own: Options): { values: Values; positionals: string[] } {
  try {
    return parseArgs({ args: typed, options: { ...common, ...own }, allowPositionals: true, strict: true })
  } catch (error) {
    const [line = ''] = error instanceof Error ? error.message.split(/\n|\. To specify/) : []
    throw new UsageError(`${line.replace(/\.$/, '')} (see --help)`)
  }
}

function text(values: Values, name: string, standard = ''): string {
  const value = values[name]
  return typeof value === 'string' ? value : standard
}

function readServe(values: Values, dataFolder: string): ServeArguments {
  const host = text(values, 'host', '127.0.0.1')
  if (!['127.0.0.1', '::1', 'localhost'].includes(host))
    throw new UsageError(
      '--host must be 127.0.0.1, ::1 or localhost: the Local Hub is for this computer only',
    )
  const allowed = values['allow-host']
  const extraHosts = (Array.isArray(allowed) ? allowed : []).map((value) => String(value).toLowerCase())
  for (const value of extraHosts)
    if (!/^[a-z0-9.-]+(:\d{1,5})?$/.test(value))
      throw new UsageError(`--allow-host must be HOST or HOST:PORT, not ${JSON.stringify(value)}`)
  const tls = readTls(values)
  const registryPort =
    values['registry-port'] === undefined ? 0 : wholeNumber(values, 'registry-port', 0, 0, 65_535)
  return {
    command: 'serve',
    dataFolder,
    port: wholeNumber(values, 'port', 0, 0, 65_535),
    host,
    bearerSeconds: wholeNumber(values, 'bearer-seconds', 600, 1, 31_536_000),
    requestsPerMinute: wholeNumber(values, 'requests-per-minute', standardRequestsPerMinute, 0, 1_000_000),
    pullsPerSixHours: wholeNumber(values, 'pulls-per-six-hours', standardPullsPerSixHours, 0, 1_000_000),
    extraHosts,
    ...(tls && { tls }),
    empty: values['empty'] === true,
    registryPort: values['registry'] === true || values['registry-port'] !== undefined ? registryPort : null,
  }
}

function readTls(values: Values): ServeArguments['tls'] {
  const [cert, key] = [text(values, 'tls-cert'), text(values, 'tls-key')]
  if ((cert === '') !== (key === '')) throw new UsageError('--tls-cert and --tls-key go together')
  if (cert !== '' && values['tls'] === true)
    throw new UsageError('--tls makes its own certificate: leave it out, or leave out --tls-cert')
  if (cert !== '') return { cert, key }
  return values['tls'] === true ? 'own' : undefined
}

function wholeNumber(values: Values, name: string, standard: number, low: number, high: number): number {
  if (values[name] === undefined) return standard
  const typed = text(values, name)
  const number = /^\d{1,9}$/.test(typed) ? Number(typed) : -1
  if (number < low || number > high)
    throw new UsageError(
      `--${name} must be a whole number from ${low} to ${high}, not ${JSON.stringify(typed)}`,
    )
  return number
}

// Docker IDs and organization names: 4 to 30 lower-case letters and digits.
const accountName = /^[a-z0-9]{4,30}$/
const repositoryName = /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/

function readCreate(
  command: Command,
  values: Values,
  positionals: string[],
  dataFolder: string,
): CreateArguments {
  const [name = '', ...more] = positionals
  if (name === '' || more.length > 0) throw new UsageError(`${command} takes one name (see --help)`)
  if (command === 'create repository') return readRepository(name, values, dataFolder)
  if (!accountName.test(name))
    throw new UsageError(`a name has 4 to 30 lower-case letters and digits, unlike ${JSON.stringify(name)}`)
  const fullName = text(values, 'full-name', name)
  if (command === 'create user')
    return {
      command: 'create',
      what: 'user',
      dataFolder,
      name,
      fullName,
      email: text(values, 'email', `${name}@example.com`),
      passwordFromInput: values['password-stdin'] === true,
    }
  const owner = text(values, 'owner')
  if (owner === '') throw new UsageError('create organization needs --owner USER')
  const plan = text(values, 'plan', 'team')
  if (plan !== 'team' && plan !== 'business' && plan !== 'none')
    throw new UsageError(`--plan must be team, business or none, not ${JSON.stringify(plan)}`)
  const known = { command: 'create', what: 'organization', dataFolder, name, fullName, owner } as const
  return { ...known, plan: plan === 'none' ? null : plan }
}

function readRepository(path: string, values: Values, dataFolder: string): CreateArguments {
  const [namespace = '', name = '', ...more] = path.split('/')
  const good = more.length === 0 && accountName.test(namespace) && repositoryName.test(name)
  if (!good || name.length < 2 || name.length > 255)
    throw new UsageError(`a repository is NAMESPACE/NAME in lower case, unlike ${JSON.stringify(path)}`)
  const description = text(values, 'description')
  if (description.length > 100) throw new UsageError('--description has 100 characters at most')
  const isPrivate = values['private'] === true
  return { command: 'create', what: 'repository', dataFolder, namespace, name, description, isPrivate }
}
