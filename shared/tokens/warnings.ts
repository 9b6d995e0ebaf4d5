// What deserves a second look before a token is generated. Warnings never stop the owner.
import { accessToAll, repositoryScopes } from './access.ts'
import { imageDelete, imagePush, impliedScopes } from './scopes.ts'
import type { Step, TokenForm } from './validation.ts'
import { accessOf } from './validation.ts'
import { inARow } from './words.ts'

export type WarningCode =
  'labelUsed' | 'noExpiry' | 'pushToAll' | 'deletes' | 'privacy' | 'teams' | 'management' | 'credentials'

export interface Warning {
  code: WarningCode
  /** Where it can be changed. */
  step: Step
  text: string
}

/** What deleting scopes delete, the gravest first. */
const deletable = [
  ['scope-repository-admin', 'whole repositories'],
  [imageDelete, 'images'],
  ['scope-tag-admin', 'tags'],
  ['scope-webhook-admin', 'webhooks'],
] as const

/** True when another token of the organization has this label; case and outer blanks do not tell tokens apart. */
export function labelUsed(label: string, labelsInUse: readonly string[]): boolean {
  const same = label.trim().toLowerCase()
  return same !== '' && labelsInUse.some((other) => other.trim().toLowerCase() === same)
}

/** The warnings of a form. `labelsInUse` are the labels of the organization's other tokens. */
export function warningsOf(form: TokenForm, labelsInUse: readonly string[]): Warning[] {
  const access = accessOf(form)
  const everywhere = impliedScopes(repositoryScopes(accessToAll(access)))
  const somewhere = impliedScopes([...everywhere, ...access.repositories.flatMap(repositoryScopes)])
  const warnings: Warning[] = []
  const add = (code: WarningCode, step: Step, text: string) => warnings.push({ code, step, text })
  if (labelUsed(form.label, labelsInUse))
    add(
      'labelUsed',
      1,
      'Another token of this organization has the same label. They will be hard to tell apart.',
    )
  if (form.expiryChoice === 'none')
    add('noExpiry', 2, 'The token never expires. If it leaks, it works until someone notices and deletes it.')
  if (everywhere.has(imagePush))
    add('pushToAll', 3, 'The token can replace images in every repository, also in those created later.')
  const deleted = deletable.flatMap(([scope, what]) => (somewhere.has(scope) ? [what] : []))
  if (deleted.length > 0)
    add('deletes', 3, `The token can delete ${inARow(deleted)}. What is deleted cannot be brought back.`)
  if (somewhere.has('scope-repository-edit'))
    add('privacy', 3, 'The token can make private repositories public.')
  if (somewhere.has('scope-repo-group-edit'))
    add('teams', 3, 'The token can give teams access to repositories.')
  if (access.organizationScopes.length > 0)
    add(
      'management',
      4,
      'The token can see or change people and settings of the organization, not only images.',
    )
  if (access.organizationScopes.includes('scope-siem_credentials-read'))
    add(
      'credentials',
      4,
      'The token can read credentials of another system: those for sending the audit log.',
    )
  return warnings
}
