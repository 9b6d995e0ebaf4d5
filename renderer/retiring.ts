// Deactivating, deleting or forgetting several tokens, as store and dialog speak of it.
import type { OrganizationRef } from '../shared/contract/references.ts'
import type { Token } from '../shared/contract/tokens.ts'
import type { Failure } from '../shared/errors.ts'

/** forget: takes tokens that are gone off this computer's list. */
export type RetireAct = 'deactivate' | 'delete' | 'forget'

/** What becomes of the kept secrets of tokens that are taken off the list. */
export type SecretWish = 'keep' | 'remove'

export interface Retired {
  ref: OrganizationRef
  token: Token
  /** The search or the filters hide it: it was ticked before. */
  hidden?: boolean
}

export interface RetireRow extends Retired {
  /** skipped: there is nothing to do: it is not active any more, or not gone. */
  state: 'waiting' | 'working' | 'done' | 'skipped' | 'failed'
  failure: Failure | null
  /** Its secret could not be removed from the keychain. */
  secretLeft: boolean
}

export interface Retiring {
  act: RetireAct
  /** asking: nothing was done yet. stopping: the token that is being worked on is the last. */
  state: 'asking' | 'working' | 'stopping' | 'done'
  secrets: SecretWish
  rows: RetireRow[]
}
