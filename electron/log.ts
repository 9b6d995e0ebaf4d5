// The app's own log: events with allow-listed fields. No message, no value of a call, no address ever gets in.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import electronLog from 'electron-log/node'
import { Failed } from '../shared/errors.ts'
import { redact } from './redact.ts'

/** What a line may carry. Words are short names (an area, a code, a version), never text from elsewhere. */
export interface LogFields {
  area?: string
  call?: string
  code?: string
  state?: string
  version?: string
  platform?: string
  milliseconds?: number
  count?: number
  status?: number
}

const allowed: readonly string[] = [
  'area',
  'call',
  'code',
  'state',
  'version',
  'platform',
  'milliseconds',
  'count',
  'status',
] satisfies (keyof LogFields)[]

type Write = (event: string, fields?: LogFields, error?: unknown) => void

export interface Log {
  info: Write
  warn: Write
  error: Write
}

// Two files, this one and the one before, stay below 5 MB together.
const fileLimit = 2_400_000
const lineLimit = 4_000

const word = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

function fieldText(fields: LogFields): string {
  return Object.entries(fields)
    .filter(([name, value]) => allowed.includes(name) && value !== undefined)
    .map(([name, value]: [string, unknown]) => {
      const fits =
        typeof value === 'number' ? Number.isFinite(value) : typeof value === 'string' && word.test(value)
      return ` ${name}=${fits ? String(value) : '?'}`
    })
    .join('')
}

/** File names and positions of a stack, without its message and without the folders above the file. */
function frames(stack: string): string[] {
  return stack
    .split('\n')
    .filter((line) => /^\s+at .{1,300}:\d+:\d+\)?$/.test(line))
    .slice(0, 12)
    .map((line) => line.trim().replace(/(^at |\()(?:async )?(?:[a-z]+:\/\/)?[^()]*[\\/]/, '$1'))
}

/** What an error is, not what it says: messages quote the input that they complain about. */
function errorText(error: unknown): string {
  const parts: string[] = []
  let stack: string | undefined
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth += 1) {
    const code: unknown = at instanceof Failed ? at.failure.code : (at as NodeJS.ErrnoException).code
    parts.push(
      `${word.test(at.name) ? at.name : '?'}${typeof code === 'string' && word.test(code) ? `(${code})` : ''}`,
    )
    stack ??= at.stack
  }
  if (parts.length === 0) return error === undefined ? '' : ` error=${typeof error}`
  return [` error=${parts.join('<')}`, ...frames(stack ?? '')].join('\n    ')
}

/** Opens `main.log` in `folder`, which is made when it is missing. `echo` also writes to the terminal. */
export function openLog(options: { folder: string; echo?: boolean }): Log {
  const { folder, echo = false } = options
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch {
    // An app that cannot log still works; electron-log says so on the terminal.
  }
  const logger = electronLog.create({ logId: `granary:${folder}` })
  const { file, console: terminal, ipc, remote } = logger.transports
  file.resolvePathFn = () => join(folder, 'main.log')
  file.maxSize = fileLimit
  file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' }
  file.format = ({ message }) => [`${message.date.toISOString()} ${message.level} ${String(message.data[0])}`]
  terminal.level = echo ? 'info' : false
  if (ipc) ipc.level = false
  if (remote) remote.level = false

  const write =
    (level: 'info' | 'warn' | 'error'): Write =>
    (event, fields = {}, error) => {
      const text = `${event}${fieldText(fields)}${errorText(error)}`
      logger[level](redact(text.slice(0, lineLimit)))
    }
  return { info: write('info'), warn: write('warn'), error: write('error') }
}
