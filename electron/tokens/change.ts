// Changing a token: read before writing, so that nobody's edit is overwritten unseen, and after an answer that was lost.
import { isDeepStrictEqual } from 'node:util'
import type { TokenRef } from '../../shared/contract/references.ts'
import type { Changed, Token, TokenFields } from '../../shared/contract/tokens.ts'
import { isFailed } from '../../shared/errors.ts'
import type { ChangeAccessTokenBody, HubAccessToken } from '../../shared/hub/access-tokens.ts'

export interface ChangeParts {
  /** From the server. */
  get(ref: TokenRef): Promise<HubAccessToken>
  /** Sent once; fails with `token.changeUnknown` when its answer was lost. */
  patch(ref: TokenRef, body: ChangeAccessTokenBody): Promise<HubAccessToken>
  /**
   * Puts what the server said into the inventory and answers with what the page is shown. `own`: what of it was just
   * saved here; null when the owner is shown all of it now.
   */
  note(ref: TokenRef, token: HubAccessToken, own?: Partial<TokenFields> | null): Promise<Token>
  /** The server has no such token any more. */
  noteGone(ref: TokenRef): Promise<void>
}

/** The token as it is on the server now. Fails with `token.gone`, which the inventory notes. */
export async function readToken(parts: ChangeParts, ref: TokenRef): Promise<Token> {
  return parts.note(ref, await getNow(parts, ref))
}

/** From the server. A token that is not there any more is marked gone in the inventory. */
export async function getNow(parts: ChangeParts, ref: TokenRef): Promise<HubAccessToken> {
  try {
    return await parts.get(ref)
  } catch (error) {
    if (isFailed(error, 'token.gone')) await parts.noteGone(ref)
    throw error
  }
}

export const fieldsOf = ({ label, description, resources }: HubAccessToken): TokenFields => ({
  label,
  description: description ?? '',
  resources: resources.map(({ type, path, scopes }) => ({ type, path, scopes })),
})

/** Whether two states of a token are the same to its owner. */
export const sameToOwner = (one: TokenFields, other: TokenFields): boolean =>
  isDeepStrictEqual(pick(one), pick(other))
const pick = ({ label, description, resources }: TokenFields): TokenFields => ({
  label,
  description,
  resources,
})

export async function changeToken(
  parts: ChangeParts,
  ref: TokenRef,
  shown: TokenFields & { isActive: boolean },
  wanted: TokenFields,
): Promise<Changed> {
  const now = await getNow(parts, ref)
  if (!sameToOwner(fieldsOf(now), shown) || now.is_active !== shown.isActive)
    return { outcome: 'conflict', token: await parts.note(ref, now, null) }
  const body: ChangeAccessTokenBody = {
    ...(wanted.label !== shown.label && { label: wanted.label }),
    ...(wanted.description !== shown.description && { description: wanted.description }),
    ...(!isDeepStrictEqual(wanted.resources, shown.resources) && { resources: wanted.resources }),
  }
  if (Object.keys(body).length === 0) return { outcome: 'saved', token: await parts.note(ref, now) }
  const after = await patchSurely(parts, ref, body, (token) => sameToOwner(fieldsOf(token), wanted))
  // Docker Hub has no conditional writes: somebody who read before this may write after it. What was saved is
  // remembered, so that the owner hears of it when it turns out not to have stayed.
  const { is_active: _, ...own } = body
  return { outcome: 'saved', token: await parts.note(ref, after, own) }
}

export async function deactivateToken(parts: ChangeParts, ref: TokenRef): Promise<Token> {
  const after = await patchSurely(parts, ref, { is_active: false }, (token) => !token.is_active)
  return parts.note(ref, after)
}

/** When the answer is lost the token is read: if it is as wanted, it was changed. */
async function patchSurely(
  parts: ChangeParts,
  ref: TokenRef,
  body: ChangeAccessTokenBody,
  isDone: (token: HubAccessToken) => boolean,
): Promise<HubAccessToken> {
  try {
    return await parts.patch(ref, body)
  } catch (error) {
    if (isFailed(error, 'token.gone')) await parts.noteGone(ref)
    if (!isFailed(error, 'token.changeUnknown')) throw error
    const now = await getNow(parts, ref).catch((failed: unknown) => {
      throw isFailed(failed, 'token.gone') ? failed : error
    })
    if (!isDone(now)) throw error
    return now
  }
}
