// The secrets of tokens that main keeps. `reveal` is the only output in the whole contract with a secret in it.
import * as z from 'zod'
import { call, event, nothing } from './define.ts'
import { tokenRef } from './references.ts'

export const keychainState = z.enum(['working', 'absent', 'locked', 'hanging', 'failed'])
export type KeychainState = z.infer<typeof keychainState>

export const secrets = {
  /** Writes, reads back and removes a probe entry. */
  checkKeychain: call(nothing, z.object({ state: keychainState })),
  reveal: call(tokenRef, z.object({ secret: z.string() })),
  /** Main puts the secret on the clipboard and takes it off again if it is still there at `clearsAt` (ISO 8601). */
  copy: call(tokenRef, z.object({ clearsAt: z.string() })),
  /** Keeps the secret of a token just created in the keychain, or removes it from there. */
  keep: call(tokenRef.extend({ keep: z.boolean() }), z.object({ kept: z.boolean() })),
  /** The secret screen was left: main forgets a secret that only memory holds. */
  release: call(tokenRef, nothing),
  clipboardCleared: event(z.object({})),
}
