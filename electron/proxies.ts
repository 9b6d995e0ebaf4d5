// Signing in to proxies. Chromium remembers for each of its sessions what a proxy took, and Electron's `fetch` asks nobody
// for it: so when a proxy turns a request away, this knocks at it once through the same session, with what it is known to
// take, and sends the request again. What may be wrong is tried in a session of its own first: what a session was given,
// Chromium sends along with every request.
import * as z from 'zod'
import type { ProxyState } from '../shared/contract/proxies.ts'
import { Failed, isFailed } from '../shared/errors.ts'
import { inTurn } from './disk/in-turn.ts'
import { sleep } from './dockerhub/clock.ts'
import type { Fetch } from './dockerhub/exchange.ts'
import { HubFailed } from './dockerhub/failures.ts'
import type { Keychain } from './keychain/keychain.ts'
import { proxyName } from './keychain/names.ts'

const credentialsSchema = z.object({ username: z.string().min(1), password: z.string().min(1) })
export type ProxyCredentials = z.infer<typeof credentialsSchema>

/** A proxy (`host:port`) asks; `refused`: what it was given just now it did not take. Null: there is nothing to give. */
export type AnswerProxy = (challenge: { proxy: string; refused: boolean }) => ProxyCredentials | null

/** through: the way to the server is open. turnedAway: the proxy was given nothing that it takes. stopped: by something else. */
export type Knocked = 'through' | 'turnedAway' | 'stopped'

/**
 * Sends a request without a body to this address and lets `answer` speak to the proxies on the way. Never throws, and ends
 * within seconds.
 */
export type Knock = (url: string, answer: AnswerProxy) => Promise<Knocked>

/** One of Chromium's network sessions, as far as proxies matter. */
export interface ProxySession {
  fetch: Fetch
  knock: Knock
  /** Called before a request is sent again. */
  beforeSending(): Promise<void>
  /** Forgets what proxies were given. */
  forget(): Promise<void>
}

export interface Proxies {
  /** A `fetch` through a session; fails with `proxy.signInNeeded` when the owner has to sign in to a proxy first. */
  through(session: ProxySession): Fetch
  /** What this proxy took, or null. */
  known(proxy: string): ProxyCredentials | null
  state(): ProxyState
  /** @throws Failed proxy.signInWrong, server.unreachable: nothing is kept then */
  signIn(proxy: string, credentials: ProxyCredentials, keep: boolean): Promise<{ result: SignInResult }>
  /** @throws Failed keychain.* when its password may still be kept: it is still signed in to then */
  forget(proxy: string): Promise<void>
}

/** notAsked: the proxy does not want anything any more, so nothing was given to it. */
export type SignInResult = 'kept' | 'notKept' | 'notAsked'

export interface ProxiesParts {
  keychain: Pick<Keychain, 'get' | 'set' | 'remove'>
  /** A knock through a session that nothing else uses, now or later. */
  knockAlone: Knock
  changed(state: ProxyState): void
  /** The owner signed in to a proxy: servers can be reached again. */
  onSignedIn(): void
}

/** Milliseconds for the keychain: with three knocks (knock.ts) it has to fit into what a request has in all. */
const keychainPatience = 4_000

export function createProxies({ keychain, knockAlone, changed, onSignedIn }: ProxiesParts): Proxies {
  const sessions = new Map<ProxySession, Map<string, ProxyCredentials>>()
  /** What proxies took. */
  const given = new Map<string, ProxyCredentials & { kept: boolean }>()
  /** Proxies that the owner has to answer, each with an address that leads to it. */
  const wanted = new Map<string, { refused: boolean; url: string }>()
  /** Proxies that the keychain was asked about: a question may put up a prompt, and a wrong password lock an account. */
  const looked = new Set<string>()
  /** One at a time: what one finds out, the next knows. */
  const turn = inTurn()

  const state = (): ProxyState => ({
    wanted: [...wanted].map(([proxy, { refused }]) => ({ proxy, refused })),
    signedIn: [...given].map(([proxy, { username, kept }]) => ({ proxy, username, kept })),
  })

  /** Through a session that is used for nothing else. */
  async function prove(
    proxy: string,
    url: string,
    credentials: ProxyCredentials,
  ): Promise<'taken' | 'refused' | 'notAsked' | 'stopped'> {
    let refused = false
    let asked = false
    const knocked = await knockAlone(url, (challenge) => {
      // Another proxy on the same way is given what it took before.
      if (challenge.proxy !== proxy) return challenge.refused ? null : (given.get(challenge.proxy) ?? null)
      refused ||= challenge.refused
      asked = true
      return challenge.refused ? null : credentials
    })
    if (refused) return 'refused'
    if (knocked !== 'through') return 'stopped'
    return asked ? 'taken' : 'notAsked'
  }

  function want(proxy: string, url: string, refused: boolean): void {
    const before = wanted.get(proxy)
    wanted.set(proxy, { refused: refused || before?.refused === true, url })
    if (before === undefined || (refused && !before.refused)) changed(state())
  }

  /** Whether the keychain has what the proxy takes; else the owner is asked. */
  async function useKept(proxy: string, url: string): Promise<boolean> {
    if (looked.has(proxy)) return false
    looked.add(proxy)
    const read = await Promise.race([keychain.get(proxyName(proxy)), sleep(keychainPatience)])
    const kept = read?.state === 'found' ? credentialsSchema.safeParse(parsed(read.value)) : null
    if (!kept?.success) return false
    const proved = await prove(proxy, url, kept.data)
    if (proved === 'refused') want(proxy, url, true)
    // It may be right all the same, and is tried again.
    else if (proved === 'stopped') looked.delete(proxy)
    if (proved !== 'taken') return proved === 'notAsked'
    given.set(proxy, { ...kept.data, kept: true })
    changed(state())
    return true
  }

  /** Opens the way of a session that was turned away at this address. */
  async function open(session: ProxySession, url: string): Promise<Knocked> {
    const had = sessions.get(session) ?? new Map<string, ProxyCredentials>()
    let asking: string | null = null
    let isOutdated = false
    const answer: AnswerProxy = ({ proxy, refused }) => {
      asking = proxy
      const known = given.get(proxy) ?? null
      // This session had it, and is asked all the same: the proxy takes it no more.
      isOutdated = known !== null && (refused || had.get(proxy) === known)
      if (known === null || isOutdated) return null
      had.set(proxy, known)
      return known
    }
    const knocked = await session.knock(url, answer)
    if (knocked !== 'turnedAway' || asking === null) return knocked
    if (isOutdated) {
      given.delete(asking)
      await forgetInSessions(asking)
      want(asking, url, true)
      return knocked
    }
    if (await useKept(asking, url)) return session.knock(url, answer)
    want(asking, url, false)
    return knocked
  }

  const forgetInSessions = (proxy: string): Promise<unknown> =>
    Promise.all(
      [...sessions].map(([session, had]) => {
        had.delete(proxy)
        return session.forget()
      }),
    )

  async function keep(proxy: string, credentials: ProxyCredentials, wish: boolean): Promise<boolean> {
    try {
      if (wish) await keychain.set(proxyName(proxy), JSON.stringify(credentials))
      // What may be there is older.
      else await keychain.remove(proxyName(proxy))
      return wish
    } catch (error) {
      if (!isFailed(error)) throw error
      return false
    }
  }

  /** Whatever was on this way, it lets through now, as on another network. */
  function noteThrough(url: string): void {
    const open = [...wanted].filter(([, asking]) => originOf(asking.url) === originOf(url))
    for (const [proxy] of open) wanted.delete(proxy)
    if (open.length > 0) changed(state())
  }

  return {
    through(session) {
      sessions.set(session, new Map())
      /** Of requests that are turned away together one knocks, at each server. */
      const knocking = new Map<string, Promise<Knocked>>()
      function knockOnce(url: string): Promise<Knocked> {
        const origin = originOf(url)
        const knocked =
          knocking.get(origin) ??
          turn(() => open(session, `${origin}/v2/`)).finally(() => {
            knocking.delete(origin)
          })
        knocking.set(origin, knocked)
        return knocked
      }
      return async (url, init) => {
        const first = await attempt(session, url, init)
        if (!isTurnedAway(first)) {
          if ('response' in first && wanted.size > 0) noteThrough(url)
          return unpacked(first)
        }
        const knocked = await knockOnce(url)
        if (knocked === 'stopped') return unpacked(first)
        if ('response' in first) first.response.body?.cancel().catch(() => undefined)
        if (knocked === 'turnedAway') throw signInNeeded()
        await session.beforeSending()
        const second = await attempt(session, url, init)
        if ('response' in second && isTurnedAway(second)) throw signInNeeded()
        return unpacked(second)
      }
    },
    known: (proxy) => given.get(proxy) ?? null,
    state,
    async signIn(proxy, credentials, wish) {
      const url = wanted.get(proxy)?.url
      const proved = url === undefined ? 'notAsked' : await turn(() => prove(proxy, url, credentials))
      if (proved === 'refused') throw new Failed('proxy.signInWrong')
      if (proved === 'stopped') throw new Failed('server.unreachable', { detail: proxy })
      wanted.delete(proxy)
      if (proved === 'taken') given.set(proxy, { ...credentials, kept: false })
      changed(state())
      onSignedIn()
      if (proved === 'notAsked') return { result: 'notAsked' }
      // Last: a keychain may ask the owner to unlock it.
      const kept = await keep(proxy, credentials, wish)
      const taken = given.get(proxy)
      if (taken) taken.kept = kept
      changed(state())
      return { result: kept ? 'kept' : 'notKept' }
    },
    async forget(proxy) {
      await keychain.remove(proxyName(proxy))
      looked.add(proxy)
      given.delete(proxy)
      await forgetInSessions(proxy)
      changed(state())
    },
  }
}

const originOf = (url: string): string => new URL(url).origin

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

const signInNeeded = (): HubFailed => new HubFailed('proxy.signInNeeded', { reach: 'notSent' })

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
