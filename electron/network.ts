// How main reaches a server: through Chromium's network stack, so that the system's proxy and certificates count,
// in a session of its own where the owner named certificate authorities for that server.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Certificate, type Session, session } from 'electron'
import { Failed } from '../shared/errors.ts'
import { verifyWithAuthority } from './accounts/certificates.ts'
import type { Fetch } from './dockerhub/exchange.ts'
import { postsOnFreshConnections } from './dockerhub/fresh-connections.ts'

const known = new Map<string | null, Fetch>()

/**
 * The `fetch` for a server, one for each `caFile`: a PEM file of authorities trusted beside the system's, or null.
 * @throws Failed file.unreadable
 */
export function fetchFor(caFile: string | null): Fetch {
  const fetch = known.get(caFile) ?? makeFetch(caFile)
  known.set(caFile, fetch)
  return fetch
}

function makeFetch(caFile: string | null): Fetch {
  const authorities = caFile === null ? null : readAuthorities(caFile)
  const through = (partition: string) => {
    const own = session.fromPartition(partition, { cache: false })
    if (authorities !== null) trust(own, authorities)
    const fetch: Fetch = (url, init) => own.fetch(url, { ...init, credentials: 'omit', cache: 'no-store' })
    return { fetch, closeAllConnections: () => own.closeAllConnections() }
  }
  const name = partitionOf(caFile)
  return postsOnFreshConnections(through(name).fetch, (number) => through(`${name}-post-${number}`))
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
