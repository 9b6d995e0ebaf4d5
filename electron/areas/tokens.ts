// The calls about organization access tokens.
import type { Handlers } from '../../shared/contract/define.ts'
import type { tokens } from '../../shared/contract/tokens.ts'
import type { TokenRef } from '../../shared/contract/references.ts'
import { Failed } from '../../shared/errors.ts'
import type { Inventories } from '../inventory/inventory.ts'
import type { Journal } from '../journal.ts'
import { type CreateParts, createToken } from '../tokens/create.ts'
import { type OrphanParts, findOrphans } from '../tokens/orphans.ts'

export interface TokensParts {
  inventories: Inventories
  journal: Journal
  create: CreateParts
  orphans: OrphanParts
  /** Deletes a token on the server; one that is gone already is fine. */
  remove(ref: TokenRef): Promise<void>
  /** Removes the kept secret of a token that is gone. */
  forgetSecret(ref: TokenRef): Promise<void>
}

export const tokensArea = (parts: TokensParts): Handlers<typeof tokens> => ({
  inventory: (ref) => parts.inventories.read(ref),
  refresh: (ref) => parts.inventories.refresh(ref),
  create: (input) => createToken(parts.create, input),
  orphans: (ref) => findOrphans(parts.orphans, ref),
  async deleteOrphan({ intentId, ...ref }) {
    const orphan = (await findOrphans(parts.orphans, ref)).find((one) => one.intentId === intentId)
    const isCandidate = orphan?.candidates.some(({ tokenId }) => tokenId === ref.tokenId)
    if (!isCandidate || orphan?.state === 'unknown') throw new Failed('input.invalid', { field: 'tokenId' })
    await parts.remove(ref)
    await parts.inventories.remove(ref)
    await parts.forgetSecret(ref)
    await parts.journal.close(intentId)
  },
  async dismissOrphan({ intentId }) {
    await parts.journal.close(intentId)
  },
})
