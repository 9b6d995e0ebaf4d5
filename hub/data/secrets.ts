// Token secrets: made here, kept only as keyed hashes; and sealing for what has to be readable again.
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import type { Keys } from './keys.ts'

export const accessTokenPrefix = 'dckr_oat_'
export const personalTokenPrefix = 'dckr_pat_'

/** A new organization access token: the prefix and 32 more characters, 192 random bits. */
export const newAccessTokenSecret = (): string => accessTokenPrefix + randomBytes(24).toString('base64url')

/** A new personal access token: the prefix and 27 more characters, as long as Docker's. */
export const newPersonalTokenSecret = (): string =>
  personalTokenPrefix + randomBytes(21).toString('base64url').slice(0, 27)

/** What the database holds instead of a secret. Equal secrets have equal hashes, so it can be looked up. */
export const hashSecret = (keys: Keys, secret: string): string =>
  createHmac('sha256', keys.secretHash).update(secret).digest('base64url')

/** Encrypts a short text with AES-256-GCM: nonce, tag and ciphertext, base64url. */
export function seal(keys: Keys, text: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keys.seal, nonce)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** The text that `seal` took. Throws when it was changed or sealed with another key. */
export function unseal(keys: Keys, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', keys.seal, bytes.subarray(0, 12), { authTagLength: 16 })
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}
