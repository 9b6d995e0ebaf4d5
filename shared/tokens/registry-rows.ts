// What a registry is asked about a token's repositories, and why it grants less or more than was asked.
import { type Resource, imageLevel, publicRepositoriesPath, repositoryType } from './access.ts'

/** What can be done with images, in the registry protocol's words. */
export type ImageAction = 'pull' | 'push' | 'delete'

/**
 * granted: all that was asked. missingScope: the token's access does not go that far. outsideAccess: it does not cover
 * this repository. less, more: not what the access known here says. hidden: covered, but left out without a word. gone:
 * the repository does not exist any more. untold: the registry's tokens cannot be read.
 */
export type RowReason =
  'granted' | 'missingScope' | 'outsideAccess' | 'less' | 'more' | 'hidden' | 'gone' | 'untold'

export interface RegistryRow {
  /** With its namespace. */
  repository: string
  asked: ImageAction[]
  granted: ImageAction[]
  reason: RowReason
}

export interface AskedRow {
  repository: string
  asked: ImageAction[]
  /** What the access known here allows. */
  expected: ImageAction[]
}

const actionsOf: Record<ReturnType<typeof imageLevel>, readonly ImageAction[]> = {
  none: [],
  pull: ['pull'],
  push: ['pull', 'push'],
  delete: ['pull', 'push', 'delete'],
}

const images = (resources: readonly Resource[]): Resource[] =>
  resources.filter(({ type, scopes }) => type === repositoryType && imageLevel(scopes) !== 'none')

/** What the resources allow in one repository, given with its namespace. */
export function allowedIn(
  resources: readonly Resource[],
  { repository, isPublic }: { repository: string; isPublic: boolean },
): ImageAction[] {
  const paths = new Set([
    repository,
    `${repository.split('/')[0]}/*`,
    ...(isPublic ? [publicRepositoriesPath] : []),
  ])
  const allowed = new Set(
    images(resources)
      .filter(({ path }) => paths.has(path))
      .flatMap(({ scopes }) => actionsOf[imageLevel(scopes)]),
  )
  return actionsOf.delete.filter((action) => allowed.has(action))
}

/** The repositories that the resources name one by one. */
export const namedRepositories = (resources: readonly Resource[]): string[] => [
  ...new Set(
    images(resources)
      .map(({ path }) => path)
      .filter((path) => !path.includes('*')),
  ),
]

/** Of a token for every repository, this many are asked about. */
export const samples = 5

interface Known {
  /** With its namespace. */
  repository: string
  isPublic: boolean
}

/**
 * What to ask: the repositories named, some of those that a star covers, one for "any public repository", and what the
 * owner wants to know besides (`more`). `known` are repositories of the organization.
 */
export function rowsToAsk(
  resources: readonly Resource[],
  known: readonly Known[],
  more: readonly string[],
): AskedRow[] {
  const covers = (path: (one: string) => boolean) => images(resources).some((resource) => path(resource.path))
  const sampled = covers((path) => path.endsWith('/*')) ? known.slice(0, samples) : []
  const open = known.find(({ isPublic }) => isPublic)
  const anybodys = covers((path) => path === publicRepositoriesPath) && open ? [open] : []
  const publicOnes = new Set(known.filter(({ isPublic }) => isPublic).map(({ repository }) => repository))
  const names = [...namedRepositories(resources), ...[...sampled, ...anybodys].map((one) => one.repository)]
  return [...new Set([...names, ...more])].map((repository) => {
    const expected = allowedIn(resources, { repository, isPublic: publicOnes.has(repository) })
    return { repository, asked: expected.includes('delete') ? expected : ['pull', 'push'], expected }
  })
}

/** The row as the registry answered it; `granted` null when its tokens cannot be read. */
export function answeredRow(
  { repository, asked, expected }: AskedRow,
  granted: readonly string[] | null,
): RegistryRow {
  if (granted === null) return { repository, asked, granted: [], reason: 'untold' }
  const got = asked.filter((action) => granted.includes(action))
  const lacks = (wanted: readonly ImageAction[]) => wanted.some((action) => !got.includes(action))
  const reason = (): RowReason => {
    if (lacks(expected)) return got.length === 0 ? 'hidden' : 'less'
    // Anybody may pull from a public repository.
    if (got.some((action) => action !== 'pull' && !expected.includes(action))) return 'more'
    if (!lacks(asked)) return 'granted'
    return expected.length === 0 ? 'outsideAccess' : 'missingScope'
  }
  return { repository, asked, granted: got, reason: reason() }
}
