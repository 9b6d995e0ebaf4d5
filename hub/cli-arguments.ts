// What was typed after `npm run hub --`, checked. Every mistake is one clear line.
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { standardPullsPerSixHours } from './usage/pulls.ts'
import { standardRequestsPerMinute } from './usage/requests.ts'

/** A mistake on the command line: exit code 2. */
export class UsageError extends Error {}

export interface ServeArguments {
  dataFolder: string
  port: number
  host: string
  bearerSeconds: number
  requestsPerMinute: number
  pullsPerSixHours: number
  extraHosts: string[]
  tls?: { cert: string; key: string }
}

const options = {
  data: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  'bearer-seconds': { type: 'string' },
  'requests-per-minute': { type: 'string' },
  'pulls-per-six-hours': { type: 'string' },
  'allow-host': { type: 'string', multiple: true },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

export const defaultFolder = join(homedir(), '.granary-hub')

function wholeNumber(
  name: string,
  text: string | undefined,
  standard: number,
  low: number,
  high: number,
): number {
  if (text === undefined) return standard
  const number = /^\d{1,9}$/.test(text) ? Number(text) : -1
  if (number < low || number > high)
    throw new UsageError(
      `--${name} must be a whole number from ${low} to ${high}, not ${JSON.stringify(text)}`,
    )
  return number
}

function parse(typed: string[]) {
  try {
    return parseArgs({ args: typed, options, allowPositionals: true, strict: true })
  } catch (error) {
    const [line = ''] = error instanceof Error ? error.message.split(/\n|\. To specify/) : []
    throw new UsageError(`${line.replace(/\.$/, '')} (see --help)`)
  }
}

export function readArguments(typed: string[]): ServeArguments | 'help' {
  const { values, positionals } = parse(typed)
  if (values.help) return 'help'
  const [command = 'serve', ...rest] = positionals
  if (command !== 'serve' || rest.length > 0)
    throw new UsageError(`unknown command ${JSON.stringify(positionals.join(' '))} (see --help)`)
  if (values.data === '') throw new UsageError('--data must name a folder')
  const host = values.host ?? '127.0.0.1'
  if (!['127.0.0.1', '::1', 'localhost'].includes(host))
    throw new UsageError(
      '--host must be 127.0.0.1, ::1 or localhost: the Local Hub is for this computer only',
    )
  const extraHosts = (values['allow-host'] ?? []).map((value) => value.toLowerCase())
  for (const value of extraHosts)
    if (!/^[a-z0-9.-]+(:\d{1,5})?$/.test(value))
      throw new UsageError(`--allow-host must be HOST or HOST:PORT, not ${JSON.stringify(value)}`)
  const [cert, key] = [values['tls-cert'], values['tls-key']]
  if ((cert === undefined) !== (key === undefined))
    throw new UsageError('--tls-cert and --tls-key go together')
  return {
    dataFolder: resolve(values.data ?? defaultFolder),
    port: wholeNumber('port', values.port, 0, 0, 65_535),
    host,
    bearerSeconds: wholeNumber('bearer-seconds', values['bearer-seconds'], 600, 1, 31_536_000),
    requestsPerMinute: wholeNumber(
      'requests-per-minute',
      values['requests-per-minute'],
      standardRequestsPerMinute,
      0,
      1_000_000,
    ),
    pullsPerSixHours: wholeNumber(
      'pulls-per-six-hours',
      values['pulls-per-six-hours'],
      standardPullsPerSixHours,
      0,
      1_000_000,
    ),
    extraHosts,
    ...(cert !== undefined && key !== undefined && { tls: { cert, key } }),
  }
}
