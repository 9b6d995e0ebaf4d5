// Taking a token that is gone off this computer's list. Its secret is kept or removed as the owner said, never unasked.
import type { TokenRef } from '../../shared/contract/references.ts'
import type { Token } from '../../shared/contract/tokens.ts'
import { Failed } from '../../shared/errors.ts'
import { isGone } from '../../shared/tokens/status.ts'
import type { SecretRead } from '../keychain/keychain.ts'

export interface GoneParts {
  find(ref: TokenRef): Promise<Token | undefined>
  readSecret(ref: TokenRef): Promise<SecretRead>
  /** Writes down that the keychain keeps it, so that it is still led to. */
  noteKept(ref: TokenRef, label: string): Promise<void>
  /** Removes the kept secret; fails with `keychain.*`. */
  forgetSecret(ref: TokenRef): Promise<void>
  /** Takes the token out of the inventory. */
  remove(ref: TokenRef): Promise<void>
}

/** Fails with `input.invalid` for a token that is there, and with `keychain.*` before anything was removed. */
export async function forgetGone(
  parts: GoneParts,
  ref: TokenRef,
  wish: 'keep' | 'remove',
): Promise<{ keychain: 'nothing' | 'kept' | 'removed' }> {
  const token = await parts.find(ref)
  if (!token || !isGone(token)) throw new Failed('input.invalid', { field: 'tokenId' })
  const read = await parts.readSecret(ref)
  if (read.state === 'unknown') throw new Failed(`keychain.${read.reason}`)
  const keychain = read.state === 'missing' ? 'nothing' : wish === 'keep' ? 'kept' : 'removed'
  if (keychain === 'kept') await parts.noteKept(ref, token.label)
  if (keychain === 'removed') await parts.forgetSecret(ref)
  await parts.remove(ref)
  return { keychain }
}
