// A form that starts from what there is: a token to duplicate, or a template. Nothing of its access is lost.
import { type Resource, repositoryType } from './access.ts'
import { findBuiltIn } from './built-in-templates.ts'
import { accessFromResources } from './edit.ts'
import { sameLifetime } from './lifetime.ts'
import { labelMaximum } from './limits.ts'
import { type TemplateContent, resourcesIn, templateResources } from './templates.ts'
import { type TokenForm, emptyForm, resourcesOf } from './validation.ts'
import { labelUsed } from './warnings.ts'

/** What a form takes from a token. Timestamps as the Hub sends them. */
export interface Original {
  label: string
  description: string
  createdAt: string
  expiresAt: string | null
  resources: readonly Resource[]
}

/** The form that makes another token like this one, under a label that none of `labelsInUse` is. `now`: Unix milliseconds. */
export const formOfToken = (
  organization: string,
  token: Original,
  labelsInUse: readonly string[],
  now: number,
): TokenForm => ({
  ...emptyForm(),
  ...sameLifetime(token, now),
  label: copyLabel(token.label, [...labelsInUse, token.label]),
  description: token.description,
  ...accessPart(organization, token.resources),
})

/** The form that a template gives in an organization. The label is the owner's to write, and one that is written stays. */
export const formOfTemplate = (
  organization: string,
  template: TemplateContent & { key?: string },
  label: string,
): TokenForm => ({
  ...emptyForm(),
  label,
  description: template.description,
  expiryChoice: template.expiryChoice,
  builtIn: template.key ?? null,
  ...accessPart(organization, resourcesIn(organization, template.resources)),
})

function accessPart(organization: string, resources: readonly Resource[]) {
  const access = accessFromResources(organization, resources)
  return { base: [...resources], access, management: access.organizationScopes.length > 0 }
}

/** What a template keeps of a form. */
export const templateOfForm = (organization: string, form: TokenForm): TemplateContent => ({
  description: form.description,
  expiryChoice: form.expiryChoice === 'date' ? '' : form.expiryChoice,
  resources: templateResources(organization, resourcesOf(organization, form)),
})

/** "CI deploy copy", "CI deploy copy 2" and so on: the first that is free, within what a label may be. */
export function copyLabel(label: string, labelsInUse: readonly string[]): string {
  const name = label.trim().replace(/ copy( \d+)?$/, '')
  for (let number = 1; ; number += 1) {
    const ending = number === 1 ? ' copy' : ` copy ${number}`
    // Half of a character that takes two units is no character.
    const start = name.slice(0, labelMaximum - ending.length).replace(/[\uD800-\uDBFF]$/, '')
    const proposed = `${start.trimEnd()}${ending}`.trimStart()
    if (!labelUsed(proposed, labelsInUse)) return proposed
  }
}

/** The permission that a repository gets when it is added. */
export const permissionForNew = (form: Pick<TokenForm, 'builtIn'>) =>
  findBuiltIn(form.builtIn)?.repository?.permission ?? 'pull'

/** The repositories of the organization that a form names, without the organization. */
export function namedRepositories(organization: string, form: TokenForm): string[] {
  const own = resourcesOf(organization, form).filter(
    ({ type, path }) => type === repositoryType && path.startsWith(`${organization}/`) && !path.includes('*'),
  )
  return [...new Set(own.map(({ path }) => path.slice(organization.length + 1)))]
}

/** The form without some repositories of the organization, whatever it says about them. */
export function withoutRepositories(
  organization: string,
  form: TokenForm,
  names: readonly string[],
): TokenForm {
  const paths = new Set(names.map((name) => `${organization}/${name}`))
  return {
    ...form,
    base: form.base.filter(({ type, path }) => type !== repositoryType || !paths.has(path)),
    access: {
      ...form.access,
      repositories: form.access.repositories.filter(({ name }) => !names.includes(name)),
    },
  }
}
