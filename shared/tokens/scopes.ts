// The one table of scopes that an organization access token can carry: what each is called, what it allows, and what
// it includes. Wizard, summary, search and the Local Hub all read it.
// Source: Docker's access token reference (docs.docker.com, security/access-tokens/reference).

/** Where a scope applies: to repositories, to the organization itself, or to another product of Docker's. */
export type ScopeKind = 'repository' | 'organization' | 'product'

export interface Scope {
  /** The value on the wire, such as `scope-image-pull`. */
  readonly value: string
  /** The name people see, in Docker's own words. */
  readonly label: string
  readonly kind: ScopeKind
  /**
   * What it allows, included scopes and all, as the end of the sentence "This token can …". That of a repository scope
   * stops where the repository is named: "list the tags of". `allowedBy` puts the two together.
   */
  readonly allows: string
  /** The value of the scope that it includes directly; `impliedScopes` follows the chain. */
  readonly includes: string | null
  /** What it allows that the included one does not. */
  readonly beyond: string
}

export const imagePull = 'scope-image-pull'
export const imagePush = 'scope-image-push'
export const imageDelete = 'scope-image-delete'

type Row = readonly [value: string, label: string, allows: string, includes?: string, beyond?: string]

// The wider scope stands before what it includes, as the wizard shows them.
// prettier-ignore
const rows = {
  images: [
    [imageDelete, 'Image Delete', 'delete images from, push to and pull from', imagePush, 'delete images from'],
    [imagePush, 'Image Push', 'push to and pull from', imagePull, 'push to'],
    [imagePull, 'Image Pull', 'pull from'],
  ],
  repository: [
    ['scope-repository-admin', 'Repository Admin', 'see, change and delete', 'scope-repository-edit', 'delete'],
    ['scope-repository-edit', 'Repository Edit', 'see and change the details and privacy of', 'scope-repository-read',
      'change the details and privacy of'],
    ['scope-repository-read', 'Repository Read', 'see the details of'],
    ['scope-tag-admin', 'Tag Admin', 'list and delete the tags of', 'scope-tag-read', 'delete the tags of'],
    ['scope-tag-read', 'Tag Read', 'list the tags of'],
    ['scope-webhook-admin', 'Webhook Admin', 'list, create and delete webhooks of', 'scope-webhook-edit',
      'delete webhooks of'],
    ['scope-webhook-edit', 'Webhook Edit', 'list and create webhooks of', 'scope-webhook-read',
      'create webhooks of'],
    ['scope-webhook-read', 'Webhook Read', 'list webhooks of'],
    ['scope-repo-group-admin', 'Repository Group Admin', 'see, set and remove the access of teams to', 'scope-repo-group-edit',
      'remove the access of teams to'],
    ['scope-repo-group-edit', 'Repository Group Edit', 'see and set which teams have access to', 'scope-repo-group-read',
      'set which teams have access to'],
    ['scope-repo-group-read', 'Repository Group Read', 'see which teams have access to'],
    ['scope-repository-settings-admin', 'Repository Settings Admin', 'set which tags cannot be changed in'],
  ],
  management: [
    ['scope-member-edit', 'Member Edit', 'list, change and remove members', 'scope-member-read',
      'change and remove members'],
    ['scope-member-read', 'Member Read', 'list members'],
    ['scope-invite-edit', 'Invite Edit', 'list, send and cancel invites', 'scope-invite-read', 'send and cancel invites'],
    ['scope-invite-read', 'Invite Read', 'list invites'],
    ['scope-group-edit', 'Group Edit', 'list and change teams and who is in them', 'scope-group-read',
      'change teams and who is in them'],
    ['scope-group-read', 'Group Read', 'list teams and who is in them'],
  ],
  organization: [
    ['scope-activity-read', 'Audit Log Read', 'read the audit log'],
    ['scope-siem_credentials-read', 'SIEM Credentials Read', 'read where the audit log is sent, and the credentials for it'],
    ['scope-ram-write', 'Registry Access Management Edit', 'see and change which registries members may use',
      'scope-ram-read', 'change which registries members may use'],
    ['scope-ram-read', 'Registry Access Management Read', 'see which registries members may use'],
    ['scope-report-read', 'Report Read', 'download usage reports'],
    ['scope-registry-usage-read', 'Registry Usage Read', 'see how much the registry is used'],
    ['scope-repository-create', 'Repository Create', 'create repositories'],
    ['scope-repository-list', 'Repository List', 'list all repositories, private ones included'],
  ],
  product: [
    ['scope-cloud-connect', 'Cloud Connect', 'build and run with Docker Build Cloud'],
    ['scope-audit_events-read', 'Audit Events Read', 'read the audit events of Docker Governance'],
    ['scope-governance-policy-write', 'Governance Policy Write', 'read and change the policies of Docker Governance',
      'scope-governance-policy-read', 'change the policies of Docker Governance'],
    ['scope-governance-policy-read', 'Governance Policy Read', 'read the policies of Docker Governance'],
  ],
} as const satisfies Record<string, readonly Row[]>

const table = (kind: ScopeKind, part: readonly Row[]): readonly Scope[] =>
  part.map(([value, label, allows, includes = null, beyond = allows]) => ({
    value,
    label,
    kind,
    allows,
    includes,
    beyond,
  }))

/** What can be allowed of a repository besides its images. */
export const moreRepositoryScopes = table('repository', rows.repository)
/** The management scopes that most tokens choose from. */
export const organizationScopes = table('organization', rows.management)
/** Docker's other organization scopes: rarer, so the wizard keeps them under "More scopes". */
export const moreOrganizationScopes = table('organization', rows.organization)
export const productScopes = table('product', rows.product)

/** Every scope that Docker documents. */
export const scopes: readonly Scope[] = [
  ...table('repository', rows.images),
  ...moreRepositoryScopes,
  ...organizationScopes,
  ...moreOrganizationScopes,
  ...productScopes,
]

const byValue = new Map(scopes.map((entry) => [entry.value, entry]))

// From Docker's API description before March 2026 (docs#24443) and from public scripts.
const oldSpellings = new Map([
  ['repo-pull', imagePull],
  ['repo-push', imagePush],
  ['image-pull', imagePull],
  ['image-push', imagePush],
])

/** Today's spelling of a scope. For reading only: what a token was given is kept and sent as it was spelled. */
export const canonicalScope = (value: string): string => oldSpellings.get(value) ?? value

/** The table's entry for a scope, in whatever spelling, or nothing when the table does not know it. */
export const findScope = (value: string): Scope | undefined => byValue.get(canonicalScope(value))

/** The name to show for a scope; an unknown one is shown as it is on the wire. */
export const scopeLabel = (value: string): string => findScope(value)?.label ?? value

/** What a scope allows in a place ("acme/web"), which only repository scopes need. */
export const allowedBy = ({ kind, allows }: Scope, place: string): string =>
  kind === 'repository' ? `${allows} ${place}` : allows

/** All scopes that the given ones amount to, themselves included, in today's spelling. Never written back to a token. */
export function impliedScopes(values: Iterable<string>): Set<string> {
  const found = new Set<string>()
  for (const given of values)
    for (
      let value: string | null = canonicalScope(given);
      value !== null;
      value = findScope(value)?.includes ?? null
    )
      found.add(value)
  return found
}

/** The first of the given values, other than itself, that includes this scope; nothing when none does. */
export const holderOf = (value: string, values: readonly string[]): string | undefined =>
  values.find(
    (other) =>
      canonicalScope(other) !== canonicalScope(value) && impliedScopes([other]).has(canonicalScope(value)),
  )
