// Who is asking: the bearer of a request, followed to the account it speaks for and checked at every request.
import type { Context } from 'hono'
import type { HubContext } from './context.ts'
import { type AccessToken, accessTokenById } from './data/access-tokens.ts'
import { type PersonalToken, personalTokenById } from './data/personal-tokens.ts'
import { findSession } from './data/sessions.ts'
import { type User, userById } from './data/users.ts'
import { HubError } from './errors.ts'
import { hasEnded, stateOf } from './sign-in/check.ts'

export type Caller =
  | { kind: 'anonymous' }
  | { kind: 'user'; user: User; personalToken: PersonalToken | null }
  | { kind: 'organization'; token: AccessToken }

/** Sent with a 401, so that clients know what is wanted. */
export const challenge = { 'www-authenticate': 'Bearer realm="hub"' }

// The request limit asks first, the route again.
const known = new WeakMap<Request, Promise<Caller>>()

/** The caller, or `anonymous` when no bearer was sent. A bearer that is no longer good is always refused. */
export function callerOf(hub: HubContext, c: Context): Promise<Caller> {
  const caller = known.get(c.req.raw) ?? findCaller(hub, c)
  known.set(c.req.raw, caller)
  return caller
}

async function findCaller(hub: HubContext, c: Context): Promise<Caller> {
  const header = c.req.header('authorization')
  if (header === undefined) return { kind: 'anonymous' }
  const token = /^Bearer +(\S+)$/i.exec(header)?.[1]
  const sessionId = token === undefined ? null : await hub.bearers.sessionOf(token, 'bearer')
  const caller = sessionId === null ? null : holderOf(hub, sessionId)
  if (caller === null) throw new HubError('bearer.invalid', { headers: challenge })
  return caller
}

function holderOf({ database, clock }: HubContext, sessionId: string): Caller | null {
  const session = findSession(database, sessionId, 'bearer')
  if (session === undefined) return null
  const now = clock.now()
  if (session.access_token_id !== null) {
    const token = accessTokenById(database, session.access_token_id)
    return token && stateOf(database, token, now) === 'usable' ? { kind: 'organization', token } : null
  }
  const user = userById(database, session.user_id ?? '')
  if (user?.is_active !== 1) return null
  if (session.personal_token_id === null) return { kind: 'user', user, personalToken: null }
  const personalToken = personalTokenById(database, session.personal_token_id)
  const good = personalToken?.is_active === true && !hasEnded(personalToken, now)
  return good ? { kind: 'user', user, personalToken } : null
}

/** The signed-in person. Refuses anonymous callers and organization access tokens. */
export async function userOf(
  hub: HubContext,
  c: Context,
): Promise<{ user: User; personalToken: PersonalToken | null }> {
  const caller = await callerOf(hub, c)
  if (caller.kind === 'anonymous') throw new HubError('bearer.missing', { headers: challenge })
  if (caller.kind === 'organization') throw new HubError('bearer.organizationToken')
  return caller
}
