// Checking what someone signs in with: passwords with their lock-out, personal and organization access tokens.
// The Hub API and the registry token service both ask here and answer in their own shapes.
import type { Clock } from '../clock.ts'
import { type AccessToken, accessTokenBySecret } from '../data/access-tokens.ts'
import type { Database } from '../data/database.ts'
import type { Keys } from '../data/keys.ts'
import { type Organization, findOrganization, organizationById } from '../data/organizations.ts'
import { verifyPassword } from '../data/passwords.ts'
import { type PersonalToken, markPersonalTokenUsed, personalTokenBySecret } from '../data/personal-tokens.ts'
import { accessTokenPrefix, hashSecret, personalTokenPrefix } from '../data/secrets.ts'
import { addFailure, clearFailures, lockedFor } from '../data/sign-in-failures.ts'
import { type User, findUser } from '../data/users.ts'

export type UserProof =
  | { state: 'known'; user: User; personalToken: PersonalToken | null }
  /** The password is right, but the account asks for a code too. */
  | { state: 'codeNeeded'; user: User }
  | { state: 'wrong' }
  | { state: 'locked'; retryAfter: number }

/** Checks a user name with a password or personal access token. One at a time per user name. */
export type UserCheck = (username: string, secret: string) => Promise<UserProof>

interface Parts {
  database: Database
  keys: Keys
  clock: Clock
  passwordCost: number
}

export const hasEnded = (token: { expires_at: string | null }, now: number): boolean =>
  token.expires_at !== null && Date.parse(token.expires_at) <= now

export const lockSeconds = (milliseconds: number): number => Math.ceil(milliseconds / 1000)

export function createUserCheck({ database, keys, clock, passwordCost }: Parts): UserCheck {
  const queues = new Map<string, Promise<unknown>>()

  function checkPersonalToken(username: string, secret: string): UserProof {
    const personalToken = personalTokenBySecret(database, hashSecret(keys, secret))
    const user = findUser(database, username)
    const good =
      personalToken !== undefined &&
      user?.id === personalToken.user_id &&
      user.is_active === 1 &&
      personalToken.is_active &&
      !hasEnded(personalToken, clock.now())
    if (!good) return { state: 'wrong' }
    markPersonalTokenUsed(database, personalToken.id, clock.stamp())
    return { state: 'known', user, personalToken }
  }

  async function checkPassword(username: string, password: string): Promise<UserProof> {
    const locked = lockedFor(database, username, clock.now())
    if (locked > 0) return { state: 'locked', retryAfter: lockSeconds(locked) }
    const user = findUser(database, username)
    const fits = await verifyPassword(password, user?.password_hash ?? null, passwordCost)
    if (!fits || user?.is_active !== 1) {
      addFailure(database, username, clock.now())
      return { state: 'wrong' }
    }
    // The failures stay until the code is right too, or ten guesses at the code could be had again and again.
    if (user.totp_secret !== null) return { state: 'codeNeeded', user }
    clearFailures(database, username)
    return { state: 'known', user, personalToken: null }
  }

  return (username, secret) => {
    // A token cannot be guessed, so a wrong one does not count, and a locked name does not stop the tools that use one.
    if (secret.startsWith(personalTokenPrefix)) return Promise.resolve(checkPersonalToken(username, secret))
    // In a queue: guesses sent all at once would otherwise all pass before the first one is counted.
    const check = (queues.get(username) ?? Promise.resolve()).then(() => checkPassword(username, secret))
    const settled = check.then(
      () => undefined,
      () => undefined,
    )
    queues.set(username, settled)
    void settled.then(() => {
      if (queues.get(username) === settled) queues.delete(username)
    })
    return check
  }
}

export type OrganizationProof =
  | { state: 'known'; organization: Organization; token: AccessToken }
  | { state: 'wrong' | 'otherAccount' | 'inactive' | 'expired' }

export const isAccessTokenSecret = (secret: string): boolean => secret.startsWith(accessTokenPrefix)

/** Checks an organization access token against the organization whose name was given with it. Marks nothing as used. */
export function checkAccessToken(
  { database, keys, clock }: Pick<Parts, 'database' | 'keys' | 'clock'>,
  organizationName: string,
  secret: string,
): OrganizationProof {
  const token = accessTokenBySecret(database, hashSecret(keys, secret))
  if (token === undefined) return { state: 'wrong' }
  const organization = findOrganization(database, organizationName)
  if (organization?.id !== token.organization_id) return { state: 'otherAccount' }
  const state = stateOf(database, token, clock.now())
  return state === 'usable' ? { state: 'known', organization, token } : { state }
}

/** Whether a token opens anything now. */
export function stateOf(
  database: Database,
  token: AccessToken,
  now: number,
): 'usable' | 'inactive' | 'expired' {
  if (hasEnded(token, now)) return 'expired'
  const organization = organizationById(database, token.organization_id)
  return token.is_active && organization?.is_active === 1 ? 'usable' : 'inactive'
}
