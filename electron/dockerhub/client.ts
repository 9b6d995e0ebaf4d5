// The client of a Docker-Hub-compatible API: sign-in renewed silently, reads retried, writes sent once.
import type * as z from 'zod'
import { isFailed } from '../../shared/errors.ts'
import { noWay } from '../../shared/no-way.ts'
import type { Answer } from './answer.ts'
import { sleep as realSleep } from './clock.ts'
import { exchange, type Fetch, type Method } from './exchange.ts'
import { failureOfAnswer, HubFailed } from './failures.ts'
import { longestSilentWait, retryAfterSeconds } from './rate-limit.ts'
import type { ServerClock } from './server-clock.ts'

export interface HubRequest<T> {
  method: Method
  /** Below the base address, such as `/v2/user/orgs`; names in it already encoded. */
  path: string
  query?: Record<string, string | number>
  body?: unknown
  /** The shape that a 2xx must have; null when its body does not matter. */
  answer: z.ZodType<T> | null
  /** Aborting rejects with the signal's own reason. */
  signal?: AbortSignal
}

export interface HubClient {
  /** Throws `HubFailed` (a `Failed`) for everything that is not the asked-for answer. */
  request<T>(request: HubRequest<T>): Promise<T>
}

export interface HubConnection extends HubClient {
  /** Whether the server answers at all, whatever it says. Nobody is signed in for it. Never throws. */
  isReachable(): Promise<boolean>
}

/** Where bearers come from. Both reject with `Failed signIn.needed` when the owner has to sign in. */
export interface BearerSource {
  current(): Promise<string>
  /** Called once per request after a 401; `used` is the bearer that the server refused. */
  renew(used: string): Promise<string>
}

export interface HubClientOptions {
  /** Without a slash at the end, and without `/v2`. */
  baseUrl: string
  fetch: Fetch
  /** Null for the few routes that need nobody. */
  bearer: BearerSource | null
  /** Told of every answer. */
  clock?: Pick<ServerClock, 'hear'>
  /** Seconds of network time for one call, all its tries together; waiting for a rate limit is not counted. */
  deadlineSeconds?: number
  /** Bytes of a decoded answer. */
  maximumBytes?: number
  /** The server asked every call of the client to wait so many seconds. */
  onHeld?: (seconds: number) => void
  /** Unix milliseconds. */
  now?: () => number
  /** Milliseconds that only go forward. */
  monotonic?: () => number
  /** 0 to 1. */
  random?: () => number
  sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>
}

const tries = 3
const firstPause = 250

/** One client per account: a rate limit holds every call of the client. */
export function createHubClient(options: HubClientOptions): HubConnection {
  const { baseUrl, fetch, bearer, deadlineSeconds = 30, maximumBytes = 4 * 1024 * 1024 } = options
  const {
    now = Date.now,
    monotonic = () => performance.now(),
    random = Math.random,
    sleep = realSleep,
  } = options
  let heldUntil = -Infinity

  async function waitForHold(signal: AbortSignal | undefined): Promise<void> {
    for (let left = heldUntil - monotonic(); left > 0; left = heldUntil - monotonic()) {
      if (left > longestSilentWait * 1000)
        throw new HubFailed('server.rateLimited', { retryAfter: Math.ceil(left / 1000), reach: 'notSent' })
      await sleep(left, signal)
    }
  }

  async function request<T>(request: HubRequest<T>): Promise<T> {
    const { method, path, signal } = request
    let budget = deadlineSeconds * 1000
    let renewed = false
    for (let attempt = 1; ;) {
      await waitForHold(signal)
      const used = bearer === null ? undefined : await unsent(bearer.current())
      const started = monotonic()
      try {
        const received = await exchange({
          baseUrl,
          fetch,
          method,
          path,
          query: request.query,
          body: request.body,
          bearer: used,
          deadline: budget,
          maximumBytes,
          ignoreBody: request.answer === null,
          signal,
        })
        options.clock?.hear(received.headers, monotonic() - started, path)
        if (received.status >= 200 && received.status < 300) return answerOf(request, received)
        const retryAfter = retryAfterSeconds(received.headers, now())
        if (received.status === 429) {
          heldUntil = Math.max(heldUntil, monotonic() + retryAfter * 1000)
          options.onHeld?.(retryAfter)
        }
        const secrets = used === undefined ? [] : [used]
        throw failureOfAnswer({
          method,
          path,
          status: received.status,
          content: received.content,
          retryAfter,
          secrets,
        })
      } catch (error) {
        if (!(error instanceof HubFailed)) throw error
        budget -= monotonic() - started
        if (error.failure.code === 'signIn.needed' && bearer !== null && used !== undefined && !renewed) {
          renewed = true
          await unsent(bearer.renew(used))
          continue
        }
        if (method !== 'GET' || !error.passing || attempt >= tries || budget <= 0) throw error
        if (error.failure.code !== 'server.rateLimited')
          await sleep(firstPause * 2 ** attempt * (0.5 + random() / 2), signal)
        attempt += 1
      }
    }
  }

  async function isReachable(): Promise<boolean> {
    try {
      const deadline = deadlineSeconds * 1000
      await exchange({
        baseUrl,
        fetch,
        method: 'GET',
        path: '/v2/',
        deadline,
        maximumBytes,
        ignoreBody: true,
      })
      return true
    } catch (error) {
      return !isFailed(error, ...noWay)
    }
  }

  return { request, isReachable }
}

/** A sign-in that failed on the way means that the request itself was not sent. */
async function unsent<T>(signingIn: Promise<T>): Promise<T> {
  try {
    return await signingIn
  } catch (error) {
    if (!(error instanceof HubFailed)) throw error
    const { code, ...more } = error.failure
    throw new HubFailed(code, { ...more, reach: 'notSent' }, { cause: error })
  }
}

function answerOf<T>({ answer }: HubRequest<T>, { content }: Answer): T {
  if (answer === null) return undefined as T
  if (content.kind !== 'json')
    throw unexpected(content.kind === 'empty' ? 'an empty answer' : `the answer is ${content.why}`)
  const parsed = answer.safeParse(content.value)
  if (parsed.success) return parsed.data
  // Paths only: a value could be a secret.
  throw unexpected(`the answer lacks ${parsed.error.issues[0]?.path.join('.') || 'the expected form'}`)
}

const unexpected = (detail: string): HubFailed =>
  new HubFailed('server.unexpected', { detail: detail.slice(0, 300), reach: 'maybeDone' })
