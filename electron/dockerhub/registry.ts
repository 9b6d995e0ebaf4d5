// What a registry lets someone do: its token service is asked with the secret, and the answer is read, not used.
import { Failed } from '../../shared/errors.ts'
import type { Answer } from './answer.ts'
import { type RegistryAddress, readChallenge } from './challenge.ts'
import { type Exchange, type Fetch, exchange } from './exchange.ts'
import { failureOfAnswer, HubFailed } from './failures.ts'
import { parseJson } from './json.ts'
import { retryAfterSeconds } from './rate-limit.ts'
import { presentable, serverWords } from './server-words.ts'

export interface RegistryDoor extends RegistryAddress {
  fetch: Fetch
  /** Seconds for everything together. */
  deadlineSeconds?: number
  /** Unix milliseconds. */
  now?: () => number
  /** Milliseconds that only go forward. */
  monotonic?: () => number
}

export interface Wish {
  /** With its namespace. */
  repository: string
  actions: readonly string[]
}

export type RegistryRefusal = 'wrong' | 'deactivated' | 'expired' | 'wrongName'

export type RegistryAnswer =
  /** `granted` by repository; null when the registry's tokens cannot be read. `subject`: whom it takes one for. */
  | { signedIn: true; subject: string | null; granted: ReadonlyMap<string, readonly string[]> | null }
  /** `words` are the registry's own. */
  | { signedIn: false; refusal: RegistryRefusal; words: string | null }

/** Docker Hub's own: another realm than this is not to have a secret, whoever answers. */
export const dockerHubRegistry: RegistryAddress = {
  url: 'https://registry-1.docker.io',
  realmHost: 'auth.docker.io',
}

const wishesAtOnce = 20
const maximumBytes = 256 * 1024

/**
 * Asks for what is wished, 20 repositories at a time. The secret goes to the realm alone. Throws `server.*` and
 * `registry.untrusted`. `onProgress` is told how many repositories were asked for.
 */
export async function askRegistry(
  door: RegistryDoor,
  credential: { username: string; secret: string },
  wishes: readonly Wish[],
  onProgress: (asked: number) => void = () => undefined,
): Promise<RegistryAnswer> {
  const { monotonic = () => performance.now(), deadlineSeconds = 30 } = door
  const end = monotonic() + deadlineSeconds * 1000
  const send = (more: Pick<Exchange, 'baseUrl' | 'path' | 'basic'>): Promise<Answer> => {
    const deadline = end - monotonic()
    if (deadline <= 0) throw new HubFailed('server.timeout', { reach: 'notSent', passing: true })
    return exchange({ fetch: door.fetch, method: 'GET', deadline, maximumBytes, ...more })
  }

  const base = await send({ baseUrl: door.url, path: '/v2/' })
  const challenge = base.status === 401 ? readChallenge(base.headers.get('www-authenticate'), door) : null
  if (challenge === null) throw notARegistry(base)
  const { realm, service } = challenge
  if (service !== null) realm.searchParams.set('service', service)

  const granted = new Map<string, readonly string[]>()
  let subject: string | null = null
  let readable = true
  for (let at = 0; at === 0 || at < wishes.length; at += wishesAtOnce) {
    const some = wishes.slice(at, at + wishesAtOnce)
    const answer = await send({ baseUrl: withScopes(realm, some), path: '', basic: credential })
    if (answer.status < 200 || answer.status >= 300) return refusalOf(door, realm, credential, answer)
    const claims = claimsOf(answer)
    readable &&= claims !== null
    subject ??= claims?.subject ?? null
    for (const [repository, actions] of claims?.granted ?? []) granted.set(repository, actions)
    onProgress(at + some.length)
  }
  return { signedIn: true, subject, granted: readable ? granted : null }
}

function withScopes(realm: URL, wishes: readonly Wish[]): string {
  const url = new URL(realm)
  for (const { repository, actions } of wishes)
    url.searchParams.append('scope', `repository:${repository}:${actions.join(',')}`)
  return url.href
}

function notARegistry({ status, headers }: Answer): HubFailed {
  if (status === 429)
    return new HubFailed('server.rateLimited', {
      retryAfter: retryAfterSeconds(headers, Date.now()),
      reach: 'refused',
      passing: true,
    })
  if (status >= 500)
    return new HubFailed('server.failed', { detail: `HTTP ${status}`, reach: 'refused', passing: true })
  return new HubFailed('server.unexpected', {
    detail: `the registry does not ask for a token (HTTP ${status})`,
    reach: 'refused',
  })
}

function refusalOf(
  { now = Date.now }: RegistryDoor,
  realm: URL,
  { username, secret }: { username: string; secret: string },
  { status, headers, content }: Answer,
): RegistryAnswer {
  const secrets = [secret, Buffer.from(`${username}:${secret}`).toString('base64')]
  if (status === 401 || status === 403) {
    const words = content.kind === 'json' ? registryWords(content.value, secrets) : undefined
    return { signedIn: false, refusal: refusalIn(words ?? ''), words: words ?? null }
  }
  const retryAfter = retryAfterSeconds(headers, now())
  throw failureOfAnswer({ method: 'GET', path: realm.pathname, status, content, retryAfter, secrets })
}

/** Docker Hub answers `details`, the registry protocol `errors`. */
function registryWords(body: unknown, secrets: readonly string[]): string | undefined {
  const { details, errors } = (body ?? {}) as { details?: unknown; errors?: unknown }
  const first: unknown = Array.isArray(errors)
    ? (errors[0] as { message?: unknown } | null)?.message
    : undefined
  const words = [details, first].find((one) => typeof one === 'string' && one.trim() !== '')
  return typeof words === 'string' ? presentable(words, secrets) : serverWords(body, secrets)
}

function refusalIn(words: string): RegistryRefusal {
  if (/\bexpired\b/i.test(words)) return 'expired'
  if (/\b(deactivated|inactive|disabled|revoked)\b/i.test(words)) return 'deactivated'
  return /\bname of (that|the) organization\b/i.test(words) ? 'wrongName' : 'wrong'
}

interface Claims {
  subject: string | null
  granted: [repository: string, actions: string[]][]
}

/** What the token says of itself, unverified: to be shown, never to be relied on. Null when it does not say. */
function claimsOf({ content }: Answer): Claims | null {
  if (content.kind !== 'json') {
    const why = content.kind === 'empty' ? 'an empty answer' : `the answer is ${content.why}`
    throw new HubFailed('server.unexpected', { detail: why, reach: 'maybeDone' })
  }
  const { token, access_token } = (content.value ?? {}) as Record<string, unknown>
  const text = [token, access_token].find((one) => typeof one === 'string' && one !== '')
  if (typeof text !== 'string') throw new Failed('server.unexpected', { detail: 'the answer lacks token' })
  try {
    const payload = parseJson(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString('utf8'))
    const { sub, access } = payload as { sub?: unknown; access?: unknown }
    // A token that opens nothing may leave the list out, or have null there.
    const entries: unknown[] = Array.isArray(access) ? access : []
    return { subject: typeof sub === 'string' ? sub : null, granted: entries.flatMap(grantIn) }
  } catch {
    return null
  }
}

function grantIn(entry: unknown): Claims['granted'] {
  const { type, name, actions } = (entry ?? {}) as Record<string, unknown>
  if (type !== 'repository' || typeof name !== 'string' || !Array.isArray(actions)) return []
  return [[name, actions.filter((action) => typeof action === 'string')]]
}
