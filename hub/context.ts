// What every route works with. Built once by hub/app.ts and passed in, so that nothing is global.
import type { Bearers } from './sign-in/bearers.ts'
import type { Clock } from './clock.ts'
import type { Database } from './data/database.ts'
import type { Keys } from './data/keys.ts'
import type { RegistryTokens } from './registry/tokens.ts'
import type { UserCheck } from './sign-in/check.ts'
import type { PullLimit } from './usage/pulls.ts'

export interface HubContext {
  readonly database: Database
  readonly keys: Keys
  readonly clock: Clock
  readonly bearers: Bearers
  readonly registryTokens: RegistryTokens
  readonly checkUser: UserCheck
  readonly pullLimit: PullLimit
  /** What a registry has to send with its notifications. */
  readonly eventsSecret: string
  /** Life of a bearer. Docker Hub: ten minutes. */
  readonly bearerSeconds: number
}
