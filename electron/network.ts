// How main reaches a server: through Chromium's network stack, so that the system's proxy and certificates count,
// in a session of its own where the owner named certificate authorities for that server.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Certificate, type Session, net, session } from 'electron'
import { Failed } from '../shared/errors.ts'
import { verifyWithAuthority } from './accounts/certificates.ts'
import type { Fetch } from './dockerhub/exchange.ts'
import { postsOnFreshConnections } from './dockerhub/fresh-connections.ts'
import type { AnswerProxy, Knock, Knocked, Proxies } from './proxies.ts'

/** Milliseconds for a proxy, and the server behind it, to answer: less than a request has in all. */
const knockDeadline = 8_000

export interface Network {
  /**
   * The `fetch` for a server, one for each `caFile`: a PEM file of authorities trusted beside the system's, or null.
   * @throws Failed file.unreadable
   */
  fetchFor(caFile: string | null): Fetch
  /** For newer versions of Granary. */
  forUpdates: Fetch
}

export function createNetwork(proxies: Pick<Proxies, 'through'>): Network {
  const known = new Map<string | null, Fetch>()
  let updates: Fetch | null = null

  /** `posts`: what is sent again goes on a connection of its own too (fresh-connections.ts). */
  function through(partition: string, authorities: string | null = null, posts = false) {
    const own = session.fromPartition(partition, { cache: false })
    if (authorities !== null) trust(own, authorities)
    const closeAllConnections = () => own.closeAllConnections()
    const fetch = proxies.through({
      fetch: (url, init) => own.fetch(url, { ...init, credentials: 'omit', cache: 'no-store' }),
      knock: (url, answer) => knock(own, url, answer),
      beforeSending: posts ? closeAllConnections : () => Promise.resolve(),
      forget: () => own.clearAuthCache(),
    })
    return { fetch, closeAllConnections }
  }

  function makeFetch(caFile: string | null): Fetch {
    const authorities = caFile === null ? null : readAuthorities(caFile)
    const name = partitionOf(caFile)
    return postsOnFreshConnections(through(name, authorities).fetch, (number) =>
      through(`${name}-post-${number}`, authorities, true),
    )
  }

  return {
    fetchFor(caFile) {
      const fetch = known.get(caFile) ?? makeFetch(caFile)
      known.set(caFile, fetch)
      return fetch
    },
    forUpdates: (url, init) => (updates ??= through('updates').fetch)(url, init),
  }
}

let alone = 0

/** A knock through a session that is never used again, so that Chromium sends what may be wrong a single time. */
export const knockAlone: Knock = async (url, answer) => {
  const own = session.fromPartition(`proxy-${alone++}`, { cache: false })
  try {
    return await knock(own, url, answer)
  } finally {
    await own.closeAllConnections()
  }
}

/** Beyond the proxy: it took what it was given, and what is wrong there the request itself will meet. */
const beyond = /net::ERR_(CERT_|SSL_|HTTP2_|INVALID_|RESPONSE_|CONTENT_)/

/** Electron's `fetch` has no event for a proxy that asks; this older form of it has. */
function knock(own: Session, url: string, answer: AnswerProxy): Promise<Knocked> {
  return new Promise((resolve) => {
    const request = net.request({
      session: own,
      url,
      method: 'HEAD',
      credentials: 'omit',
      redirect: 'manual',
    })
    const asked = new Set<string>()
    let turnedAway = false
    const end = (otherwise: Knocked) => {
      clearTimeout(timer)
      resolve(turnedAway ? 'turnedAway' : otherwise)
      request.abort()
    }
    const timer = setTimeout(() => end('stopped'), knockDeadline)
    request.on('login', ({ isProxy, host, port }, give) => {
      // A server that asks in this way is none of ours: it gets nothing.
      if (!isProxy) return give()
      const proxy = `${host}:${port}`
      const credentials = answer({ proxy, refused: asked.has(proxy) })
      asked.add(proxy)
      turnedAway = credentials === null
      if (credentials) give(credentials.username, credentials.password)
      else give()
    })
    request.on('response', ({ statusCode }) => end(statusCode === 407 ? 'stopped' : 'through'))
    request.on('redirect', () => end('through'))
    request.on('error', ({ message }) => end(beyond.test(message) ? 'through' : 'stopped'))
    request.end()
  })
}

// Without `persist:` the session lives in memory: no cookies, no cache on disk.
const partitionOf = (caFile: string | null): string =>
  caFile === null ? 'servers' : `servers-${createHash('sha256').update(caFile).digest('hex').slice(0, 16)}`

function readAuthorities(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Failed('file.unreadable', { detail: file }, { cause })
  }
}

function trust(own: Session, authorities: string): void {
  own.setCertificateVerifyProc(({ hostname, certificate, verificationResult }, decide) => {
    if (verificationResult === 'net::OK') return decide(useChromiumsResult)
    // Chromium reports its most severe finding only, so dates, name and chain are all checked again here.
    const trusted = verifyWithAuthority(chainOf(certificate), authorities, hostname, Date.now())
    decide(trusted ? accept : useChromiumsResult)
  })
}

const accept = 0
const useChromiumsResult = -3

function chainOf(certificate: Certificate): string[] {
  const chain: string[] = []
  for (let at: Certificate | undefined = certificate; at && chain.length < 10; at = at.issuerCert) {
    if (chain.at(-1) === at.data) break
    chain.push(at.data)
  }
  return chain
}
