// Which scopes the server takes for which type of resource, and what they come to.
// The shared table holds those that Granary offers; Docker documents more, and a server must take them all.
import { organizationType, repositoryType } from '../../shared/tokens/access.ts'
import { imagePull, imagePush, impliedScopes, moreScopes, scopes } from '../../shared/tokens/scopes.ts'
import type { AccessToken } from '../data/access-tokens.ts'

// Source: Docker's access token reference (docs.docker.com, security/access-tokens/reference).
const besidesShared = {
  [repositoryType]: [
    ...['repository-read', 'repository-edit', 'repository-admin', 'repository-settings-admin'],
    ...['tag-read', 'tag-admin', 'webhook-read', 'webhook-edit', 'webhook-admin'],
    ...['repo-group-read', 'repo-group-edit', 'repo-group-admin'],
  ],
  // Docker does not say which type carries the product scopes; the organization is the only one that fits.
  [organizationType]: [
    ...['cloud-connect', 'audit_events-read', 'governance-policy-read', 'governance-policy-write'],
  ],
}

const typeOfKind = { repository: repositoryType, organization: organizationType }

/** Every scope that Docker documents, with the type of resource that carries it. */
export const scopeTypes: ReadonlyMap<string, string> = new Map([
  ...[...scopes, ...moreScopes].map(({ value, kind }) => [value, typeOfKind[kind]] as const),
  ...Object.entries(besidesShared).flatMap(([type, names]) =>
    names.map((name) => [`scope-${name}`, type] as const),
  ),
])

/** Spellings from before March 2026 (docs#24443) and from public scripts: stored as sent, read as today's. */
const oldSpellings: Readonly<Record<string, string>> = {
  'repo-pull': imagePull,
  'repo-push': imagePush,
  'image-pull': imagePull,
  'image-push': imagePush,
}

export const canonicalScope = (value: string): string =>
  Object.hasOwn(oldSpellings, value) ? (oldSpellings[value] ?? value) : value

/** True when Docker documents the scope for resources of this type. */
export const isScopeOf = (type: string, value: string): boolean =>
  scopeTypes.get(canonicalScope(value)) === type

// Each includes the one before it (the reference's column "Grants"); the shared table has the others.
const chains = [
  ['repository-read', 'repository-edit', 'repository-admin'],
  ['tag-read', 'tag-admin'],
  ['webhook-read', 'webhook-edit', 'webhook-admin'],
  ['repo-group-read', 'repo-group-edit', 'repo-group-admin'],
  ['governance-policy-read', 'governance-policy-write'],
]

const included = new Map<string, string>(
  chains.flatMap((chain) =>
    chain.slice(1).map((name, index) => [`scope-${name}`, `scope-${chain[index]}`] as const),
  ),
)

/** Everything the scopes amount to, in today's spelling. Never stored or answered. */
export function effectiveScopes(values: readonly string[]): Set<string> {
  const found = impliedScopes(values.map(canonicalScope))
  // A set hands out what is added to it while it is walked.
  for (const value of found) {
    const lesser = included.get(value)
    if (lesser !== undefined) found.add(lesser)
  }
  return found
}

/** Whether the token carries the scope for this organization, which must be its own. */
export const carries = (
  token: Pick<AccessToken, 'resources'>,
  organization: string,
  scope: string,
): boolean =>
  token.resources.some(
    ({ type, path, scopes }) =>
      type === organizationType && path === organization && effectiveScopes(scopes).has(scope),
  )
