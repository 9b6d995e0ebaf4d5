// The templates that come with Granary: the usual jobs of a token, each with the least access that does it.
import { type ImagePermission, organizationType } from './access.ts'
import type { TemplateContent } from './templates.ts'

export interface BuiltInTemplate extends TemplateContent {
  /** Kept in drafts: it stays the same. */
  key: string
  name: string
  /** A sentence: what it is for. */
  about: string
  /** What is still to be chosen among the repositories, or null when there is nothing. */
  repository: { permission: ImagePermission; ask: string } | null
}

const management = (...scopes: string[]): TemplateContent['resources'] => [
  { type: organizationType, path: '', isOwn: true, scopes },
]

export const builtInTemplates: readonly BuiltInTemplate[] = [
  {
    key: 'ci-push',
    name: 'CI push to one repository',
    about: 'For a build that pushes its image, and nothing else.',
    description: 'Pushes the image that this build makes',
    expiryChoice: '90',
    resources: [],
    repository: { permission: 'push', ask: 'Add the repository that the build pushes to.' },
  },
  {
    key: 'production-pull',
    name: 'Production pull',
    about: 'For servers and clusters that only run your images.',
    description: 'Pulls what runs in production',
    expiryChoice: '365',
    resources: [],
    repository: { permission: 'pull', ask: 'Add the repositories whose images run there.' },
  },
  {
    key: 'monitoring',
    name: 'Read-only monitoring',
    about: 'For a script that watches members, teams, invites and usage.',
    description: 'Watches the organization and changes nothing',
    expiryChoice: '90',
    resources: management(
      'scope-member-read',
      'scope-invite-read',
      'scope-group-read',
      'scope-activity-read',
      'scope-registry-usage-read',
    ),
    repository: null,
  },
  {
    key: 'provisioning',
    name: 'Member provisioning',
    about: 'For a directory or script that invites people and puts them into teams.',
    description: 'Invites and removes members, and keeps the teams',
    expiryChoice: '90',
    resources: management('scope-member-edit', 'scope-invite-edit', 'scope-group-edit'),
    repository: null,
  },
]

export const findBuiltIn = (key: string | null): BuiltInTemplate | undefined =>
  builtInTemplates.find((template) => template.key === key)
