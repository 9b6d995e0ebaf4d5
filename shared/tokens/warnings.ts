// What deserves a second look before a token is generated. Warnings never stop the owner.
import type { Step, TokenForm } from './validation.ts'
import { accessOf } from './validation.ts'

export type WarningCode = 'labelUsed' | 'noExpiry' | 'pushToAll' | 'management'

export interface Warning {
  code: WarningCode
  /** Where it can be changed. */
  step: Step
  text: string
}

/** True when another token of the organization has this label; case and outer blanks do not tell tokens apart. */
export function labelUsed(label: string, labelsInUse: readonly string[]): boolean {
  const same = label.trim().toLowerCase()
  return same !== '' && labelsInUse.some((other) => other.trim().toLowerCase() === same)
}

/** The warnings of a form. `labelsInUse` are the labels of the organization's other tokens. */
export function warningsOf(form: TokenForm, labelsInUse: readonly string[]): Warning[] {
  const access = accessOf(form)
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
  if (access.allRepositories === 'push')
    add('pushToAll', 3, 'The token can replace images in every repository, also in those created later.')
  if (access.organizationScopes.length > 0)
    add(
      'management',
      4,
      'The token can see or change people and settings of the organization, not only images.',
    )
  return warnings
}
