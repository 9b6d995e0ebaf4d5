// The authority of the registry tokens and the leaf that signs them. A registry trusts the authority.
import type { webcrypto } from 'node:crypto'
import { registryCaFile } from '../registry/constants.ts'
import { type Authority, openAuthority, sign } from './authority.ts'

export interface Leaf {
  privateKey: webcrypto.CryptoKey
  publicKey: webcrypto.CryptoKey
  /** DER in standard base64, as the `x5c` header wants it. */
  certificate: string
  /** Unix milliseconds. */
  endsAt: number
}

export const leafLife = 90 * 86_400_000

export const openRegistryAuthority = (folder: string, now: number): Promise<Authority> =>
  openAuthority(
    { folder, name: registryCaFile.replace('.pem', ''), subject: 'Granary Local Hub registry tokens' },
    now,
  )

/** A new signing key with its certificate. The key never leaves memory. */
export async function makeLeaf(authority: Authority, now: number): Promise<Leaf> {
  const { certificate, keys } = await sign(authority, {
    subject: 'Granary Local Hub token signer',
    now,
    life: leafLife,
  })
  return { ...keys, certificate: certificate.toString('base64'), endsAt: now + leafLife }
}
