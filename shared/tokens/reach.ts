// How far a token's access reaches, in the few facts that filters, insights and policy ask for.
import {
  type Resource,
  imageLevel,
  organizationType,
  repositoryType,
  type ImagePermission,
} from './access.ts'

export interface Reach {
  /** The most it may do with the images of any repository. */
  images: ImagePermission
  /** The most it may do with those of every repository of the organization. */
  allImages: ImagePermission
  /** Whether any scope is given on every repository of the organization. */
  allRepositories: boolean
  /** Values of the scopes on the organization itself, as on the wire. */
  management: readonly string[]
}

const order: readonly ImagePermission[] = ['none', 'pull', 'push', 'delete']
const most = (resources: readonly Resource[]): ImagePermission =>
  order[Math.max(0, ...resources.map(({ scopes }) => order.indexOf(imageLevel(scopes))))] ?? 'none'

export function reachOf(resources: readonly Resource[]): Reach {
  const repositories = resources.filter(({ type }) => type === repositoryType)
  const all = repositories.filter(({ path }) => path.endsWith('/*'))
  return {
    images: most(repositories),
    allImages: most(all),
    allRepositories: all.length > 0,
    management: resources.filter(({ type }) => type === organizationType).flatMap(({ scopes }) => scopes),
  }
}

export const canPush = (images: ImagePermission): boolean => images === 'push' || images === 'delete'
