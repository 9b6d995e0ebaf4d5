// Who asks for a registry token, and what of the asked they get. Less than asked, or nothing, is no error.
import type { HubContext } from '../context.ts'
import { type AccessToken, markAccessTokenUsed } from '../data/access-tokens.ts'
import type { PersonalToken } from '../data/personal-tokens.ts'
import { type Repository, findRepository } from '../data/repositories.ts'
import type { User } from '../data/users.ts'
import { HubError } from '../errors.ts'
import { type ImageAction, publicActions, tokenActions, userActions } from '../rules/visibility.ts'
import { checkAccessToken, isAccessTokenSecret } from '../sign-in/check.ts'
import type { Grant } from './tokens.ts'

export type RegistryCaller =
  | { kind: 'anonymous' }
  | { kind: 'user'; user: User; personalToken: PersonalToken | null }
  | { kind: 'organization'; organization: string; token: AccessToken }

const refusals = {
  wrong: 'registry.wrong',
  otherAccount: 'registry.account',
  inactive: 'registry.inactive',
  expired: 'registry.expired',
} as const

/** Checks a user name (or organization name) with its secret. Wrong ones are refused, never treated as anonymous. */
export async function identify(hub: HubContext, username: string, secret: string): Promise<RegistryCaller> {
  if (isAccessTokenSecret(secret)) {
    const proof = checkAccessToken(hub, username, secret)
    if (proof.state !== 'known') throw new HubError(refusals[proof.state])
    markAccessTokenUsed(hub.database, proof.token.id, hub.clock.stamp())
    return { kind: 'organization', organization: proof.organization.name, token: proof.token }
  }
  const proof = await hub.checkUser(username, secret)
  if (proof.state === 'locked') throw new HubError('registry.locked', { retryAfter: proof.retryAfter })
  if (proof.state === 'codeNeeded') throw new HubError('registry.secondFactor')
  if (proof.state === 'wrong') throw new HubError('registry.wrong')
  return { kind: 'user', user: proof.user, personalToken: proof.personalToken }
}

/** What registries log as the actor. An organization's token is named by its id, so that its use can be told apart. */
export function subjectOf(caller: RegistryCaller): string {
  if (caller.kind === 'anonymous') return ''
  return caller.kind === 'user' ? caller.user.username : `${caller.organization}/${caller.token.id}`
}

function allowedActions(
  hub: HubContext,
  caller: RegistryCaller,
  repository: Repository,
): readonly ImageAction[] {
  if (caller.kind === 'anonymous') return publicActions(repository)
  if (caller.kind === 'user') return userActions(hub.database, repository, caller.user, caller.personalToken)
  return tokenActions(repository, caller.organization, caller.token)
}

/** Asked and allowed. `*`, which skopeo asks for to delete, means everything allowed. */
export function grantsFor(hub: HubContext, caller: RegistryCaller, asked: readonly Grant[]): Grant[] {
  return asked.flatMap(({ type, name, actions }) => {
    const repository = type === 'repository' ? findRepository(hub.database, name) : undefined
    if (!repository) return []
    const allowed = allowedActions(hub, caller, repository)
    const granted = actions.includes('*') ? allowed : allowed.filter((action) => actions.includes(action))
    return granted.length > 0 ? [{ type, name, actions: [...granted] }] : []
  })
}
