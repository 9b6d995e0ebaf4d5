// Tokens that the owner took off the list, remembered until the app ends, so that it can be undone.
import type { TokenRef } from '../../shared/contract/references.ts'
import { Failed } from '../../shared/errors.ts'
import { isGone } from '../../shared/tokens/status.ts'
import type { Copies } from './copies.ts'
import { type CopiedToken, withToken, withoutToken } from './copy.ts'
import type { AreKept } from './kept.ts'

export interface TakenOff {
  takeOff(ref: TokenRef): Promise<void>
  /** Puts it back as it was. Fails with `input.invalid` for one that was not taken off. */
  bringBack(ref: TokenRef): Promise<void>
  forget(accountId: string): void
}

const keyOf = ({ accountId, organization, tokenId }: TokenRef): string =>
  JSON.stringify([accountId, organization, tokenId])

export function createTakenOff(copies: Copies, areKept: AreKept): TakenOff {
  const taken = new Map<string, { ref: TokenRef; token: CopiedToken }>()
  return {
    async takeOff(ref) {
      await copies.change(ref, (copy) => {
        const token = copy.tokens.find(({ id }) => id === ref.tokenId)
        if (token && isGone(token)) taken.set(keyOf(ref), { ref, token })
        return withoutToken(copy, ref.tokenId)
      })
    },
    async bringBack(ref) {
      const token = taken.get(keyOf(ref))?.token
      if (!token) throw new Failed('input.invalid', { field: 'tokenId' })
      const kept = (await areKept(ref, [token]).catch(() => null))?.get(token.id) ?? null
      const back = { ...token, secretKept: kept ?? token.secretKept, keptKnown: kept !== null }
      await copies.change(ref, (copy) =>
        copy.tokens.some(({ id }) => id === ref.tokenId) ? copy : withToken(copy, back),
      )
      taken.delete(keyOf(ref))
    },
    forget(accountId) {
      for (const [key, { ref }] of taken) if (ref.accountId === accountId) taken.delete(key)
    },
  }
}
