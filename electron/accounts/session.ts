// One account's bearer: fetched when first needed, renewed before it ends, asked for once however many calls wait.
import { Failed, isFailed } from '../../shared/errors.ts'
import type { Bearer, Credential, SignInOutcome } from '../dockerhub/auth.ts'
import type { BearerSource } from '../dockerhub/client.ts'

/** Seconds before its end that a bearer counts as ended. */
const margin = 60
/** Seconds a bearer is trusted that does not say how long it lives: Docker's shortest live ten minutes. */
const unsaidLife = 600

/** Signing in with the same again cannot help, and may lock the user name. */
const credentialRefused = [
  'signIn.wrong',
  'signIn.notAPerson',
  'signIn.sessionRefused',
  'dockerSession.refused',
  'dockerSession.notAPerson',
] as const

/** A borrowed session is not there now; its owner may bring it back at any time. */
const sessionGone = [
  'docker.configUnreadable',
  'docker.helperMissing',
  'dockerSession.noConfig',
  'dockerSession.none',
  'dockerSession.helperFailed',
  'dockerSession.helperLocked',
  'dockerSession.helperTimeout',
  'dockerSession.expired',
  'dockerSession.otherPerson',
] as const

/** A credential read from where it is kept. `unknown` does not mean that it is lost: the keychain may be locked. */
export type KeptCredential =
  { state: 'found'; credential: Credential } | { state: 'missing' } | { state: 'unknown'; reason: string }

export interface SessionParts {
  signIn(credential: Credential): Promise<SignInOutcome>
  /** Reads the credential that the keychain keeps, or `missing` when none is kept. */
  kept(): Promise<KeptCredential>
  /** Where another program keeps the session: reads it from there, each time, instead of `kept` and `signIn`. */
  borrow?: (() => Promise<Bearer>) | undefined
  onState(state: SessionState): void
  /** Milliseconds that only go forward. */
  monotonic(): number
}

export type SessionState = 'signedIn' | 'signInNeeded'

export interface Session extends BearerSource {
  readonly state: SessionState
  /** Takes over after the owner signed in. `credential` null when it cannot renew alone (second factor). */
  adopt(bearer: Bearer, credential: Credential | null): void
  /** Gives a credential to sign in with at the next need. */
  arm(credential: Credential): void
  /** Forgets bearer and credential; nothing that is under way brings them back. */
  forget(): void
}

export function createSession(parts: SessionParts, initial: SessionState): Session {
  let state = initial
  let held: { bearer: string; endsAt: number } | null = null
  let credential: Credential | null = null
  /** Set when the server refused what is kept: asking again would only lock the user name. */
  let refused = false
  /** The last bearer that the server refused. */
  let refusedBearer: string | null = null
  let lockedUntil = -Infinity
  let signingIn: Promise<string> | null = null
  // Whatever was asked for before the last adopt, arm or forget has no say afterwards.
  let era = 0

  function become(next: SessionState): void {
    if (state === next) return
    state = next
    parts.onState(next)
  }

  function hold({ bearer, lifetime }: Bearer): void {
    const life = lifetime ?? unsaidLife
    held = { bearer, endsAt: parts.monotonic() + (life - Math.min(margin, life / 2)) * 1000 }
    become('signedIn')
  }

  function needed(detail?: string): Failed {
    become('signInNeeded')
    return new Failed('signIn.needed', detail === undefined ? {} : { detail })
  }

  async function usableCredential(mine: number): Promise<Credential> {
    if (refused) throw needed()
    if (credential) return credential
    const kept = await parts.kept()
    if (mine !== era) throw new Failed('signIn.needed')
    if (kept.state === 'found') return kept.credential
    throw needed(kept.state === 'unknown' ? `keychain ${kept.reason}` : undefined)
  }

  async function renewAlone(mine: number): Promise<string> {
    const lockedFor = Math.ceil((lockedUntil - parts.monotonic()) / 1000)
    if (lockedFor > 0) throw new Failed('signIn.locked', { retryAfter: lockedFor })
    const used = parts.borrow ? null : await usableCredential(mine)
    let outcome: SignInOutcome
    try {
      outcome = used === null ? await borrowed() : await parts.signIn(used)
    } catch (error) {
      if (mine !== era) throw new Failed('signIn.needed', {}, { cause: error })
      if (isFailed(error, 'signIn.locked'))
        lockedUntil = parts.monotonic() + (error.failure.retryAfter ?? 0) * 1000
      if (isFailed(error, ...sessionGone)) throw needed(`docker login: ${error.failure.code}`)
      if (!isFailed(error, ...credentialRefused)) throw error
      refused = true
      credential = null
      throw needed(error.failure.detail)
    }
    if (mine !== era) throw new Failed('signIn.needed')
    if (outcome.step === 'code') {
      refused = true
      credential = null
      throw needed()
    }
    credential = used
    hold(outcome)
    return outcome.bearer
  }

  async function borrowed(): Promise<SignInOutcome> {
    if (refused) throw needed()
    const bearer = await parts.borrow?.()
    // There is no other one there than the one that was refused.
    if (!bearer || bearer.bearer === refusedBearer) throw needed()
    return { step: 'done', ...bearer }
  }

  function signInOnce(): Promise<string> {
    if (signingIn) return signingIn
    const started = renewAlone(era).finally(() => {
      if (signingIn === started) signingIn = null
    })
    signingIn = started
    return started
  }

  function startEra(): void {
    era += 1
    held = null
    credential = null
    refused = false
    refusedBearer = null
    lockedUntil = -Infinity
    signingIn = null
  }

  return {
    get state() {
      return state
    },
    async current() {
      return held && parts.monotonic() < held.endsAt ? held.bearer : signInOnce()
    },
    async renew(used) {
      refusedBearer = used
      if (held?.bearer === used) held = null
      return held && parts.monotonic() < held.endsAt ? held.bearer : signInOnce()
    },
    adopt(bearer, own) {
      startEra()
      credential = own
      hold(bearer)
    },
    arm(own) {
      startEra()
      credential = own
    },
    forget() {
      startEra()
      refused = true
      become('signInNeeded')
    },
  }
}
