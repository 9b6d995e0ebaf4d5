// What a template says about the tokens that are made from it, and how its repositories follow the organization.
import type { Resource } from './access.ts'
import type { ExpiryChoice } from './expiry.ts'

/** At most this many of an owner's own; more is a list that nobody looks through. */
export const templateMaximum = 50

/** A resource as a template keeps it, so that it can be used in another organization. */
export interface TemplateResource {
  type: string
  /** With `isOwn`, what follows the organization's name: '' for itself, '/web' for a repository. Else the whole path. */
  path: string
  isOwn: boolean
  scopes: string[]
}

export interface TemplateContent {
  /** Of the tokens that are made from it. */
  description: string
  /** A date would be in the past one day: it is chosen anew. */
  expiryChoice: Exclude<ExpiryChoice, 'date'>
  resources: TemplateResource[]
}

/** An owner's own. Neither an organization nor a secret is in it. */
export interface Template extends TemplateContent {
  id: string
  name: string
}

export function templateResources(organization: string, resources: readonly Resource[]): TemplateResource[] {
  return resources.map(({ type, path, scopes }) => {
    const isOwn = path === organization || path.startsWith(`${organization}/`)
    return { type, path: isOwn ? path.slice(organization.length) : path, isOwn, scopes: [...scopes] }
  })
}

/** The resources of a template in an organization, which may be another than the one they come from. */
export const resourcesIn = (organization: string, resources: readonly TemplateResource[]): Resource[] =>
  resources.map(({ type, path, isOwn, scopes }) => ({
    type,
    path: isOwn ? `${organization}${path}` : path,
    scopes: [...scopes],
  }))
