// What may be stored and how: token secrets as they are, anything a keychain could alter in an encoded form.
import { isTokenSecretName } from './names.ts'
import { Refused } from './states.ts'

/** Docker's tokens are far shorter; Windows ends at 2560 bytes. */
const tokenSecretMaximum = 1024
/** A sign-in of 4096 characters with its JSON around it, every character escaped. */
const valueMaximum = 32_768

// keytar ends a value at NUL and alters halves of surrogate pairs without an error, so such values go as the
// base64url of their UTF-16 units.
const encodedMark = 'utf16:'
const printable = /^[\x20-\x7e]+$/

/** @throws Refused with reason `failed` when the value cannot be stored */
export function encodeValue(name: string, value: string): string {
  const maximum = isTokenSecretName(name) ? tokenSecretMaximum : valueMaximum
  if (value.length === 0) throw new Refused('failed', 'An empty value cannot be kept.')
  if (value.length > maximum) throw new Refused('failed', 'The value is too long to be kept.')
  if (printable.test(value) && !value.startsWith(encodedMark)) return value
  if (isTokenSecretName(name)) throw new Refused('failed', 'The secret has characters that no token has.')
  return encodedMark + Buffer.from(value, 'utf16le').toString('base64url')
}

/** @throws Refused with reason `failed` when the stored text was altered */
export function decodeValue(stored: string): string {
  if (!stored.startsWith(encodedMark)) return stored
  const bytes = Buffer.from(stored.slice(encodedMark.length), 'base64url')
  if (bytes.length === 0 || bytes.length % 2 !== 0) throw new Refused('failed', 'The kept value was altered.')
  return bytes.toString('utf16le')
}
