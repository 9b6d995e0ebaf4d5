// Secrets of tokens just created that only this process holds: until they are kept, or the owner left the screen.
import type { TokenRef } from '../../shared/contract/references.ts'

export interface SecretMemory {
  /** `intentId` is the unfinished creation it belongs to, or empty. */
  hold(ref: TokenRef, secret: string, label: string, intentId: string): void
  read(ref: TokenRef): string | null
  /** The unfinished creation that this secret belongs to. */
  intentOf(ref: TokenRef): string | null
  holdsIntent(intentId: string): boolean
  drop(ref: TokenRef): void
  /** Labels of the tokens whose secret would be lost if the app ended now. */
  labels(): string[]
}

const keyOf = (ref: TokenRef): string => JSON.stringify([ref.accountId, ref.organization, ref.tokenId])

export function createSecretMemory(): SecretMemory {
  const held = new Map<string, { secret: string; label: string; intentId: string }>()
  return {
    hold: (ref, secret, label, intentId) => void held.set(keyOf(ref), { secret, label, intentId }),
    read: (ref) => held.get(keyOf(ref))?.secret ?? null,
    intentOf: (ref) => held.get(keyOf(ref))?.intentId ?? null,
    holdsIntent: (intentId) => [...held.values()].some((entry) => entry.intentId === intentId),
    drop: (ref) => void held.delete(keyOf(ref)),
    labels: () => [...held.values()].map((entry) => entry.label),
  }
}
