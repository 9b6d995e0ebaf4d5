// How many pulls each organization access token, person and anonymous address may be granted in six hours.
import type { Clock } from '../clock.ts'
import { HubError } from '../errors.ts'
import type { RegistryCaller } from '../registry/grants.ts'
import type { Grant } from '../registry/tokens.ts'
import { createBudgets } from './budgets.ts'

/** Docker's documented number for a signed-in account; anonymous addresses have half of it, as there (200 and 100). */
export const standardPullsPerSixHours = 200

const windowSeconds = 6 * 3600

export interface PullLimit {
  /** Counts what is being granted, or throws when there is not enough left. Answers the headers that tell the state. */
  count(caller: RegistryCaller, address: string, pulls: number): Record<string, string>
}

/** One pull per repository. Pushing needs pull too and is not counted, as at Docker. */
export const pullsIn = (granted: readonly Grant[]): number =>
  granted.filter(({ actions }) => actions.includes('pull') && !actions.includes('push')).length

function sourceIdOf(caller: RegistryCaller, address: string): string {
  if (caller.kind === 'anonymous') return address
  return caller.kind === 'user' ? caller.user.id : caller.token.id
}

/** `perSixHours` is for who signs in; 0 for no limit. */
export function createPullLimit(clock: Clock, perSixHours: number): PullLimit {
  if (perSixHours === 0) return { count: () => ({}) }
  const known = createBudgets(clock, { limit: perSixHours, windowSeconds })
  const anonymous = createBudgets(clock, { limit: Math.max(1, Math.floor(perSixHours / 2)), windowSeconds })
  return {
    count(caller, address, pulls) {
      const source = sourceIdOf(caller, address)
      const budgets = caller.kind === 'anonymous' ? anonymous : known
      const { taken, limit, remaining, resetAt } = budgets.take(`${caller.kind} ${source}`, pulls)
      const headers = {
        'ratelimit-limit': `${limit};w=${windowSeconds}`,
        'ratelimit-remaining': `${remaining};w=${windowSeconds}`,
        'docker-ratelimit-source': source,
      }
      if (!taken)
        throw new HubError('registry.pullLimit', {
          headers,
          retryAfter: Math.ceil((resetAt - clock.now()) / 1000),
        })
      return headers
    },
  }
}
