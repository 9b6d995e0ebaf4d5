// Which step of the wizard has which problem, and what the form comes to. Pure: the page only draws the answer.
import { type Access, type Resource, noAccess, repositoryLimit, withoutAccess } from './access.ts'
import { editedResources, repositoriesLeft } from './edit.ts'
import { type Expiry, type ExpiryChoice, isFutureDate } from './expiry.ts'
import { descriptionMaximum, labelMaximum } from './limits.ts'
import { type Policy, type Rule, choiceBreaks, noPolicy, pushesToAll, ruleWords } from './policy.ts'

/** The wizard's form as typed so far; the draft that is kept has the same fields. */
export interface TokenForm {
  label: string
  description: string
  expiryChoice: ExpiryChoice
  /** `YYYY-MM-DD`, or whatever was typed; counts only while `expiryChoice` is `date`. */
  expiryDate: string
  noExpiryConfirmed: boolean
  access: Access
  /** The management switch. Turning it off keeps the chosen scopes, so that turning it on brings them back. */
  management: boolean
  /** The resources that it was started from. What the form has no words for is kept as it is in them. */
  base: Resource[]
  /** The built-in template that it was started from, by its key. */
  builtIn: string | null
  /** User name of the member whose place the token takes; null for nobody's. */
  replaces: string | null
}

export const emptyForm = (): TokenForm => ({
  label: '',
  description: '',
  expiryChoice: '',
  expiryDate: '',
  noExpiryConfirmed: false,
  access: noAccess(),
  management: false,
  base: [],
  builtIn: null,
  replaces: null,
})

/** True while nothing is written or chosen in it. */
export const isEmptyForm = (form: TokenForm): boolean =>
  form.label.trim() === '' &&
  form.description.trim() === '' &&
  form.expiryChoice === '' &&
  resourcesOf('', { ...form, management: true }).length === 0

export type Step = 1 | 2 | 3 | 4 | 5
export const steps: readonly Step[] = [1, 2, 3, 4, 5]

export type ProblemField =
  | 'label'
  | 'description'
  | 'expiry'
  | 'expiryDate'
  | 'noExpiry'
  | 'allRepositories'
  | 'repositories'
  | 'organizationScopes'
  | 'access'

export interface FieldProblem {
  field: ProblemField
  /** A sentence for the owner: what is missing and what to do. */
  text: string
  /** The owner's own policy says so. Such a problem is shown at once, for a form may have been filled in elsewhere. */
  byPolicy?: true
}

export interface Problem extends FieldProblem {
  step: Step
}

/** The access that would be sent: without organization scopes when management is off. */
export const accessOf = (form: Pick<TokenForm, 'access' | 'management'>): Access => ({
  ...form.access,
  organizationScopes: form.management ? form.access.organizationScopes : [],
})

/** The resources that would be sent: what the form says, and what it has no words for as it was. */
export const resourcesOf = (
  organization: string,
  form: Pick<TokenForm, 'access' | 'management' | 'base'>,
): Resource[] => editedResources(organization, form.base, accessOf(form))

/** The expiry that would be sent, or null while none is chosen. The date is not checked here. */
export function expiryOf(form: Pick<TokenForm, 'expiryChoice' | 'expiryDate'>): Expiry | null {
  if (form.expiryChoice === '') return null
  if (form.expiryChoice === 'none') return { kind: 'none' }
  if (form.expiryChoice === 'date') return { kind: 'date', date: form.expiryDate }
  return { kind: 'days', days: Number(form.expiryChoice) as 30 | 60 | 90 | 365 }
}

/** What a rule of the policy says beside a field, and what to do. */
export const policyProblem = (field: ProblemField, rule: Rule, policy: Policy): FieldProblem => ({
  field,
  text: `${ruleWords(rule, policy)}. ${rule === 'pushToAll' ? 'Choose the repositories one by one.' : 'Choose an earlier end.'}`,
  byPolicy: true,
})

/** Everything that keeps the form from becoming a token, in the order of the steps. `now` is in Unix milliseconds. */
export function problemsOf(
  organization: string,
  form: TokenForm,
  now: number,
  policy: Policy = noPolicy,
): Problem[] {
  const problems: Problem[] = []
  const add = (step: Step, field: ProblemField, text: string) => problems.push({ step, field, text })

  const label = form.label.trim()
  if (label === '') add(1, 'label', 'Enter a label that says what the token is for.')
  if (label.length > labelMaximum)
    add(1, 'label', `Shorten the label to ${labelMaximum} characters; it has ${label.length}.`)
  if (form.description.length > descriptionMaximum)
    add(1, 'description', `Shorten the description to ${descriptionMaximum} characters.`)

  problems.push(...expiryProblems(form, now, policy))

  if (repositoriesLeft(organization, form.base, form.access) < 0)
    add(3, 'repositories', `A token can name ${repositoryLimit} repositories at most. Remove some.`)
  if (policy.noPushToAll && pushesToAll(resourcesOf(organization, form)))
    problems.push({ step: 3, ...policyProblem('allRepositories', 'pushToAll', policy) })
  const idle = idleProblem(form.access)
  if (idle !== null) add(3, 'repositories', idle)
  if (form.management && form.access.organizationScopes.length === 0)
    add(4, 'organizationScopes', 'Choose at least one kind of management access, or turn it off.')
  if (resourcesOf(organization, form).length === 0)
    add(5, 'access', 'Give the token at least one kind of access: to repositories or to the organization.')
  return problems
}

/** What is wrong when a chosen repository is given nothing, or null. */
export function idleProblem(access: Access): string | null {
  const [first, ...others] = withoutAccess(access)
  if (first === undefined) return null
  const names = others.length === 0 ? first.name : `${first.name} and ${others.length} more`
  return `Choose what the token may do with ${names}, or remove ${others.length === 0 ? 'it' : 'them'}.`
}

/** What is wrong with when the token ends. */
export function expiryProblems(
  form: Pick<TokenForm, 'expiryChoice' | 'expiryDate' | 'noExpiryConfirmed'>,
  now: number,
  policy: Policy = noPolicy,
): Problem[] {
  const problem = (field: ProblemField, text: string): Problem[] => [{ step: 2, field, text }]
  if (form.expiryChoice === '') return problem('expiry', 'Choose when the token ends, or that it never does.')
  if (form.expiryChoice === 'date' && !isFutureDate(form.expiryDate, now))
    return problem(
      'expiryDate',
      form.expiryDate ? 'Choose a date that is not in the past.' : 'Enter the last day of the token.',
    )
  const expiry = expiryOf(form)
  const rule = expiry && choiceBreaks(policy, expiry, now)
  if (rule)
    return [
      { step: 2, ...policyProblem(form.expiryChoice === 'date' ? 'expiryDate' : 'expiry', rule, policy) },
    ]
  if (form.expiryChoice === 'none' && !form.noExpiryConfirmed)
    return problem('noExpiry', 'Confirm that the token may work until someone deletes it.')
  return []
}

/** The first problem of one step, or nothing. */
export const problemOf = (problems: readonly Problem[], step: Step): Problem | undefined =>
  problems.find((problem) => problem.step === step)

/** The furthest step that may be opened: every step before it is without problem. */
export const furthestStep = (problems: readonly Problem[]): Step =>
  steps.find((step) => problemOf(problems, step) !== undefined) ?? 5
