// What this owner saved last of a token, compared with what the server says of it later.
import { isDeepStrictEqual } from 'node:util'
import type * as z from 'zod'
import { type Token, tokenFields } from '../../shared/contract/tokens.ts'

export const ownEdit = tokenFields.partial()
export type OwnEdit = z.infer<typeof ownEdit>

type Fields = Pick<Token, 'label' | 'description' | 'resources'>

/** What of the owner's own edit still stands, for when they have seen that the rest does not. */
export function standingEdit(own: OwnEdit, token: Fields): OwnEdit {
  const lost = lostOf(own, token)
  const { label, description, resources } = own
  return {
    ...(label !== undefined && !lost.includes('label') && { label }),
    ...(description !== undefined && !lost.includes('description') && { description }),
    ...(resources !== undefined && !lost.includes('access') && { resources }),
  }
}

/** What of the owner's own edit is not there any more. Access that was not read is not known to be lost. */
export function lostOf(own: OwnEdit, token: Fields): ('label' | 'description' | 'access')[] {
  const { label, description, resources } = own
  const access = resources !== undefined && token.resources !== null
  return [
    ...(label !== undefined && label !== token.label ? ['label' as const] : []),
    ...(description !== undefined && description !== token.description ? ['description' as const] : []),
    ...(access && !isDeepStrictEqual(resources, token.resources) ? ['access' as const] : []),
  ]
}
