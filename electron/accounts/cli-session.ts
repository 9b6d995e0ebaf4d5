// A person's session borrowed from the Docker CLI. It is read where docker keeps it and never copied or renewed here.
import { Failed, isFailed } from '../../shared/errors.ts'
import { type Bearer, type Credential, type HubDoor, signIn } from '../dockerhub/auth.ts'
import { bearerLifetime, bearerUsername, hasEnded, isBearer } from '../dockerhub/bearer.ts'
import { createHubClient } from '../dockerhub/client.ts'
import { getUser } from '../dockerhub/organizations.ts'
import { usernameOf } from './username.ts'

/** What the CLI keeps for a server: a bearer from a sign-in through the browser, a user name with its secret, or both. */
export interface CliSession {
  browser: Credential | null
  login: Credential | null
}

/** Throws docker.configUnreadable, docker.helperMissing and dockerSession.*. `registry` empty means Docker Hub. */
export type ReadCliSession = (where: { configFolder: string; registry: string }) => Promise<CliSession>

export interface Borrowed extends Bearer {
  /** Whom the CLI takes it to be of. */
  login: string
}

/** Reads the session and makes it a bearer. Throws what reading it throws, `dockerSession.*`, `signIn.locked`, `server.*`. */
export async function borrow(
  read: () => Promise<CliSession>,
  door: HubDoor,
): Promise<Borrowed & { from: 'browser' | 'login' }> {
  const now = (door.now ?? Date.now)()
  const { browser, login } = await read()
  if (browser !== null && isBearer(browser.secret) && !hasEnded(browser.secret, now))
    return {
      from: 'browser',
      login: bearerUsername(browser.secret) ?? browser.username,
      bearer: browser.secret,
      lifetime: bearerLifetime(browser.secret, now),
    }
  // The access token that a browser sign-in leaves beside its session is a lesser one: it may not manage tokens.
  if (browser !== null && (login === null || login.secret.startsWith('dckr_pat_')))
    throw new Failed('dockerSession.expired')
  if (login === null || login.username === '<token>')
    throw new Failed('dockerSession.refused', { detail: 'The CLI keeps an identity token of a registry.' })
  return { from: 'login', login: login.username, ...(await exchanged(door, login)) }
}

/** A session read for the first time: whom the server takes it to be of. */
export async function borrowAnew(
  read: () => Promise<CliSession>,
  door: HubDoor,
): Promise<Borrowed & { username: string }> {
  const { from, ...borrowed } = await borrow(read, door)
  const username =
    from === 'browser'
      ? await confirmed(door, borrowed)
      : await usernameOf(door, borrowed.bearer, borrowed.login)
  return { ...borrowed, username }
}

async function exchanged(door: HubDoor, credential: Credential): Promise<Bearer> {
  try {
    const outcome = await signIn(door, credential)
    if (outcome.step === 'done') return outcome
  } catch (error) {
    if (!isFailed(error)) throw error
    const { code, detail } = error.failure
    const said = detail === undefined ? {} : { detail }
    if (code === 'signIn.notAPerson') throw new Failed('dockerSession.notAPerson', said, { cause: error })
    if (code === 'signIn.wrong' || code === 'signIn.sessionRefused')
      throw new Failed('dockerSession.refused', said, { cause: error })
    throw error
  }
  throw new Failed('dockerSession.refused', { detail: 'The server asks for a second factor.' })
}

/** A bearer that nobody exchanged has not been seen by the server yet. */
async function confirmed(door: HubDoor, { bearer, login }: Borrowed): Promise<string> {
  const source = { current: async () => bearer, renew: async () => bearer }
  try {
    const { username } = await getUser(createHubClient({ ...door, bearer: source }))
    return username === '' || username.length > 255 ? login : username
  } catch (error) {
    if (isFailed(error, 'signIn.needed', 'signIn.sessionRefused'))
      throw new Failed('dockerSession.refused', {}, { cause: error })
    // A server that does not tell leaves it as the session says.
    if (isFailed(error, 'server.unexpected')) return login
    throw error
  }
}
