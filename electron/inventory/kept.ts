// Whether the keychain keeps the secrets of an organization's tokens, asked once for each token that it has not said of.
import type { OrganizationRef } from '../../shared/contract/references.ts'
import { stillThere } from '../../shared/tokens/status.ts'
import { inTurn } from '../disk/in-turn.ts'
import { type Copies, documentName } from './copies.ts'
import type { InventoryCopy } from './copy.ts'

export interface KeptQuestions {
  /** Asks, organization by organization; what the keychain said is written with the next change. Never throws. */
  ask(ref: OrganizationRef): Promise<void>
}

/** Whether the keychain keeps the secrets of these tokens, by their ids; null when it does not tell. */
export type AreKept = (
  ref: OrganizationRef,
  tokens: readonly { id: string; label: string }[],
) => Promise<ReadonlyMap<string, boolean> | null>

/** Between so many others get their turn at the keychain. */
const atOnce = 20

export function createKeptQuestions(copies: Copies, areKept: AreKept): KeptQuestions {
  const turn = inTurn()
  const waiting = new Map<string, Promise<void>>()

  async function askNow(ref: OrganizationRef): Promise<void> {
    const epoch = copies.epochOf(ref)
    const kept = new Map<string, boolean>()
    const unknown = stillThere((await copies.load(ref)).tokens).filter(({ keptKnown }) => !keptKnown)
    for (let asked = 0; asked < unknown.length; asked += atOnce) {
      const answers = await areKept(ref, unknown.slice(asked, asked + atOnce)).catch(() => null)
      // A keychain that does not tell of some tells of none.
      if (answers === null || copies.epochOf(ref) !== epoch) break
      for (const [id, answer] of answers) kept.set(id, answer)
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
