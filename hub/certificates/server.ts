// HTTPS without being asked for a certificate: an authority of our own, made once, and a certificate from it at each start.
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'
import { keyText, openAuthority, sign } from './authority.ts'

export interface ServerCertificate {
  /** PEM. */
  cert: string
  /** PEM. */
  key: string
  /** The authority's PEM file, for clients to trust: `SSL_CERT_FILE`, `NODE_EXTRA_CA_CERTS`, Granary's CA file. */
  caFile: string
}

/** Within what browsers and Apple's systems accept; a server that runs longer is started again. */
const life = 390 * 86_400_000
const serverAuthentication = '1.3.6.1.5.5.7.3.1'
const ownNames = ['localhost', '127.0.0.1', '::1']

/** A certificate for loopback and the given host names, without ports. `now` is in Unix milliseconds. */
export async function serverCertificate(
  folder: string,
  moreNames: readonly string[],
  now: number,
): Promise<ServerCertificate> {
  const authority = await openAuthority({ folder, name: 'tls-ca', subject: 'Granary Local Hub' }, now)
  const names = [...new Set([...ownNames, ...moreNames])]
  const { certificate, keys } = await sign(authority, {
    subject: 'localhost',
    now,
    life,
    extensions: [
      new x509.ExtendedKeyUsageExtension([serverAuthentication]),
      new x509.SubjectAlternativeNameExtension(names.map(alternativeName)),
    ],
  })
  return {
    cert: `${certificate.toString('pem')}\n`,
    key: await keyText(keys.privateKey),
    caFile: join(folder, 'tls-ca.pem'),
  }
}

const alternativeName = (name: string): x509.JsonGeneralName => ({
  type: /^[\d.]+$|:/.test(name) ? 'ip' : 'dns',
  value: name,
})
