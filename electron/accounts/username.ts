// What the server calls the person who signed in: they may have typed an e-mail address or capitals.
import { isFailed } from '../../shared/errors.ts'
import type { HubDoor } from '../dockerhub/auth.ts'
import { createHubClient } from '../dockerhub/client.ts'
import { getUser } from '../dockerhub/organizations.ts'

/** The user name behind `typed`. A server that does not tell leaves it as typed. */
export async function usernameOf(door: HubDoor, bearer: string, typed: string): Promise<string> {
  if (/^[a-z0-9][a-z0-9_-]*$/.test(typed)) return typed
  const source = { current: async () => bearer, renew: async () => bearer }
  try {
    const { username } = await getUser(createHubClient({ ...door, bearer: source }))
    return username === '' || username.length > 255 ? typed : username
  } catch (error) {
    if (!isFailed(error)) throw error
    return typed
  }
}
