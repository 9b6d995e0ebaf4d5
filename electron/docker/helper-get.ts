// Asks a credential helper for one sign-in (`docker-credential-NAME get`); it is never told to store or erase.
import { posix, win32 } from 'node:path'
import * as z from 'zod'
import { Failed } from '../../shared/errors.ts'
import { oneLine, redact } from '../redact.ts'
import { runChild } from './child.ts'

/** A sign-in as docker keeps it. */
export interface CliLogin {
  /** `<token>` when the secret is a registry's identity token. */
  username: string
  secret: string
}

const answerSchema = z.object({ Username: z.string(), Secret: z.string() })

// The protocol's own words, compared as docker does; docker-credential-helpers credentials/error.go.
const notFound = 'credentials not found in native keychain'

// What libsecret, macOS and Windows say of a store that nobody unlocked. The last is how docker-credential-secretservice
// crashes then (0.6.4, measured): it reads the secret without looking whether it got one.
const locked =
  /\block(ed)?\b|unlock|prompt.*dismiss|dismiss.*prompt|user interaction|user cancel|secret_value_get/i

/**
 * The sign-in under `key`, or null when the helper has none. Throws dockerSession.helperFailed, .helperLocked or
 * .helperTimeout; `detail` is the helper's own line without anything that looks like a secret.
 */
export async function askHelper(question: {
  /** Absolute path of the helper. */
  program: string
  key: string
  env: Record<string, string>
  platform: NodeJS.Platform
  /** Milliseconds until it is killed. */
  deadline: number
  signal?: AbortSignal | undefined
}): Promise<CliLogin | null> {
  const { program, key, env, platform, deadline, signal } = question
  const path = platform === 'win32' ? win32 : posix
  const result = await runChild({
    file: program,
    args: ['get'],
    env,
    cwd: path.dirname(program),
    input: key,
    deadline,
    signal,
    platform,
  })
  if (result.ended === 'deadline') throw new Failed('dockerSession.helperTimeout')
  if (result.ended === 'exit' && result.code === 0) return parsed(result.answer)
  if (result.ended === 'aborted') throw new Failed('internal', { detail: 'Granary is closing.' })
  // Errors are on standard output; a helper that crashes writes its stack elsewhere, of which the first line tells most.
  const answer = (result.answer ?? '').trim()
  // What looks like a sign-in is none of an error's business, whatever the helper's exit code was.
  const said = /[{}]/.test(answer)
    ? 'It failed after it had answered.'
    : answer || (result.output.trim().split('\n')[0] ?? '')
  if (said === notFound) return null
  const detail = oneLine(redact(said))
  throw new Failed(
    locked.test(said) ? 'dockerSession.helperLocked' : 'dockerSession.helperFailed',
    detail === '' ? {} : { detail },
  )
}

function parsed(answer: string | null): CliLogin | null {
  const failed = (detail: string) => new Failed('dockerSession.helperFailed', { detail })
  if (answer === null) throw failed('Its answer is too long.')
  let json: unknown
  try {
    json = JSON.parse(answer)
  } catch {
    throw failed('Its answer is not JSON.')
  }
  const { data } = answerSchema.safeParse(json)
  if (data === undefined) throw failed('Its answer lacks Username and Secret.')
  return data.Secret === '' ? null : { username: data.Username, secret: data.Secret }
}
