// How main reaches a server: through Chromium's network stack, so that the system's proxy and certificates count,
// in a session of its own where the owner named certificate authorities for that server.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Certificate, type Session, session } from 'electron'
import { Failed } from '../shared/errors.ts'
import { verifyWithAuthority } from './accounts/certificates.ts'
import type { Fetch } from './dockerhub/exchange.ts'
import { postsOnFreshConnections } from './dockerhub/fresh-connections.ts'
import { knock } from './knock.ts'
import type { Proxies } from './proxies.ts'

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
