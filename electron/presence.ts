// Asks the operating system whether its owner is at the computer, before a kept secret is shown or copied. Electron can
// ask on macOS only: there is nothing like it for Linux and Windows, where the keychain's own lock is all there is.
import type { TokenRef } from '../shared/contract/references.ts'
import { Failed } from '../shared/errors.ts'

/** Electron's systemPreferences, on macOS. */
export interface TouchId {
  canPromptTouchID(): boolean
  /** Rejects when it was cancelled or the finger is not the owner's. */
  promptTouchID(reason: string): Promise<void>
}

export interface Presence {
  /** What this computer can ask for now; null for nothing. */
  kind(): 'touchId' | null
  /** Throws `presence.refused`. `reason` ends the system's sentence "Granary is trying to …". */
  ask(reason: string): Promise<void>
  /** The same, where a kept secret is about to leave main and the owner wants to be asked. */
  beforeSecret(ref: TokenRef, reason: string): Promise<void>
  /** The secret was made or brought in just now: until `left`, its owner need not be asked for it. */
  made(ref: TokenRef): void
  left(ref: TokenRef): void
}

const keyOf = (ref: TokenRef): string => JSON.stringify([ref.accountId, ref.organization, ref.tokenId])

/** `touchId` null where the system has none. `wanted` is the owner's setting. */
export function createPresence(touchId: TouchId | null, wanted: () => boolean): Presence {
  const fresh = new Set<string>()
  // Without a finger enrolled, or with the lid closed, there is nothing to ask with.
  const kind = () => (touchId?.canPromptTouchID() ? 'touchId' : null)

  async function ask(reason: string): Promise<void> {
    if (touchId === null || kind() === null) return
    try {
      await touchId.promptTouchID(reason)
    } catch (cause) {
      throw new Failed('presence.refused', {}, { cause })
    }
  }

  return {
    kind,
    ask,
    async beforeSecret(ref, reason) {
      if (wanted() && !fresh.has(keyOf(ref))) await ask(reason)
    },
    made: (ref) => void fresh.add(keyOf(ref)),
    left: (ref) => void fresh.delete(keyOf(ref)),
  }
}
