// A certificate authority of our own: made once, long-lived, in two files of the data folder.
// What it signs is short-lived, so keys can change without touching whoever trusts it.
import 'reflect-metadata'
import '../web-crypto.ts'
import { webcrypto } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'
import { writeWhole } from '../data/files.ts'

export interface Authority {
  certificate: x509.X509Certificate
  key: webcrypto.CryptoKey
}

export interface AuthorityPlace {
  folder: string
  /** `NAME.pem` holds the certificate, for everybody; `NAME.key` the key, for us. */
  name: string
  /** The common name, for people who look at the certificate. */
  subject: string
}

const day = 86_400_000
/** CNCF Distribution checks the dates of certificates, and reads its bundle only when it starts. */
const authorityLife = 30 * 365 * day

// P-256: the registry takes RSA and P-curves, panics at Ed25519 (measured with docker-registry 2.8.2).
const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' }
const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' }

x509.cryptoProvider.set(globalThis.crypto)

const newKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify'])

/** PKCS #8 in PEM. */
export async function keyText(key: webcrypto.CryptoKey): Promise<string> {
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', key)
  return `${x509.PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`
}

/** Reads the authority from its folder, or makes it. `now` is in Unix milliseconds. */
export async function openAuthority(place: AuthorityPlace, now: number): Promise<Authority> {
  const [file, keyFile] = [join(place.folder, `${place.name}.pem`), join(place.folder, `${place.name}.key`)]
  if (!existsSync(file)) return makeAuthority(place.subject, file, keyFile, now)
  if (!existsSync(keyFile))
    throw new Error(
      `${place.name}.key is missing: without it nothing fits ${place.name}.pem. Delete that file for a new one.`,
    )
  const pkcs8 = x509.PemConverter.decodeFirst(readFileSync(keyFile, 'utf8'))
  const key = await webcrypto.subtle.importKey('pkcs8', pkcs8, keyAlgorithm, false, ['sign'])
  return { certificate: new x509.X509Certificate(readFileSync(file, 'utf8')), key }
}

async function makeAuthority(
  subject: string,
  file: string,
  keyFile: string,
  now: number,
): Promise<Authority> {
  const keys = await newKeys()
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${subject}`,
    notBefore: new Date(now - day),
    notAfter: new Date(now + authorityLife),
    signingAlgorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  // The key first: a certificate without its key would be trusted by others and useless to us.
  writeWhole(keyFile, await keyText(keys.privateKey))
  writeWhole(file, `${certificate.toString('pem')}\n`, 0o644)
  return { certificate, key: keys.privateKey }
}

export interface Signed {
  certificate: x509.X509Certificate
  keys: webcrypto.CryptoKeyPair
}

/** A new key with a certificate from yesterday for `life` milliseconds. The key is nowhere but in memory. */
export async function sign(
  authority: Authority,
  wanted: { subject: string; now: number; life: number; extensions?: x509.Extension[] },
): Promise<Signed> {
  const keys = await newKeys()
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${wanted.subject}`,
    issuer: authority.certificate.subject,
    notBefore: new Date(wanted.now - day),
    notAfter: new Date(wanted.now + wanted.life),
    signingAlgorithm,
    publicKey: keys.publicKey,
    signingKey: authority.key,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      await x509.AuthorityKeyIdentifierExtension.create(authority.certificate),
      ...(wanted.extensions ?? []),
    ],
  })
  return { certificate, keys }
}
