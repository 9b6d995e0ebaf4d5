// Signing in to proxies. Chromium remembers for each of its sessions what a proxy was given, and Electron's `fetch` asks
// nobody for it: so when a proxy turns a request away, this knocks at it once through the same session, with what the
// keychain or the owner has for it, and sends the request again. The server saw nothing of the first one.
import * as z from 'zod'
import type { ProxyState } from '../shared/contract/proxies.ts'
import { Failed, isFailed } from '../shared/errors.ts'
import type { Fetch } from './dockerhub/exchange.ts'
import { HubFailed } from './dockerhub/failures.ts'
import type { Keychain } from './keychain/keychain.ts'
import { proxyName } from './keychain/names.ts'

const credentialsSchema = z.object({ username: z.string().min(1), password: z.string().min(1) })
export type ProxyCredentials = z.infer<typeof credentialsSchema>

/** A proxy (`host:port`) asks; `refused`: what it was given just now it did not take. Null: there is nothing to give. */
export type AnswerProxy = (challenge: { proxy: string; refused: boolean }) => Promise<ProxyCredentials | null>

/** through: the way to the server is open. turnedAway: the proxy was given nothing that it takes. stopped: by something else. */
export type Knocked = 'through' | 'turnedAway' | 'stopped'

/** One of Chromium's network sessions, as far as proxies matter. */
export interface ProxySession {
  fetch: Fetch
  /** Sends a request without a body to this address and lets `answer` speak to the proxy on the way. Never throws. */
  knock(url: string, answer: AnswerProxy): Promise<Knocked>
  /** Forgets what proxies were given. */
  forget(): Promise<void>
}

export interface Proxies {
  /** A `fetch` through a session; fails with `proxy.signInNeeded` when the owner has to sign in to a proxy first. */
  through(session: ProxySession): Fetch
  state(): ProxyState
  /** @throws Failed proxy.signInWrong, server.unreachable */
  signIn(proxy: string, credentials: ProxyCredentials, keep: boolean): Promise<{ kept: boolean }>
  /** @throws Failed keychain.* when its password may still be kept */
  forget(proxy: string): Promise<void>
}

export interface ProxiesParts {
  keychain: Pick<Keychain, 'get' | 'set' | 'remove'>
  changed(state: ProxyState): void
  /** The owner signed in to a proxy: servers can be reached again. */
  onSignedIn(): void
}

interface Wanted {
  proxy: string
  refused: boolean
  /** The way at which it asked. */
  knock(answer: AnswerProxy): Promise<Knocked>
}

export function createProxies({ keychain, changed, onSignedIn }: ProxiesParts): Proxies {
  const sessions = new Set<ProxySession>()
  const given = new Map<string, ProxyCredentials & { kept: boolean }>()
  /** Proxies that did not take what the keychain has for them: it is not tried again, for accounts get locked. */
  const keptWrong = new Set<string>()
  let wanted: Wanted | null = null

  const state = (): ProxyState => ({
    wanted: wanted && { proxy: wanted.proxy, refused: wanted.refused },
    signedIn: [...given].map(([proxy, { username, kept }]) => ({ proxy, username, kept })),
  })
  function want(next: Wanted | null): void {
    const same = wanted?.proxy === next?.proxy && wanted?.refused === next?.refused
    wanted = next
    if (!same) changed(state())
  }

  async function credentialsFor(proxy: string): Promise<ProxyCredentials | null> {
    const known = given.get(proxy)
    if (known || keptWrong.has(proxy)) return known ?? null
    const read = await keychain.get(proxyName(proxy))
    const kept = read.state === 'found' ? credentialsSchema.safeParse(parsed(read.value)) : null
    if (!kept?.success) return null
    given.set(proxy, { ...kept.data, kept: true })
    return kept.data
  }

  /** With what is known; what is not, the owner is asked for. */
  function knockAt(session: ProxySession, url: string): Promise<Knocked> {
    const knock = (answer: AnswerProxy) => session.knock(url, answer)
    return knock(async ({ proxy, refused }) => {
      if (refused) {
        given.delete(proxy)
        keptWrong.add(proxy)
      }
      const known = refused ? null : await credentialsFor(proxy)
      if (known === null) want({ proxy, refused: refused || keptWrong.has(proxy), knock })
      return known
    })
  }

  async function keep(proxy: string, credentials: ProxyCredentials, wish: boolean): Promise<boolean> {
    try {
      if (wish) await keychain.set(proxyName(proxy), JSON.stringify(credentials))
      // What is there did not work.
      else if (keptWrong.has(proxy)) await keychain.remove(proxyName(proxy))
      return wish
    } catch (error) {
      if (!isFailed(error)) throw error
      return false
    }
  }

  return {
    through(session) {
      sessions.add(session)
      /** Of requests that are turned away together one knocks, at each server. */
      const knocking = new Map<string, Promise<Knocked>>()
      function knockOnce(url: string): Promise<Knocked> {
        const { origin } = new URL(url)
        const knocked =
          knocking.get(origin) ??
          knockAt(session, `${origin}/v2/`).finally(() => {
            knocking.delete(origin)
          })
        knocking.set(origin, knocked)
        return knocked
      }
      return async (url, init) => {
        const first = await attempt(session, url, init)
        if (!isTurnedAway(first)) return unpacked(first)
        const knocked = await knockOnce(url)
        if (knocked === 'stopped') return unpacked(first)
        if ('response' in first) first.response.body?.cancel().catch(() => undefined)
        const second = knocked === 'through' ? await attempt(session, url, init) : null
        if (second === null || ('response' in second && isTurnedAway(second)))
          throw signInNeeded(wanted?.proxy)
        return unpacked(second)
      }
    },
    state,
    async signIn(proxy, credentials, wish) {
      let refusal = false
      if (wanted?.proxy === proxy) {
        const knocked = await wanted.knock(async (challenge) => {
          refusal ||= challenge.refused
          return challenge.refused || challenge.proxy !== proxy ? null : credentials
        })
        if (refusal) throw new Failed('proxy.signInWrong')
        if (knocked !== 'through') throw new Failed('server.unreachable', { detail: proxy })
      }
      const kept = await keep(proxy, credentials, wish)
      given.set(proxy, { ...credentials, kept })
      keptWrong.delete(proxy)
      wanted = null
      changed(state())
      onSignedIn()
      return { kept }
    },
    async forget(proxy) {
      given.delete(proxy)
      await Promise.all([...sessions].map((session) => session.forget()))
      changed(state())
      await keychain.remove(proxyName(proxy))
    },
  }
}

type Attempt = { response: Response } | { error: unknown }

const attempt = async ({ fetch }: ProxySession, url: string, init: RequestInit): Promise<Attempt> => {
  try {
    return { response: await fetch(url, init) }
  } catch (error) {
    return { error }
  }
}

/** A proxy says 407 where it can read the request; for a tunnel, which it refused to dig, Chromium says no more than that. */
const isTurnedAway = (one: Attempt): boolean =>
  'response' in one
    ? one.response.status === 407
    : one.error instanceof Error && /net::ERR_(TUNNEL_CONNECTION_FAILED|PROXY_AUTH_)/.test(one.error.message)

function unpacked(one: Attempt): Response {
  if ('response' in one) return one.response
  throw one.error
}

const signInNeeded = (proxy: string | undefined): HubFailed =>
  new HubFailed('proxy.signInNeeded', { reach: 'notSent', ...(proxy === undefined ? {} : { detail: proxy }) })

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
