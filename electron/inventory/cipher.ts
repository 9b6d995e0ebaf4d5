// Sealing a document: AES-256-GCM, a fresh nonce each time, bound to what the document is called.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import * as z from 'zod'

const algorithm = 'aes-256-gcm'
export const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16

/** A sealed text: nonce, authentication tag and cipher text in one, base64. */
export function seal(key: Buffer, about: string, text: string): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(about))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
}

/** Throws when the key, the name or a single bit is another one. */
export function unseal(key: Buffer, about: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
    .setAAD(Buffer.from(about))
    .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
  return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString(
    'utf8',
  )
}

/** Tells keys apart without telling the key: the start of a hash that is used for nothing else. */
export const keyMark = (key: Buffer): string =>
  createHash('sha256').update('granary inventory key\n').update(key).digest('hex').slice(0, 16)

/** What a sealed document's file holds. */
export const sealedSchema = z.strictObject({
  /** `keyMark` of the key. */
  key: z.string(),
  /** The document's name, sealed about the file's name (`aboutOf`). */
  name: z.string(),
  /** The document as JSON, sealed about its name. */
  value: z.string(),
})
export type Sealed = z.infer<typeof sealedSchema>
