// Certificates for tests: an authority and what it signs, made anew each time.
import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import * as x509 from '@peculiar/x509'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const day = 86_400_000
const serverAuthentication = '1.3.6.1.5.5.7.3.1'

export interface Issued {
  certificate: x509.X509Certificate
  keys: webcrypto.CryptoKeyPair
  /** PEM. */
  cert: string
  /** PKCS #8 in PEM. */
  key: string
}

export interface Wanted {
  name: string
  /** DNS names and IP addresses. */
  names?: string[]
  /** May it issue others? */
  ca?: boolean
  /** Unix milliseconds; by default from yesterday for ten days. */
  from?: number
  until?: number
  /** Extended key usages; by default serving where it is not an authority. Null for no such extension. */
  usages?: string[] | null
  /** Signed by itself when not given. */
  issuer?: Issued
}

export async function issue(wanted: Wanted): Promise<Issued> {
  const { name, names = [], ca = false, issuer, usages = ca ? null : [serverAuthentication] } = wanted
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: Buffer.from(webcrypto.getRandomValues(new Uint8Array(8)))
      .toString('hex')
      .replace(/^./, '1'),
    subject: `CN=${name}`,
    issuer: issuer ? issuer.certificate.subject : `CN=${name}`,
    notBefore: new Date(wanted.from ?? Date.now() - day),
    notAfter: new Date(wanted.until ?? Date.now() + 9 * day),
    publicKey: keys.publicKey,
    signingKey: issuer ? issuer.keys.privateKey : keys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(ca, undefined, true),
      ...(usages === null ? [] : [new x509.ExtendedKeyUsageExtension(usages)]),
      ...(names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names.map(alternativeName))]),
    ],
  })
  const exported = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)
  const key = x509.PemConverter.encode(exported, 'PRIVATE KEY')
  return { certificate, keys, cert: `${certificate.toString('pem')}\n`, key }
}

const alternativeName = (name: string): x509.JsonGeneralName => ({
  type: /^[\d.]+$|:/.test(name) ? 'ip' : 'dns',
  value: name,
})
