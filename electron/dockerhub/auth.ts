// Signing in: a user name with a password (and its second factor) or a personal access token becomes a bearer.
import { Failed, type FailureCode } from '../../shared/errors.ts'
import {
  accessTokenAnswer,
  loginAnswer,
  organizationLoginDetail,
  secondFactorAnswer,
  secondFactorDetail,
} from '../../shared/hub/auth.ts'
import type { Answer } from './answer.ts'
import { bearerLifetime, isBearer } from './bearer.ts'
import { exchange, type Fetch } from './exchange.ts'
import { failureOfAnswer, HubFailed, isSessionRefusal } from './failures.ts'
import { retryAfterSeconds } from './rate-limit.ts'
import { serverWords } from './server-words.ts'

/** Where to sign in. */
export interface HubDoor {
  /** Without a slash at the end. */
  baseUrl: string
  fetch: Fetch
  deadlineSeconds?: number
  /** Unix milliseconds. */
  now?: () => number
}

export interface Credential {
  username: string
  /** A password or a personal access token. */
  secret: string
}

export interface Bearer {
  bearer: string
  /** Seconds it still lives by the server's clock; null when it does not say. */
  lifetime: number | null
}

export type SignInOutcome = ({ step: 'done' } & Bearer) | { step: 'code'; loginToken: string }

const maximumBytes = 64 * 1024

const isPersonalAccessToken = (secret: string) => secret.startsWith('dckr_pat_')
const isOrganizationAccessToken = (secret: string) => secret.startsWith('dckr_oat_')

/**
 * Signs in. A personal access token goes to /v2/auth/token, a password to /v2/users/login, and each to the other
 * when the server does not serve that route. Throws `signIn.wrong`, `signIn.locked` (with `retryAfter`),
 * `signIn.notAPerson`, `signIn.sessionRefused` or `server.*`.
 */
export async function signIn(door: HubDoor, credential: Credential): Promise<SignInOutcome> {
  // It would sign in to a session that may not manage tokens, under the organization's name.
  if (isOrganizationAccessToken(credential.secret)) throw new Failed('signIn.notAPerson')
  const ways = isPersonalAccessToken(credential.secret) ? [byToken, byLogin] : [byLogin, byToken]
  const [first, second] = ways as [typeof byToken, typeof byLogin]
  return (await first(door, credential)) ?? (await second(door, credential)) ?? absent()
}

/** Null when the server does not know the route. */
type Way = (door: HubDoor, credential: Credential) => Promise<SignInOutcome | null>

const byLogin: Way = async (door, { username, secret }) => {
  const answer = await post(door, '/v2/users/login', { username, password: secret })
  if (isRouteMissing(answer)) return null
  const challenge = secondFactorAnswer.safeParse(jsonOf(answer))
  if (answer.status === 401 && challenge.success && challenge.data.detail === secondFactorDetail)
    return { step: 'code', loginToken: challenge.data.login_2fa_token }
  refuse(door, answer, [secret], 'signIn.wrong')
  return { step: 'done', ...bearerOf(door, answer, loginAnswer.safeParse(jsonOf(answer)).data?.token) }
}

const byToken: Way = async (door, { username, secret }) => {
  const answer = await post(door, '/v2/auth/token', { identifier: username, secret })
  if (isRouteMissing(answer)) return null
  refuse(door, answer, [secret], 'signIn.wrong')
  return {
    step: 'done',
    ...bearerOf(door, answer, accessTokenAnswer.safeParse(jsonOf(answer)).data?.access_token),
  }
}

/**
 * The second step: the code from the owner's authenticator. Throws `signIn.codeWrong`, `signIn.locked`, `signIn.needed`
 * when the first step is too long ago, or `server.*`.
 */
export async function submitCode(door: HubDoor, loginToken: string, code: string): Promise<Bearer> {
  const answer = await post(door, '/v2/users/2fa-login', { login_2fa_token: loginToken, code })
  const words = serverWords(jsonOf(answer), [loginToken, code]) ?? ''
  // Docker publishes no words for it; the Local Hub's are among these.
  const startAgain = /\b(expired?|took too long|start again|sign in again)\b/i.test(words)
  refuse(door, answer, [loginToken, code], startAgain ? 'signIn.needed' : 'signIn.codeWrong')
  return bearerOf(door, answer, loginAnswer.safeParse(jsonOf(answer)).data?.token)
}

const post = (door: HubDoor, path: string, body: unknown): Promise<Answer> =>
  exchange({
    baseUrl: door.baseUrl,
    fetch: door.fetch,
    method: 'POST',
    path,
    body,
    deadline: (door.deadlineSeconds ?? 30) * 1000,
    maximumBytes,
  })

const jsonOf = ({ content }: Answer): unknown => (content.kind === 'json' ? content.value : undefined)

const isRouteMissing = ({ status }: Answer): boolean => status === 404 || status === 405 || status === 501

function absent(): never {
  throw new HubFailed('server.unexpected', { detail: 'HTTP 404', reach: 'refused' })
}

/** Throws for every answer that is not a 2xx. `wrong` is what a refusal of the credential is called here. */
function refuse(door: HubDoor, answer: Answer, secrets: readonly string[], wrong: FailureCode): void {
  const { status, content, headers } = answer
  if (status >= 200 && status < 300) return
  const words = serverWords(jsonOf(answer), secrets)
  const retryAfter = retryAfterSeconds(headers, (door.now ?? Date.now)())
  const detail = words === undefined ? {} : { detail: words }
  if (status === 429) throw new Failed('signIn.locked', { ...detail, retryAfter })
  if (words?.includes(organizationLoginDetail)) throw new Failed('signIn.notAPerson', detail)
  // Docker documents that passwords are refused where the organization enforces single sign-on.
  const refusedSession = isSessionRefusal(words) || /\bSSO\b|single sign/i.test(words ?? '')
  if ((status === 401 || status === 403) && refusedSession) throw new Failed('signIn.sessionRefused', detail)
  if (content.kind === 'unreadable' && status < 500)
    throw new HubFailed('server.unexpected', { detail: `HTTP ${status}`, reach: 'refused' })
  if (status === 400 || status === 401 || status === 422) throw new Failed(wrong, detail)
  throw failureOfAnswer({ method: 'POST', path: '/v2/auth', status, content, retryAfter, secrets })
}

function bearerOf(door: HubDoor, answer: Answer, bearer: string | undefined): Bearer {
  if (bearer === undefined || !isBearer(bearer))
    throw new HubFailed('server.unexpected', { detail: 'the answer lacks a bearer', reach: 'refused' })
  const date = Date.parse(answer.headers.get('date') ?? '')
  const serverNow = Number.isNaN(date) ? (door.now ?? Date.now)() : date
  return { bearer, lifetime: bearerLifetime(bearer, serverNow) }
}
