// Tells the ends of `docker login` and `docker logout` apart by what it wrote. Wording measured with CLI 28.2.2 and read in docker/cli 29.
import { Failed, type FailureCode } from '../../shared/errors.ts'
import { oneLine, redact } from '../redact.ts'
import type { ChildResult } from './child.ts'

// Saving comes first: an answer of the registry may stand further up in the same output.
const ends: readonly (readonly [RegExp, FailureCode])[] = [
  [
    /error saving credentials.*docker-credential-\S+.*(?:not found|no such file|cannot find)/i,
    'docker.helperMissing',
  ],
  [/error saving credentials/i, 'docker.notSaved'],
  [/\bunauthorized:|\bdenied:|status: 40[13]\b|incorrect username or password/i, 'docker.rejected'],
  [/\btoomanyrequests:|status: 429\b/i, 'server.rateLimited'],
  [/HTTP status: 5\d\d|status: 5\d\d\b/i, 'server.failed'],
  [/\bx509:|\btls:|certificate/i, 'server.certificate'],
  [
    /\bdial (?:tcp|udp|unix)\b|no such host|connection (?:refused|reset)|i\/o timeout|deadline exceeded|Client\.Timeout|unreachable|proxyconnect|\bEOF\b/i,
    'docker.unreachable',
  ],
  [
    /status: 404\b|unable to decode token response|HTTP response to HTTPS client|login attempt to/i,
    'server.unexpected',
  ],
]

// docker's own log lines tell of tries that were followed by another one; only its last words count.
const isLogLine = (line: string): boolean => /^time="/.test(line) || line.trim() === ''

/** Null when the login succeeded and was saved, else the failure to throw. `secrets` are taken out of its detail. */
export function failureOf(result: ChildResult, secrets: readonly string[]): Failed | null {
  if (result.ended === 'notStarted') return new Failed('docker.absent')
  if (result.ended === 'deadline') return new Failed('docker.timeout')
  if (result.ended === 'exit' && result.code === 0) return null
  const lines = result.output.split(/\r?\n/).filter((line) => !isLogLine(line))
  const detail = oneLine(redact(lines.at(-1) ?? '', secrets))
  const more = detail === '' ? {} : { detail }
  if (result.ended === 'aborted') return new Failed('internal', { detail: 'Granary is closing.' })
  const said = lines.slice(-5).join('\n')
  const code = ends.find(([pattern]) => pattern.test(said))?.[1] ?? 'internal'
  return new Failed(code, more)
}

/** Null when docker forgot the sign-in. It ends with 0 also where it could not, and only warns. */
export function failureOfLogout(result: ChildResult): Failed | null {
  const [, why] = /could not erase credentials:?\s*([^]*)/i.exec(result.output) ?? []
  if (why === undefined || result.ended !== 'exit') return failureOf(result, [])
  const detail = oneLine(redact(why))
  return new Failed('docker.notErased', detail === '' ? {} : { detail })
}
