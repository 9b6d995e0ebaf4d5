// Whether a server's certificate leads to an authority that the owner named for that server.
import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'

const longestChain = 8
const serverAuthentication = '1.3.6.1.5.5.7.3.1'

/**
 * True when `chain` (PEM, the server's own certificate first) is in date, is for `hostname`, and leads over
 * certificates that may issue to one in `authorityPem`. `now` is in Unix milliseconds.
 *
 * Stricter than nothing, but not a full RFC 5280 check: Node does not tell path length and name constraints. It only
 * ever adds trust in a file that the owner chose, for the one server they chose it for.
 */
export function verifyWithAuthority(
  chain: readonly string[],
  authorityPem: string,
  hostname: string,
  now: number,
): boolean {
  try {
    const sent = chain.slice(0, longestChain).map((pem) => new X509Certificate(pem))
    const [leaf] = sent
    if (!leaf || !isInDate(leaf, now) || !isFor(leaf, hostname) || !mayServe(leaf)) return false
    const authorities = certificatesIn(authorityPem).filter((one) => one.ca && isInDate(one, now))
    return leadsTo(leaf, sent.slice(1), authorities, now)
  } catch {
    // What cannot be read cannot be trusted.
    return false
  }
}

/** The certificates of a PEM file; anything else in it, a private key or a damaged one included, is passed over. */
export function certificatesIn(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  return blocks.flatMap((block) => {
    try {
      return [new X509Certificate(block)]
    } catch {
      return []
    }
  })
}

function leadsTo(
  certificate: X509Certificate,
  between: readonly X509Certificate[],
  authorities: readonly X509Certificate[],
  now: number,
): boolean {
  if (authorities.some((authority) => isIssuedBy(certificate, authority))) return true
  return between.some(
    (issuer) =>
      issuer.ca &&
      isInDate(issuer, now) &&
      isIssuedBy(certificate, issuer) &&
      leadsTo(
        issuer,
        between.filter((other) => other !== issuer),
        authorities,
        now,
      ),
  )
}

const isIssuedBy = (certificate: X509Certificate, issuer: X509Certificate): boolean =>
  certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)

const isInDate = (certificate: X509Certificate, now: number): boolean =>
  Date.parse(certificate.validFrom) <= now && now <= Date.parse(certificate.validTo)

function isFor(certificate: X509Certificate, hostname: string): boolean {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1')
  if (isIP(bare) !== 0) return certificate.checkIP(bare) !== undefined
  return certificate.checkHost(bare, { subject: 'never', partialWildcards: false }) !== undefined
}

/** Without extended key usages a certificate may be used for anything. */
const mayServe = (certificate: X509Certificate): boolean =>
  // Typed as always there; undefined when the certificate has no such extension.
  (certificate.keyUsage as string[] | undefined)?.includes(serverAuthentication) ?? true
