// Whether the keychain keeps the secrets of an organization's tokens, asked once for each token that it has not said of.
import type { OrganizationRef, TokenRef } from '../../shared/contract/references.ts'
import { stillThere } from '../../shared/tokens/status.ts'
import { inTurn } from '../disk/in-turn.ts'
import { type Copies, documentName } from './copies.ts'
import type { InventoryCopy } from './copy.ts'

export interface KeptQuestions {
  /** Asks, organization by organization; what the keychain said is written with the next change. Never throws. */
  ask(ref: OrganizationRef): Promise<void>
}

/** `isKept`: null when the keychain does not tell. */
export function createKeptQuestions(
  copies: Copies,
  isKept: (ref: TokenRef, label: string) => Promise<boolean | null>,
): KeptQuestions {
  const turn = inTurn()
  const waiting = new Map<string, Promise<void>>()

  async function askNow(ref: OrganizationRef): Promise<void> {
    const epoch = copies.epochOf(ref)
    const kept = new Map<string, boolean>()
    for (const { id, label, keptKnown } of stillThere((await copies.load(ref)).tokens)) {
      if (keptKnown) continue
      const answer = await isKept({ ...ref, tokenId: id }, label).catch(() => null)
      // A keychain that does not tell of one tells of none.
      if (answer === null || copies.epochOf(ref) !== epoch) break
      kept.set(id, answer)
    }
    if (kept.size === 0 || copies.epochOf(ref) !== epoch) return
    const step = (copy: InventoryCopy) => ({
      ...copy,
      tokens: copy.tokens.map((token) => {
        const answer = token.keptKnown ? undefined : kept.get(token.id)
        return answer === undefined ? token : { ...token, secretKept: answer, keptKnown: true }
      }),
    })
    await copies.changeUnsaved(ref, step, 0)
  }

  return {
    ask(ref) {
      const name = documentName(ref)
      const asked =
        waiting.get(name) ??
        turn(() => {
          waiting.delete(name)
          return askNow(ref).catch(() => undefined)
        })
      waiting.set(name, asked)
      return asked
    },
  }
}
