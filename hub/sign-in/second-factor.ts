// The second step of signing in: a six-digit code (TOTP, RFC 6238), good once.
import { Secret, TOTP } from 'otpauth'
import type { HubContext } from '../context.ts'
import { endSession, findSession } from '../data/sessions.ts'
import { addFailure, clearFailures, lockedFor } from '../data/sign-in-failures.ts'
import { type User, totpSecret, useTotpStep, userById } from '../data/users.ts'
import { HubError } from '../errors.ts'
import { lockSeconds } from './check.ts'

const stepSeconds = 30

/** The code generator of a secret (base32); also what the seed prints for authenticator apps. */
export const totpOf = (secret: string, username: string): TOTP =>
  new TOTP({ issuer: 'Local Hub', label: username, secret: Secret.fromBase32(secret), period: stepSeconds })

/**
 * The 30-second step whose code this is, or null. One step early or late is accepted, as RFC 6238 advises (5.2).
 * `now` is in Unix milliseconds.
 */
export function stepOfCode(secret: string, username: string, code: string, now: number): number | null {
  if (!/^\d{6}$/.test(code)) return null
  const delta = totpOf(secret, username).validate({ token: code, timestamp: now, window: 1 })
  return delta === null ? null : Math.floor(now / 1000 / stepSeconds) + delta
}

/** Finishes the sign-in behind a challenge. A challenge and a code both work once. */
export async function submitCode(hub: HubContext, challenge: string, code: string): Promise<User> {
  const { database, keys, clock } = hub
  const sessionId = await hub.bearers.sessionOf(challenge, 'second-factor')
  const session = sessionId === null ? undefined : findSession(database, sessionId, 'second-factor')
  const user = session && userById(database, session.user_id ?? '')
  const secret = user && totpSecret(keys, user)
  if (!session || !secret || user.is_active !== 1) throw new HubError('signIn.challenge')

  const now = clock.now()
  const locked = lockedFor(database, user.username, now)
  if (locked > 0) throw new HubError('signIn.locked', { retryAfter: lockSeconds(locked) })
  const step = stepOfCode(secret, user.username, code, now)
  const done = database.write(() => {
    if (step === null || !useTotpStep(database, user.id, step)) return false
    endSession(database, session.id)
    clearFailures(database, user.username)
    return true
  })
  if (!done) {
    addFailure(database, user.username, now)
    throw new HubError('signIn.codeWrong')
  }
  return user
}
