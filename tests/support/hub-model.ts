// What the Local Hub has to do, said once more and as simply as can be: who manages tokens, which resources are good,
// and what a registry token may hold. Docker's documents and hub/README.md are its source, not the code.

export interface Resource {
  type: string
  path: string
  scopes: string[]
}

export interface ModelToken {
  id: string
  organization: string
  secret: string
  label: string
  resources: Resource[]
  expiresAt: string | null
  isActive: boolean
  deleted: boolean
  /** Of the Hub API, from an exchange of the secret; null before. */
  bearer: string | null
}

export interface ModelPersonalToken {
  id: string
  secret: string
  scope: string
  isActive: boolean
  bearer: string
}

export const limits: Readonly<Record<string, number>> = { small: 10, large: 100, free: 0 }
export const organizations = ['small', 'large'] as const

type Role = 'owner' | 'editor' | 'member'
export const roles: Readonly<Record<string, Readonly<Record<string, Role>>>> = {
  oona: { small: 'owner', large: 'owner', free: 'owner' },
  otto: { small: 'owner', large: 'member' },
  edda: { small: 'editor', large: 'editor' },
  mads: { small: 'member', large: 'member' },
  stan: {},
}

export type ModelCaller =
  | { kind: 'anonymous' }
  | { kind: 'person'; name: string; bearer: string }
  | { kind: 'personal'; name: string; token: ModelPersonalToken }
  | { kind: 'organization'; token: ModelToken }

/** The label of tokens that are there to take up room. */
export const filler = 'filler'

export class Model {
  now: number
  readonly tokens: ModelToken[] = []
  /** Whether it is private, by `namespace/name`. */
  readonly repositories = new Map<string, boolean>()
  constructor(now: number) {
    this.now = now
  }

  /** One of those that were made one by one. */
  pick(index: number): ModelToken | undefined {
    const chosen = this.tokens.filter(({ label }) => label !== filler)
    return chosen[index % chosen.length]
  }

  live(organization: string): ModelToken[] {
    return this.tokens.filter((token) => token.organization === organization && !token.deleted)
  }

  hasEnded({ expiresAt }: ModelToken): boolean {
    return expiresAt !== null && Date.parse(expiresAt) <= this.now
  }

  usable(token: ModelToken): boolean {
    return !token.deleted && token.isActive && !this.hasEnded(token)
  }

  /** Whether the bearer or secret of the caller is good at all. */
  good(caller: ModelCaller): boolean {
    if (caller.kind === 'organization') return this.usable(caller.token)
    return caller.kind !== 'personal' || caller.token.isActive
  }

  /** Only owners signed in with a password manage tokens. */
  manages(caller: ModelCaller, organization: string): boolean {
    const isOwner = caller.kind === 'person' && roles[caller.name]?.[organization] === 'owner'
    return isOwner && (limits[organization] ?? 0) > 0
  }

  /** `before`: those a token has already, whose paths stay good. */
  resourcesAreGood(organization: string, resources: Resource[], before: Resource[] = []): boolean {
    const known = (path: string) =>
      this.repositories.has(path) || before.some((one) => one.type === 'TYPE_REPO' && one.path === path)
    return resources.every(({ type, path, scopes }) => {
      if (type === 'TYPE_ORG')
        return path === organization && scopes.every((scope) => organizationScopes.includes(scope))
      if (type !== 'TYPE_REPO' || !scopes.every((scope) => repositoryScopes.includes(scope))) return false
      if (path === '*/*/public')
        return scopes.every((scope) => scope === 'scope-image-pull' || scope === 'repo-pull')
      return path === `${organization}/*` || (path.startsWith(`${organization}/`) && known(path))
    })
  }

  /** The rights in a repository that change it: people by role, tokens by scope. */
  changesRepository(caller: ModelCaller, organization: string, path: string, act: RepositoryAct): boolean {
    if (caller.kind === 'anonymous' || !this.good(caller)) return false
    if (caller.kind === 'organization') {
      const { token } = caller
      if (token.organization !== organization) return false
      const reaching =
        act === 'create'
          ? token.resources.filter(({ type }) => type === 'TYPE_ORG')
          : token.resources.filter(
              (one) => one.type === 'TYPE_REPO' && [path, `${organization}/*`].includes(one.path),
            )
      return reaching.some(({ scopes }) => scopes.some((scope) => changing[act].includes(scope)))
    }
    const role = roles[caller.name]?.[organization]
    if (role !== 'owner' && role !== 'editor') return false
    return caller.kind === 'person' || caller.token.scope === 'repo:admin'
  }

  /** What the caller may have of a repository, whatever is asked. */
  images(caller: ModelCaller, path: string): string[] {
    const isPrivate = this.repositories.get(path)
    if (isPrivate === undefined) return []
    const open = isPrivate ? [] : ['pull']
    if (caller.kind === 'anonymous') return open
    if (caller.kind === 'organization') return this.imagesOfToken(caller.token, path, isPrivate)
    const role = roles[caller.name]?.[path.split('/')[0] ?? '']
    const own = role === 'owner' || role === 'editor' ? ['pull', 'push', 'delete'] : open
    if (caller.kind === 'person') return own
    const reach = personalReach[caller.token.scope] ?? open
    return own.filter((action) => reach.includes(action))
  }

  private imagesOfToken({ organization, resources }: ModelToken, path: string, isPrivate: boolean): string[] {
    const granted = resources.flatMap((one) => {
      if (one.type !== 'TYPE_REPO') return []
      if (one.path === '*/*/public') return isPrivate ? [] : ['pull']
      const reached =
        one.path === path || (one.path === `${organization}/*` && path.startsWith(`${organization}/`))
      return reached ? one.scopes.flatMap((scope) => imageScopes[scope] ?? []) : []
    })
    return ['pull', 'push', 'delete'].filter((action) => granted.includes(action))
  }
}

export type RepositoryAct = 'create' | 'delete' | 'privacy'

const changing: Readonly<Record<RepositoryAct, string[]>> = {
  create: ['scope-repository-create'],
  delete: ['scope-repository-admin'],
  privacy: ['scope-repository-edit', 'scope-repository-admin'],
}

/** Nothing else gives a registry action. */
const imageScopes: Readonly<Record<string, string[]>> = {
  'scope-image-pull': ['pull'],
  'repo-pull': ['pull'],
  'scope-image-push': ['pull', 'push'],
  'image-push': ['pull', 'push'],
  'scope-image-delete': ['pull', 'push', 'delete'],
}

export const repositoryScopes = [
  ...Object.keys(imageScopes),
  ...[
    'scope-repository-read',
    'scope-repository-edit',
    'scope-repository-admin',
    'scope-tag-read',
    'scope-tag-admin',
  ],
]
export const organizationScopes = ['scope-member-read', 'scope-repository-create', 'scope-activity-read']

const personalReach: Readonly<Record<string, string[]>> = {
  'repo:admin': ['pull', 'push', 'delete'],
  'repo:write': ['pull', 'push'],
  'repo:read': ['pull'],
}
