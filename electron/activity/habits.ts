// What this computer has learnt of how each token is used, and what was unusual about it; sealed, read without a server.
import * as z from 'zod'
import { type ImageUse, unusualUse } from '../../shared/contract/activity.ts'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import { type TokenUse, type UnusualUse, learnUses } from '../../shared/tokens/unusual-use.ts'
import { inTurn } from '../disk/in-turn.ts'
import type { SealedDocuments } from '../inventory/sealed.ts'

export interface UseHabits {
  /** Learns from uses, in any order; answers with what was unusual among them. Nothing while the keychain is locked. */
  learn(ref: OrganizationRef, uses: readonly ImageUse[]): Promise<UnusualUse[]>
  /** The moment of the newest use that is known (ISO 8601), or null. */
  latest(ref: OrganizationRef): Promise<string | null>
  /** The newest first. */
  unusual(ref: OrganizationRef): Promise<UnusualUse[]>
  /** Forgets an account; nothing of it is written from then on. */
  forget(accountId: string): Promise<void>
}

/** Of each organization: more tokens than it can have at a time, and more findings than anybody reads. */
const mostTokens = 1000
const mostFindings = 100

const known = z.object({ names: z.array(z.string()), met: z.number() })
const document = z.object({
  habits: z.record(
    z.string(),
    z.object({ uses: z.number(), firstAt: z.string(), lastAt: z.string(), networks: known, clients: known }),
  ),
  unusual: z.array(unusualUse),
})
type Learnt = z.infer<typeof document>
const nothing: Learnt = { habits: {}, unusual: [] }

const prefix = 'use'
const nameOf = ({ accountId, organization }: OrganizationRef) => `${prefix}/${accountId}/${organization}`

export function openUseHabits(documents: SealedDocuments): UseHabits {
  const turn = inTurn()
  /** What was read or learnt since the start. */
  const copies = new Map<string, Learnt>()
  const epochs = new Map<string, number>()

  /** Null while it cannot be told what was learnt before: then nothing may be learnt over it. */
  async function read(ref: OrganizationRef): Promise<Learnt | null> {
    const [name, epoch] = [nameOf(ref), epochs.get(ref.accountId)]
    const copy = copies.get(name)
    if (copy) return copy
    const found = await documents.find(name, document)
    if (found.state === 'unknown') return null
    // Something may have been learnt, or all of it forgotten, meanwhile.
    const known = copies.get(name) ?? (found.state === 'found' ? found.value : nothing)
    if (epochs.get(ref.accountId) === epoch) copies.set(name, known)
    return known
  }

  return {
    learn(ref, uses) {
      const epoch = epochs.get(ref.accountId)
      return turn(async () => {
        const before = await read(ref)
        if (before === null || epochs.get(ref.accountId) !== epoch) return []
        const { habits, unusual } = learnUses(before.habits, uses.flatMap(tokenUse))
        const learnt: Learnt = {
          habits: Object.fromEntries(
            Object.entries(habits)
              .sort(([, one], [, other]) => Date.parse(other.lastAt) - Date.parse(one.lastAt))
              .slice(0, mostTokens),
          ),
          unusual: [...[...unusual].reverse(), ...before.unusual].slice(0, mostFindings),
        }
        copies.set(nameOf(ref), learnt)
        if (JSON.stringify(learnt) !== JSON.stringify(before)) await documents.write(nameOf(ref), learnt)
        return unusual
      })
    },
    async latest(ref) {
      const known = Object.values((await read(ref))?.habits ?? {}).map(({ lastAt }) => lastAt)
      return known.reduce<string | null>((one, other) => (one !== null && one > other ? one : other), null)
    },
    unusual: async (ref) => (await read(ref))?.unusual ?? [],
    async forget(accountId) {
      epochs.set(accountId, (epochs.get(accountId) ?? 0) + 1)
      const mine = (name: string) => name.startsWith(`${prefix}/${accountId}/`)
      await turn(async () => {
        for (const name of [...copies.keys()].filter(mine)) copies.delete(name)
      })
    },
  }
}

const tokenUse = ({ tokenId, at, repository, address, client }: ImageUse): TokenUse[] =>
  tokenId === null ? [] : [{ tokenId, at, repository, address, client }]
