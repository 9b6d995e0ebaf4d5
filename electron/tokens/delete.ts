// Deleting a token: on the server first, then here; the kept secret goes last, so that it is never lost while its token
// may still live.
import type { TokenRef } from '../../shared/contract/references.ts'
import type { Token } from '../../shared/contract/tokens.ts'
import { isFailed } from '../../shared/errors.ts'

export interface DeleteParts {
  /** On the server; one that is gone already is fine. Fails with `token.changeUnknown` when its answer was lost. */
  remove(ref: TokenRef): Promise<void>
  /** Reads the token from the server; fails with `token.gone` when it is not there. */
  get(ref: TokenRef): Promise<unknown>
  /** Takes it out of the inventory. */
  noteGone(ref: TokenRef): Promise<void>
  find(ref: TokenRef): Promise<Token | undefined>
  /** Removes the kept secret; fails with `keychain.*`. */
  forgetSecret(ref: TokenRef): Promise<void>
  /** Memory lets go of its secret, and an unfinished creation of it is closed. */
  release(ref: TokenRef): Promise<void>
}

export async function deleteToken(
  parts: DeleteParts,
  ref: TokenRef,
): Promise<{ keychain: 'nothing' | 'removed' | 'left' }> {
  const kept = (await parts.find(ref))?.secretKept ?? false
  await removeSurely(parts, ref)
  await parts.noteGone(ref)
  await parts.release(ref)
  try {
    await parts.forgetSecret(ref)
    return { keychain: kept ? 'removed' : 'nothing' }
  } catch (error) {
    if (!isFailed(error)) throw error
    return { keychain: kept ? 'left' : 'nothing' }
  }
}

/** When the answer is lost the server is asked for the token: if it is gone, it was deleted. */
async function removeSurely(parts: DeleteParts, ref: TokenRef): Promise<void> {
  try {
    await parts.remove(ref)
  } catch (error) {
    if (!isFailed(error, 'token.changeUnknown')) throw error
    const gone = await parts.get(ref).then(
      () => false,
      (failed: unknown) => isFailed(failed, 'token.gone'),
    )
    if (!gone) throw error
  }
}
