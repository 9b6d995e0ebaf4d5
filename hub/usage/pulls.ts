// How many pulls each organization access token, person and anonymous address may be granted in six hours.
import type { Clock } from '../clock.ts'
import { HubError } from '../errors.ts'
import type { Grant } from '../registry/tokens.ts'
import { createBudgets } from './budgets.ts'

/** Docker's documented number for a signed-in account; anonymous addresses have half of it, as there (200 and 100). */
export const standardPullsPerSixHours = 200

const windowSeconds = 6 * 3600

/** Whose budget: an id that no other source has, or an address. */
export interface PullPayer {
  source: string
  anonymous: boolean
}

export interface PullLimit {
  /** Counts what is being granted, or throws when there is not enough left. Answers the headers that tell the state. */
  count(payer: PullPayer, pulls: number): Record<string, string>
}

/** One pull per repository. Pushing needs pull too and is not counted, as at Docker. */
export const pullsIn = (granted: readonly Grant[]): number =>
  granted.filter(({ actions }) => actions.includes('pull') && !actions.includes('push')).length

/** `perSixHours` is for who signs in; 0 for no limit. */
export function createPullLimit(clock: Clock, perSixHours: number): PullLimit {
  if (perSixHours === 0) return { count: () => ({}) }
  const ofKnown = createBudgets(clock, { limit: perSixHours, windowSeconds })
  const ofAddresses = createBudgets(clock, { limit: Math.max(1, Math.floor(perSixHours / 2)), windowSeconds })
  return {
    count({ source, anonymous }, pulls) {
      const { taken, limit, remaining, resetAt } = (anonymous ? ofAddresses : ofKnown).take(source, pulls)
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
