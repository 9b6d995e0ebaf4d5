// How the demo is written down: people, repositories and tokens, with times as distances from now.
import {
  type Resource,
  organizationType,
  publicRepositoriesPath,
  repositoryType,
} from '../../../shared/tokens/access.ts'
import { imageDelete, imagePull, imagePush } from '../../../shared/tokens/scopes.ts'
import type { Plan } from '../../../shared/tokens/slots.ts'
import type { Role } from '../organizations.ts'

export interface SeedRepository {
  name: string
  description: string
  isPrivate: boolean
  pulls: number
  stars: number
  megabytes: number
  registeredDaysAgo: number
  updatedDaysAgo: number
}

export interface SeedToken {
  label: string
  description: string
  /** User name of the creator. */
  by: string
  createdDaysAgo: number
  /** Days from now to its last day, negative when it is over; null for never. */
  endsInDays: number | null
  /** Null for never used. */
  usedHoursAgo: number | null
  isActive: boolean
  resources: Resource[]
}

export interface SeedOrganization {
  name: string
  fullName: string
  location: string
  company: string
  plan: Plan
  joinedDaysAgo: number
  /** Role by user name. */
  members: Readonly<Record<string, Role>>
  repositories: readonly SeedRepository[]
  tokens: readonly SeedToken[]
}

const repository = (path: string, ...scopes: string[]): Resource => ({ type: repositoryType, path, scopes })

export const pullFrom = (organization: string, ...names: string[]): Resource[] =>
  names.map((name) => repository(`${organization}/${name}`, imagePull))

export const pushTo = (organization: string, ...names: string[]): Resource[] =>
  names.map((name) => repository(`${organization}/${name}`, imagePush))

export const deleteFrom = (organization: string, ...names: string[]): Resource[] =>
  names.map((name) => repository(`${organization}/${name}`, imageDelete))

export const scopesOn = (organization: string, name: string, ...scopes: string[]): Resource[] => [
  repository(`${organization}/${name}`, ...scopes),
]

export const readPublic: Resource[] = [repository(publicRepositoriesPath, imagePull)]

export const manage = (organization: string, ...scopes: string[]): Resource[] => [
  { type: organizationType, path: organization, scopes: scopes.map((scope) => `scope-${scope}`) },
]

/** When a token was made and ends, in days from now, and was last used, in hours ago; null for never. */
export interface SeedTimes {
  created: number
  ends: number | null
  used: number | null
  inactive?: true
}

export const seedToken = (
  label: string,
  description: string,
  by: string,
  resources: Resource[],
  times: SeedTimes,
): SeedToken => ({
  label,
  description,
  by,
  createdDaysAgo: times.created,
  endsInDays: times.ends,
  usedHoursAgo: times.used,
  isActive: times.inactive !== true,
  resources,
})

export const days = (count: number): number => count * 24
