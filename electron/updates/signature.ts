// The signature of an update feed: its last line, a comment, over the file's name and everything before that line.
// One file, so that feed and signature cannot be of two releases; still the YAML that electron-builder wrote.
import { type KeyObject, createPublicKey, sign, verify } from 'node:crypto'

const prefix = '# signature: '
const lastLine = /^# signature: ([A-Za-z0-9+/]{86}==)\n$(?![^])/m

/** The name is signed too: one system's feed cannot stand in for another's. */
const signedBytes = (name: string, text: string): Buffer =>
  Buffer.from(`granary update feed\n${name}\n${text}`, 'utf8')

/** `text` with its signature. `key` is a private Ed25519 key. */
export function signFeed(name: string, text: string, key: KeyObject): string {
  const whole = text.endsWith('\n') ? text : `${text}\n`
  return `${whole}${prefix}${sign(null, signedBytes(name, whole), key).toString('base64')}\n`
}

/** What was signed with one of `keys` (SPKI, DER, base64), or null when none of them signed this. */
export function openFeed(name: string, signed: string, keys: readonly string[]): string | null {
  const last = lastLine.exec(signed)
  if (last?.[1] === undefined) return null
  const text = signed.slice(0, last.index)
  const signature = Buffer.from(last[1], 'base64')
  const bytes = signedBytes(name, text)
  return keys.some((key) => verify(null, bytes, publicKey(key), signature)) ? text : null
}

const publicKey = (key: string): KeyObject =>
  createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' })
