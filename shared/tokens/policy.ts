// The rules for tokens, the owner's own and the administrator's: the wizard, rotating and editing hold to them, main
// refuses what breaks them, and the insights find older tokens that do.
import { type Resource, repositoryType } from './access.ts'
import { type Expiry, daysBetween, expiresAt } from './expiry.ts'
import { imagePush, impliedScopes } from './scopes.ts'

export interface Policy {
  /** The longest a token may live, in days; null for as long as its maker likes. */
  longestDays: number | null
  /** Every token has an expiration date. Follows from a longest lifetime. */
  noNeverExpiring: boolean
  /** No token pushes to all repositories of an organization. */
  noPushToAll: boolean
  /** The part that the administrator of the computer decides; the rules above are never looser. Never in settings. */
  administrators?: Policy
}

export const noPolicy: Policy = { longestDays: null, noNeverExpiring: false, noPushToAll: false }

/** Beyond this a lifetime is no limit any more. */
export const longestDaysMaximum = 3650

export type Rule = 'lifetime' | 'noExpiry' | 'pushToAll'

export const hasRules = ({ longestDays, noNeverExpiring, noPushToAll }: Policy): boolean =>
  longestDays !== null || noNeverExpiring || noPushToAll

export const forbidsNoExpiry = ({ longestDays, noNeverExpiring }: Policy): boolean =>
  noNeverExpiring || longestDays !== null

const inDays = (days: number): string => (days === 1 ? '1 day' : `${days} days`)

/** The owner's rules and the administrator's, of each the stricter one. */
export const joinPolicies = (own: Policy, administrators: Policy): Policy => ({
  longestDays: shorter(own.longestDays, administrators.longestDays),
  noNeverExpiring: own.noNeverExpiring || administrators.noNeverExpiring,
  noPushToAll: own.noPushToAll || administrators.noPushToAll,
  administrators,
})

const shorter = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.min(one, other)

/** Whether it is the administrator who decides what this rule says. Where both say the same, the owner cannot change it. */
export function isAdministrators(rule: Rule, { administrators, longestDays }: Policy): boolean {
  if (!administrators) return false
  if (rule === 'pushToAll') return administrators.noPushToAll
  return longestDays === null ? administrators.noNeverExpiring : administrators.longestDays === longestDays
}

/** A rule as it is named wherever it refuses something. */
export function ruleWords(rule: Rule, policy: Policy): string {
  const whose = isAdministrators(rule, policy) ? 'Your administrator' : 'Your policy'
  if (rule === 'lifetime' || (rule === 'noExpiry' && policy.longestDays !== null))
    return `${whose}: at most ${inDays(policy.longestDays ?? 0)}`
  return rule === 'noExpiry'
    ? `${whose}: every token has an expiration date`
    : `${whose}: no push to all repositories`
}

/** The rules in a few words each, for those who only need to be reminded. */
export const rulesInWords = (policy: Policy): string[] => [
  ...(policy.longestDays === null ? [] : [`at most ${inDays(policy.longestDays)}`]),
  ...(policy.longestDays === null && policy.noNeverExpiring ? ['an expiration date'] : []),
  ...(policy.noPushToAll ? ['no push to all repositories'] : []),
]

/** What holds and whose it is: a sentence for the owner's own rules, and one for the administrator's if there are any. */
export function policySentences(own: Policy, administrators: Policy): string[] {
  const [mine, theirs] = [rulesInWords(own), rulesInWords(administrators)]
  return [
    mine.length > 0 ? `Your policy: ${mine.join(', ')}.` : 'You have no policy of your own yet.',
    ...(theirs.length > 0 ? [`Your administrator: ${theirs.join(', ')}.`] : []),
  ]
}

/** True when the access lets a token push to every repository of an organization. */
export const pushesToAll = (resources: readonly Resource[]): boolean =>
  resources.some(
    ({ type, path, scopes }) =>
      type === repositoryType && path.endsWith('/*') && impliedScopes(scopes).has(imagePush),
  )

/** The rule that an end breaks, or null. `expiresAt` as the server has it, `from` when the token's life begins (ISO 8601). */
export function expiryBreaks(policy: Policy, ends: string | null, from: string): Rule | null {
  if (ends === null) return forbidsNoExpiry(policy) ? 'noExpiry' : null
  return policy.longestDays !== null && daysBetween(from, ends) > policy.longestDays ? 'lifetime' : null
}

/** The rule that a choice of end breaks at `now` (Unix milliseconds), or null. */
export const choiceBreaks = (policy: Policy, expiry: Expiry, now: number): Rule | null =>
  expiryBreaks(policy, expiresAt(expiry, now), new Date(now).toISOString())

/** What of a policy a token breaks. Access that was not read breaks nothing. */
export function rulesBroken(
  policy: Policy,
  token: { createdAt: string; expiresAt: string | null; resources: readonly Resource[] | null },
): Rule[] {
  const end = expiryBreaks(policy, token.expiresAt, token.createdAt)
  return [
    ...(end === null ? [] : [end]),
    ...(policy.noPushToAll && pushesToAll(token.resources ?? []) ? ['pushToAll' as const] : []),
  ]
}

/** The last day that a token made at `now` may have (YYYY-MM-DD, UTC), or null when any. */
export const lastDay = ({ longestDays }: Policy, now: number): string | null =>
  longestDays === null ? null : new Date(now + longestDays * 86_400_000).toISOString().slice(0, 10)
