// The secrets that this computer keeps for tokens: read, keep, forget. The keychain's three answers stay three.
import type { TokenRef } from '../../shared/contract/references.ts'
import { Failed } from '../../shared/errors.ts'
import type { Keychain } from '../keychain/keychain.ts'
import type { Journal } from '../journal.ts'
import type { SecretMemory } from './memory.ts'

export interface KeptParts {
  keychain: Pick<Keychain, 'get' | 'set' | 'remove'>
  memory: SecretMemory
  journal: Journal
  secretName(ref: TokenRef): string
  /** Notes in the inventory and in the index whether the secret is kept. */
  mark(ref: TokenRef, kept: boolean): Promise<void>
}

/** The secret, from memory or the keychain. Fails with `secret.missing`, or `keychain.*` when it cannot be told. */
export async function readSecret(parts: KeptParts, ref: TokenRef): Promise<string> {
  const held = parts.memory.read(ref)
  if (held !== null) return held
  const read = await parts.keychain.get(parts.secretName(ref))
  if (read.state === 'found') return read.value
  throw new Failed(read.state === 'missing' ? 'secret.missing' : `keychain.${read.reason}`)
}

/** Puts a secret that memory holds into the keychain and closes its creation. */
export async function keepSecret(parts: KeptParts, ref: TokenRef): Promise<void> {
  const secret = await readSecret(parts, ref)
  await parts.keychain.set(parts.secretName(ref), secret)
  await parts.mark(ref, true)
  await closeCreation(parts, ref)
}

/** Takes the secret out of the keychain; memory holds it on until the screen is left. */
export async function forgetSecret(parts: KeptParts, ref: TokenRef, label: string): Promise<void> {
  const secret = await readSecret(parts, ref)
  parts.memory.hold(ref, secret, label, '')
  await parts.keychain.remove(parts.secretName(ref))
  await parts.mark(ref, false)
}

/** Puts a secret that was found to be this token's into the keychain. */
export async function keepPasted(parts: KeptParts, ref: TokenRef, secret: string): Promise<void> {
  await parts.keychain.set(parts.secretName(ref), secret)
  await parts.mark(ref, true)
}

/** Removes a kept secret for good, from memory too. Fails with `keychain.*`: then it is still listed. */
export async function removeKept(parts: KeptParts, ref: TokenRef): Promise<void> {
  await parts.keychain.remove(parts.secretName(ref))
  await closeCreation(parts, ref)
  await parts.mark(ref, false)
}

/** The owner left the screen: memory lets go, and a creation that waited for this is finished. */
export async function releaseSecret(parts: KeptParts, ref: TokenRef): Promise<void> {
  await closeCreation(parts, ref)
}

async function closeCreation(parts: KeptParts, ref: TokenRef): Promise<void> {
  const intentId = parts.memory.intentOf(ref)
  if (intentId) await parts.journal.close(intentId)
  parts.memory.drop(ref)
}
