// Starting the session behind a bearer, for each of those who can have one.
import type { HubContext } from '../context.ts'
import type { AccessToken } from '../data/access-tokens.ts'
import type { Organization } from '../data/organizations.ts'
import type { PersonalToken } from '../data/personal-tokens.ts'
import { type Session, startSession } from '../data/sessions.ts'
import type { User } from '../data/users.ts'

/** How long a challenge waits for its code, in milliseconds. */
const challengeLife = 5 * 60_000

type Holder = Pick<Session, 'user_id' | 'personal_token_id' | 'access_token_id'>

const nobody: Holder = { user_id: null, personal_token_id: null, access_token_id: null }

function start(
  { database, clock, bearerSeconds }: HubContext,
  kind: Session['kind'],
  holder: Holder,
): Session {
  const now = clock.now()
  const life = kind === 'bearer' ? bearerSeconds * 1000 : challengeLife
  return startSession(database, { ...holder, kind, expires_at: now + life }, now)
}

/** A bearer for a person, signed in with a password or with a personal access token. */
export function sessionForUser(
  hub: HubContext,
  user: User,
  personalToken: PersonalToken | null,
): Promise<string> {
  const session = start(hub, 'bearer', {
    ...nobody,
    user_id: user.id,
    personal_token_id: personalToken?.id ?? null,
  })
  const { username, email } = user
  return hub.bearers.issue(
    session,
    personalToken
      ? { id: personalToken.id, username, email, source: 'pat' }
      : { id: user.id, username, email, source: 'pwd' },
  )
}

/** A bearer for an organization access token; it speaks for the token, not for a person. */
export function sessionForToken(
  hub: HubContext,
  organization: Organization,
  token: AccessToken,
): Promise<string> {
  const session = start(hub, 'bearer', { ...nobody, access_token_id: token.id })
  return hub.bearers.issue(session, { id: token.id, username: organization.name, email: '', source: 'oat' })
}

/** The handle that a second-factor sign-in continues with; it opens nothing else. */
export function challengeFor(hub: HubContext, user: User): Promise<string> {
  const session = start(hub, 'second-factor', { ...nobody, user_id: user.id })
  return hub.bearers.issue(session, {
    id: user.id,
    username: user.username,
    email: user.email,
    source: 'pwd',
  })
}
