// Rotating a token: its successor is created like any other (create.ts), once the server has shown that the token still
// is what its owner saw and that nobody rotated it meanwhile (docs/adr/0011).
import type { TokenRef } from '../../shared/contract/references.ts'
import type { TokenFields } from '../../shared/contract/tokens.ts'
import { Failed } from '../../shared/errors.ts'
import { tokenStatus } from '../../shared/tokens/status.ts'
import { labelUsed } from '../../shared/tokens/warnings.ts'
import { type ChangeParts, fieldsOf, getNow, sameToOwner } from './change.ts'
import { type CreateInput, type CreateParts, type Made, createToken } from './create.ts'

export interface RotateInput extends TokenRef, Pick<CreateInput, 'label' | 'expiry' | 'keep'> {
  /** The token as its owner was shown it: what the successor gets. */
  shown: TokenFields
}

/** Nothing is sent and nothing made when it fails with a code that `createToken` has not. */
export function rotateToken(
  parts: { create: CreateParts; change: ChangeParts },
  { shown, label, expiry, keep, ...ref }: RotateInput,
): Promise<Made> {
  const { accountId, organization } = ref
  const { description, resources } = shown
  const successor = { accountId, organization, label, description, resources, expiry, keep }
  return createToken(parts.create, successor, async (known) => {
    const now = await getNow(parts.change, ref)
    const token = { isActive: now.is_active, expiresAt: now.expires_at ?? null }
    const isActive = tokenStatus(token, parts.create.now(accountId)) === 'active'
    if (!isActive || !sameToOwner(fieldsOf(now), shown)) {
      await parts.change.note(ref, now)
      throw new Failed(isActive ? 'token.changedMeanwhile' : 'token.notActive')
    }
    const labels = known.map((one) => one.label)
    if (labelUsed(label, labels)) throw new Failed('token.rotatedMeanwhile')
  })
}
