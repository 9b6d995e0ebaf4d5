// The form that edits a token: from what the token is to the form, and from the form to what is wanted.
import { type Access, type Resource, noAccess, repositoryLimit } from './access.ts'
import { accessFromResources, editedResources, repositoriesLeft } from './edit.ts'
import { descriptionMaximum, labelMaximum } from './limits.ts'
import { type Policy, noPolicy, pushesToAll } from './policy.ts'
import { type FieldProblem, accessOf, idleProblem, policyProblem } from './validation.ts'

/** What an owner can change about a token. */
export interface EditedFields {
  label: string
  description: string
  resources: Resource[]
}

export interface EditForm {
  label: string
  description: string
  access: Access
  /** The management switch. Turning it off keeps the chosen scopes, so that turning it on brings them back. */
  management: boolean
}

export const emptyEditForm = (): EditForm => ({
  label: '',
  description: '',
  access: noAccess(),
  management: false,
})

export function editFormOf(organization: string, fields: EditedFields): EditForm {
  const access = accessFromResources(organization, fields.resources)
  return {
    label: fields.label,
    description: fields.description,
    access,
    management: access.organizationScopes.length > 0,
  }
}

/** What the form comes to. A part that was not edited is as it was, in its spelling. */
export const wantedFields = (organization: string, before: EditedFields, form: EditForm): EditedFields => ({
  label: form.label === before.label ? before.label : form.label.trim(),
  description: form.description,
  resources: editedResources(organization, before.resources, accessOf(form)),
})

/** Whether two lists of resources are the same to the server: order and spelling count. */
export const sameResources = (one: readonly Resource[], other: readonly Resource[]): boolean =>
  spelled(one) === spelled(other)

const spelled = (resources: readonly Resource[]): string =>
  JSON.stringify(resources.map(({ type, path, scopes }) => [type, path, scopes]))

/** The names of the parts that are not the same, as an owner calls them. */
export const changedFields = (one: EditedFields, other: EditedFields): string[] => [
  ...(one.label === other.label ? [] : ['label']),
  ...(one.description === other.description ? [] : ['description']),
  ...(sameResources(one.resources, other.resources) ? [] : ['access']),
]

export const sameFields = (one: EditedFields, other: EditedFields): boolean =>
  changedFields(one, other).length === 0

/** Everything that keeps an edit from being saved. What was too long before may stay; the server judges changes only. */
export function editProblems(
  organization: string,
  before: EditedFields,
  form: EditForm,
  policy: Policy = noPolicy,
): FieldProblem[] {
  const problems: FieldProblem[] = []
  const add = (field: FieldProblem['field'], text: string) => problems.push({ field, text })
  const wanted = wantedFields(organization, before, form)

  if (wanted.label.trim() === '') add('label', 'Enter a label that says what the token is for.')
  else if (wanted.label !== before.label && wanted.label.length > labelMaximum)
    add('label', `Shorten the label to ${labelMaximum} characters; it has ${wanted.label.length}.`)
  if (wanted.description !== before.description && wanted.description.length > descriptionMaximum)
    add('description', `Shorten the description to ${descriptionMaximum} characters.`)

  // What it could do before it may go on doing; the insights tell of it.
  if (policy.noPushToAll && pushesToAll(wanted.resources) && !pushesToAll(before.resources))
    problems.push(policyProblem('allRepositories', 'pushToAll', policy))
  const isAccessChanged = !sameResources(wanted.resources, before.resources)
  const left = repositoriesLeft(organization, before.resources, form.access)
  if (isAccessChanged && left < 0)
    add('repositories', `A token can name ${repositoryLimit} repositories at most. Remove ${-left}.`)
  const idle = idleProblem(form.access)
  if (idle !== null) add('repositories', idle)
  if (form.management && form.access.organizationScopes.length === 0)
    add('organizationScopes', 'Choose at least one kind of management access, or turn it off.')
  if (wanted.resources.length === 0)
    add('access', 'Leave the token at least one kind of access: to repositories or to the organization.')
  return problems
}
