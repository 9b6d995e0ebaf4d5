// The one table of scopes an organization access token can carry: what each is called, what it
// allows, and what it includes. Wizard, summary, search and the Local Hub all read it.
// Source: Docker's access token reference (docs.docker.com, security/access-tokens/reference).

/** Where a scope applies: to repositories, or to the organization itself. */
export type ScopeKind = 'repository' | 'organization'

export interface Scope {
  /** The value on the wire, such as `scope-image-pull`. */
  readonly value: string
  /** The name people see. The featured ones are Docker's own words. */
  readonly label: string
  /** What it allows, as the end of the sentence "This token can …". */
  readonly allows: string
  readonly kind: ScopeKind
  /** Scopes that it includes directly; `impliedScopes` follows the chain. */
  readonly includes: readonly string[]
}

const scope = (
  kind: ScopeKind,
  value: string,
  label: string,
  allows: string,
  includes: readonly string[] = [],
): Scope => ({ kind, value, label, allows, includes })

export const imagePull = 'scope-image-pull'
export const imagePush = 'scope-image-push'
export const imageDelete = 'scope-image-delete'

export const scopes: readonly Scope[] = [
  scope('repository', imagePull, 'Image Pull', 'pull images'),
  scope('repository', imagePush, 'Image Push', 'push and pull images', [imagePull]),
  scope('repository', imageDelete, 'Image Delete', 'delete, push and pull images', [imagePush]),
  scope('organization', 'scope-member-edit', 'Member Edit', 'change and remove members', [
    'scope-member-read',
  ]),
  scope('organization', 'scope-member-read', 'Member Read', 'list members'),
  scope('organization', 'scope-invite-edit', 'Invite Edit', 'send and cancel invites', ['scope-invite-read']),
  scope('organization', 'scope-invite-read', 'Invite Read', 'list invites'),
  scope('organization', 'scope-group-edit', 'Group Edit', 'change teams and who is in them', [
    'scope-group-read',
  ]),
  scope('organization', 'scope-group-read', 'Group Read', 'list teams and who is in them'),
]

/** Docker's other organization scopes: rarer, so the wizard keeps them under "More scopes". */
export const moreScopes: readonly Scope[] = [
  scope('organization', 'scope-activity-read', 'Activity Read', 'read the activity log'),
  scope(
    'organization',
    'scope-ram-write',
    'Registry Access Write',
    'change which registries members may use',
    ['scope-ram-read'],
  ),
  scope('organization', 'scope-ram-read', 'Registry Access Read', 'read which registries members may use'),
  scope('organization', 'scope-report-read', 'Report Read', 'read usage reports'),
  scope('organization', 'scope-registry-usage-read', 'Registry Usage Read', 'read pull and storage usage'),
  scope('organization', 'scope-repository-create', 'Repository Create', 'create repositories'),
  scope(
    'organization',
    'scope-repository-list',
    'Repository List',
    'list repositories, private ones included',
  ),
  scope(
    'organization',
    'scope-siem_credentials-read',
    'SIEM Credentials Read',
    'read the credentials of log export',
  ),
]

const byValue = new Map([...scopes, ...moreScopes].map((entry) => [entry.value, entry]))

/** The table's entry for a scope, or nothing when the table does not know it. */
export const findScope = (value: string): Scope | undefined => byValue.get(value)

/** The name to show for a scope; an unknown one is shown as it is on the wire. */
export const scopeLabel = (value: string): string => byValue.get(value)?.label ?? value

/** The management scopes, in the order the wizard shows them. */
export const organizationScopes: readonly Scope[] = scopes.filter((entry) => entry.kind === 'organization')

/** All scopes that the given ones amount to, themselves included. Never write the result back to a token. */
export function impliedScopes(values: Iterable<string>): Set<string> {
  const found = new Set<string>()
  const open = [...values]
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (found.has(value)) continue
    found.add(value)
    open.push(...(byValue.get(value)?.includes ?? []))
  }
  return found
}
