// The calls about organization access tokens.
import type { Handlers } from '../../shared/contract/define.ts'
import type { tokens } from '../../shared/contract/tokens.ts'
import { Failed } from '../../shared/errors.ts'
import type { Policy } from '../../shared/tokens/policy.ts'
import type { Inventories } from '../inventory/inventory.ts'
import type { Journal } from '../journal.ts'
import { type ChangeParts, changeToken, deactivateToken, readToken } from '../tokens/change.ts'
import { type CreateParts, createToken } from '../tokens/create.ts'
import { type DeleteParts, deleteToken } from '../tokens/delete.ts'
import { type GoneParts, forgetGone } from '../tokens/gone.ts'
import { type OrphanParts, findOrphans } from '../tokens/orphans.ts'
import { holdEdit, holdNewToken } from '../tokens/policy.ts'
import { rotateToken } from '../tokens/rotate.ts'

export interface TokensParts {
  inventories: Inventories
  journal: Journal
  create: CreateParts
  change: ChangeParts
  delete: DeleteParts
  gone: GoneParts
  orphans: OrphanParts
  /** The owner's rules and the administrator's, as they are now. @throws Failed administrator.unreadable */
  policy(): Policy
}

export const tokensArea = (parts: TokensParts): Handlers<typeof tokens> => ({
  inventory: (ref) => parts.inventories.read(ref),
  refresh: (ref) => parts.inventories.refresh(ref),
  create(input) {
    holdNewToken(parts.policy(), input, parts.create.now(input.accountId))
    return createToken(parts.create, input)
  },
  rotate(input) {
    const { expiry, shown } = input
    holdNewToken(parts.policy(), { expiry, resources: shown.resources }, parts.create.now(input.accountId))
    return rotateToken(parts, input)
  },
  read: (ref) => readToken(parts.change, ref),
  change({ shown, wanted, ...ref }) {
    holdEdit(parts.policy(), shown.resources, wanted.resources)
    return changeToken(parts.change, ref, shown, wanted)
  },
  async acknowledge(ref) {
    await parts.inventories.acknowledge(ref)
    return undefined
  },
  deactivate: (ref) => deactivateToken(parts.change, ref),
  delete: (ref) => deleteToken(parts.delete, ref),
  forgetGone: ({ secret, ...ref }) => forgetGone(parts.gone, ref, secret),
  async bringBack(ref) {
    await parts.inventories.bringBack(ref)
    return undefined
  },
  orphans: (ref) => findOrphans(parts.orphans, ref),
  async deleteOrphan({ intentId, ...ref }) {
    const orphan = (await findOrphans(parts.orphans, ref)).find((one) => one.intentId === intentId)
    const isCandidate = orphan?.candidates.some(({ tokenId }) => tokenId === ref.tokenId)
    if (!isCandidate || orphan?.state === 'unknown') throw new Failed('input.invalid', { field: 'tokenId' })
    await deleteToken(parts.delete, ref)
    await parts.journal.close(intentId)
  },
  async dismissOrphan({ intentId }) {
    await parts.journal.close(intentId)
  },
})
