// Bearers of the Hub API and second-factor challenges: HS256, one key, one algorithm, told apart by `typ`.
import '../web-crypto.ts'
import { SignJWT, jwtVerify } from 'jose'
import type { Clock } from '../clock.ts'
import type { Keys } from '../data/keys.ts'
import type { Session } from '../data/sessions.ts'
import { isCanonicalJws } from './jws.ts'

/** Docker's own clients parse HS, RS and PS algorithms only (docker/cli internal/oauth/jwt.go). */
const algorithm = 'HS256'
const issuer = 'granary-local-hub'
const audience = 'granary-hub-api'
const types = { bearer: 'JWT', 'second-factor': 'second-factor+jwt' } as const

/** The account a bearer speaks for, as Docker's private claim names it. */
export interface Subject {
  id: string
  username: string
  email: string
  /** How it signed in: password, personal access token or organization access token. */
  source: 'pwd' | 'pat' | 'oat'
}

export interface Bearers {
  /** A 3-part JWS with a numeric `exp`, which Docker's Terraform provider insists on. */
  issue(session: Session, subject: Subject): Promise<string>
  /** The id of the session behind the token, or null when the token is not one of ours, or no longer good. */
  sessionOf(token: string, kind: Session['kind']): Promise<string | null>
}

/** How many verified bearers are remembered; the signature is most of what a request costs. */
const remembered = 1000

export function createBearers(keys: Keys, clock: Clock): Bearers {
  /** Session and end (Unix seconds) of bearers whose signature was found good: it stays so, only time passes. */
  const verified = new Map<string, { sessionId: string; exp: number }>()

  return {
    issue(session, subject) {
      const { id, username, email, source } = subject
      const account = { uuid: id, username, email, source: `docker_${source}|${id}`, session_id: session.id }
      const seconds = Math.floor(clock.now() / 1000)
      return new SignJWT({ 'https://hub.docker.com': account, scope: 'openid offline_access' })
        .setProtectedHeader({ alg: algorithm, typ: types[session.kind] })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(id)
        .setJti(session.id)
        .setIssuedAt(seconds)
        .setExpirationTime(Math.floor(session.expires_at / 1000))
        .sign(keys.bearer)
    },
    async sessionOf(token, kind) {
      const key = `${kind} ${token}`
      const known = verified.get(key)
      if (known) return known.exp > Math.floor(clock.now() / 1000) ? known.sessionId : null
      if (!isCanonicalJws(token)) return null
      try {
        const { payload } = await jwtVerify(token, keys.bearer, {
          algorithms: [algorithm],
          issuer,
          audience,
          typ: types[kind],
          requiredClaims: ['exp', 'iat', 'sub', 'jti'],
          currentDate: new Date(clock.now()),
        })
        const { jti, exp } = payload
        if (jti === undefined || exp === undefined) return null
        if (verified.size >= remembered) verified.clear()
        verified.set(key, { sessionId: jti, exp })
        return jti
      } catch {
        return null
      }
    },
  }
}
