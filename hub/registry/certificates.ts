// The certificate authority of the registry tokens (made once, long-lived) and the leaf that signs them (short-lived).
// A registry trusts the authority, so the signing key can change without touching the registry.
import 'reflect-metadata'
import '../web-crypto.ts'
import { webcrypto } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'
import { writeWhole } from '../data/files.ts'
import { registryCaFile } from './constants.ts'

export interface Authority {
  certificate: x509.X509Certificate
  key: webcrypto.CryptoKey
}

export interface Leaf {
  privateKey: webcrypto.CryptoKey
  publicKey: webcrypto.CryptoKey
  /** DER in standard base64, as the `x5c` header wants it. */
  certificate: string
  /** Unix milliseconds. */
  endsAt: number
}

const day = 86_400_000
/** CNCF Distribution checks the dates of certificates, and reads its bundle only when it starts. */
const authorityLife = 30 * 365 * day
export const leafLife = 90 * day

// P-256: the registry takes RSA and P-curves, panics at Ed25519 (measured with docker-registry 2.8.2).
const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' }
const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' }
const authorityName = 'CN=Granary Local Hub registry tokens'

x509.cryptoProvider.set(globalThis.crypto)

const newKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify'])

const keyFile = (folder: string) => join(folder, 'registry-ca.key')

/** Reads the authority from the data folder, or makes it. `now` is in Unix milliseconds. */
export async function openAuthority(folder: string, now: number): Promise<Authority> {
  const file = join(folder, registryCaFile)
  if (!existsSync(file)) return makeAuthority(folder, now)
  if (!existsSync(keyFile(folder)))
    throw new Error(
      `registry-ca.key is missing: without it no tokens fit ${registryCaFile}. Delete that file for a new one.`,
    )
  const pkcs8 = x509.PemConverter.decodeFirst(readFileSync(keyFile(folder), 'utf8'))
  const key = await webcrypto.subtle.importKey('pkcs8', pkcs8, keyAlgorithm, false, ['sign'])
  return { certificate: new x509.X509Certificate(readFileSync(file, 'utf8')), key }
}

async function makeAuthority(folder: string, now: number): Promise<Authority> {
  const keys = await newKeys()
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: authorityName,
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
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)
  // The key first: a certificate without its key would be trusted by registries and useless to us.
  writeWhole(keyFile(folder), `${x509.PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`)
  writeWhole(join(folder, registryCaFile), `${certificate.toString('pem')}\n`, 0o644)
  return { certificate, key: keys.privateKey }
}

/** A new signing key with its certificate. The key never leaves memory. */
export async function makeLeaf(authority: Authority, now: number): Promise<Leaf> {
  const keys = await newKeys()
  const certificate = await x509.X509CertificateGenerator.create({
    subject: 'CN=Granary Local Hub token signer',
    issuer: authority.certificate.subject,
    notBefore: new Date(now - day),
    notAfter: new Date(now + leafLife),
    signingAlgorithm,
    publicKey: keys.publicKey,
    signingKey: authority.key,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      await x509.AuthorityKeyIdentifierExtension.create(authority.certificate),
    ],
  })
  return { ...keys, certificate: certificate.toString('base64'), endsAt: now + leafLife }
}
