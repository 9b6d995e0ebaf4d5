// What is known of an organization besides its tokens, for its line in a grouped table.
import type { Slots } from '../../../shared/tokens/slots.ts'

export interface GroupFacts {
  /** What it is called: its name, told apart from another of the same name. */
  name: string
  /** Whose it is, where more than one account is signed in. */
  account: string | null
  slots: Slots | null
  /** When its copy was read from the server (ISO 8601). */
  syncedAt: string | null
  offline: boolean
}
