// Tokens that have been gone for over a year leave the list by themselves: only those that keep no secret here, which
// the keychain has to say at that moment. A locked keychain, or one that fails, keeps them all.
import type { OrganizationRef, TokenRef } from '../../shared/contract/references.ts'
import { inTurn } from '../disk/in-turn.ts'
import type { Copies } from './copies.ts'
import type { CopiedToken } from './copy.ts'

/** Milliseconds, a leap day included. */
const year = 366 * 86_400_000

export interface LongGoneParts {
  copies: Copies
  /** Whether the keychain keeps this token's secret; null when it does not tell. */
  isKept(ref: TokenRef, label: string): Promise<boolean | null>
  /** The server's time (Unix milliseconds). */
  serverNow(accountId: string): number
  /** Told how many left an organization's list. */
  dropped(ref: OrganizationRef, count: number): void
}

/** What takes them off an organization's list; for after a listing. Never throws. */
export function createLongGone(parts: LongGoneParts): (ref: OrganizationRef) => Promise<void> {
  const { copies } = parts
  const turn = inTurn()

  async function drop(ref: OrganizationRef): Promise<void> {
    const epoch = copies.epochOf(ref)
    const before = parts.serverNow(ref.accountId) - year
    const mayGo = ({ goneAt, secretKept }: CopiedToken) =>
      goneAt !== null && Date.parse(goneAt) < before && !secretKept
    const ids = new Set<string>()
    for (const { id, label } of (await copies.load(ref)).tokens.filter(mayGo)) {
      const kept = await parts.isKept({ ...ref, tokenId: id }, label).catch(() => null)
      // A keychain that does not tell of one tells of none.
      if (kept === null) break
      if (!kept) ids.add(id)
    }
    if (ids.size === 0 || copies.epochOf(ref) !== epoch) return
    // One of them may be back by now.
    await copies.change(ref, (copy) => ({
      ...copy,
      tokens: copy.tokens.filter((token) => !ids.has(token.id) || !mayGo(token)),
    }))
    parts.dropped(ref, ids.size)
  }

  return (ref) => turn(() => drop(ref).catch(() => undefined))
}
