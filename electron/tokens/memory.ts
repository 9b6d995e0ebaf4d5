// Secrets of tokens just created that only this process holds: until they are kept, or the owner left the screen.
import type { OrganizationRef, TokenRef } from '../../shared/contract/references.ts'

export interface SecretMemory {
  /** A token is being made: from before the server is asked until its secret is held or it came to nothing. */
  begin(intentId: string, ref: OrganizationRef, label: string): void
  end(intentId: string): void
  /** Whether a token of this label is being made in the organization. */
  making(ref: OrganizationRef, label: string): boolean
  /** Whether something of this account would be lost if it were signed out now. */
  holdsFor(accountId: string): boolean
  /** `intentId` is the unfinished creation it belongs to, or empty. */
  hold(ref: TokenRef, secret: string, label: string, intentId: string): void
  read(ref: TokenRef): string | null
  /** The unfinished creation that this secret belongs to. */
  intentOf(ref: TokenRef): string | null
  holdsIntent(intentId: string): boolean
  drop(ref: TokenRef): void
  /** Labels of the tokens whose secret would be lost, or never known, if the app ended now. */
  labels(): string[]
}

const keyOf = (ref: TokenRef): string => JSON.stringify([ref.accountId, ref.organization, ref.tokenId])

export function createSecretMemory(): SecretMemory {
  const held = new Map<string, { ref: TokenRef; secret: string; label: string; intentId: string }>()
  const begun = new Map<string, { ref: OrganizationRef; label: string }>()
  return {
    begin: (intentId, ref, label) => void begun.set(intentId, { ref, label }),
    end: (intentId) => void begun.delete(intentId),
    making: (ref, label) =>
      [...begun.values()].some(
        (one) =>
          one.label === label &&
          one.ref.accountId === ref.accountId &&
          one.ref.organization === ref.organization,
      ),
    holdsFor: (accountId) =>
      [...begun.values(), ...held.values()].some(({ ref }) => ref.accountId === accountId),
    hold: (ref, secret, label, intentId) => void held.set(keyOf(ref), { ref, secret, label, intentId }),
    read: (ref) => held.get(keyOf(ref))?.secret ?? null,
    intentOf: (ref) => held.get(keyOf(ref))?.intentId ?? null,
    holdsIntent: (intentId) =>
      begun.has(intentId) || [...held.values()].some((entry) => entry.intentId === intentId),
    drop: (ref) => void held.delete(keyOf(ref)),
    labels: () => [...held.values(), ...begun.values()].map((entry) => entry.label),
  }
}
