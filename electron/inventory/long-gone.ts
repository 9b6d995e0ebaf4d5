// Tokens that have been gone for over a year leave the list by themselves: only those that keep no secret here, which
// the keychain has to say at that moment. A locked keychain, or one that fails, keeps them all.
import type { OrganizationRef } from '../../shared/contract/references.ts'
import { inTurn } from '../disk/in-turn.ts'
import type { Copies } from './copies.ts'
import type { CopiedToken } from './copy.ts'
import type { AreKept } from './kept.ts'

/** Milliseconds, a leap day included. */
const year = 366 * 86_400_000

export interface LongGoneParts {
  copies: Copies
  areKept: AreKept
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
    const old = (await copies.load(ref)).tokens.filter(mayGo)
    const kept = old.length > 0 ? await parts.areKept(ref, old) : null
    const ids = new Set(old.map(({ id }) => id).filter((id) => kept?.get(id) === false))
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
