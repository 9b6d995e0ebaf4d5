// The token that takes a member's place: which of what they reach it covers, what is lost or gained by that, and the form.
import type { MemberReach } from '../contract/members.ts'
import { type Access, type NamedRepository, noAccess, repositoryLimit } from '../tokens/access.ts'
import { descriptionMaximum, labelMaximum } from '../tokens/limits.ts'
import { type TokenForm, emptyForm } from '../tokens/validation.ts'
import { labelUsed } from '../tokens/warnings.ts'
import { namedThrough } from './reach.ts'

/** `exact`: what their teams reach, by name. `teams`: what some of them reach. `all…`: every repository of the organization. */
export type CoverageKind = 'exact' | 'teams' | 'allPull' | 'allPush'

export interface Coverage {
  kind: CoverageKind
  /** With `teams`: the names of those that count. */
  teams: readonly string[]
  /** Pulling any public repository of the registry, as every person may. */
  readPublic: boolean
}

/** What can be chosen, the closest to what they can do now first. */
export function coverageKinds(reach: MemberReach): CoverageKind[] {
  if (reach.everything) return ['allPush', 'allPull']
  if (reach.repositories.length <= repositoryLimit) return ['exact']
  return reach.teams.length > 1 ? ['teams', 'allPull'] : ['allPull']
}

/** What is chosen at first: never more than a token can name, and never more than they can do now. */
export function firstCoverage(reach: MemberReach): Coverage {
  const [kind = 'exact'] = coverageKinds(reach)
  return { kind, teams: [], readPublic: true }
}

const pushed = (repositories: readonly NamedRepository[]) =>
  repositories.filter(({ permission }) => permission === 'push')

/** The access of the token. With `exact` and `teams` it is what those teams together may do, and nothing else. */
export function accessOf(reach: MemberReach, { kind, teams, readPublic }: Coverage): Access {
  const access = { ...noAccess(), readPublic }
  if (kind === 'allPush') return { ...access, allRepositories: 'push' }
  const named = namedThrough(reach.repositories, kind === 'teams' ? new Set(teams) : undefined)
  if (kind !== 'allPull') return { ...access, repositories: named }
  // Pushing stays with the repositories that they push to now, where a token can name them all.
  const push = pushed(named)
  return {
    ...access,
    allRepositories: 'pull',
    repositories: push.length <= repositoryLimit ? push : [],
  }
}

/** Why this cannot become a token, in a sentence, or null. */
export function coverageProblem(reach: MemberReach, coverage: Coverage): string | null {
  const { repositories } = accessOf(reach, coverage)
  if (coverage.kind === 'teams' && coverage.teams.length === 0) return 'Choose at least one team.'
  if (repositories.length > repositoryLimit)
    return `These teams reach ${repositories.length} repositories, and a token can name ${repositoryLimit}. Choose fewer teams.`
  return null
}

const count = (number: number, one = 'repository', more = 'repositories') =>
  `${number} ${number === 1 ? one : more}`

/** What the token cannot do that the member can, and what it can that they cannot: one sentence each. */
export function differencesOf(reach: MemberReach, coverage: Coverage): { lost: string[]; gained: string[] } {
  const now = namedThrough(reach.repositories)
  const access = accessOf(reach, coverage)
  const lost: string[] = []
  const gained: string[] = []
  if (coverage.kind === 'teams') {
    const given = new Map(access.repositories.map(({ name, permission }) => [name, permission]))
    const gone = now.filter(({ name }) => !given.has(name))
    const less = now.filter(({ name, permission }) => permission === 'push' && given.get(name) === 'pull')
    if (gone.length > 0) lost.push(`It does not reach ${count(gone.length)} that they reach now.`)
    if (less.length > 0)
      lost.push(`It pulls from ${count(less.length)}, and does not push to them as they do.`)
  }
  if (coverage.kind === 'allPull') {
    const push = pushed(now).length
    if (reach.everything) lost.push('It pushes nowhere; they can push to every repository.')
    else if (push > access.repositories.length)
      lost.push(`It pushes nowhere; they can push to ${count(push)}, more than a token can name.`)
    const others = reach.total - now.length
    if (!reach.everything && others > 0)
      gained.push(
        `It pulls from every repository: ${count(others)} more than they reach now, and those made later.`,
      )
  }
  if (!coverage.readPublic) lost.push('It does not pull public repositories of others, as every person can.')
  return { lost, gained }
}

/** "acmebot", or "acmebot 2" when a token has that label already. */
export function labelFor(username: string, labelsInUse: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const ending = number === 1 ? '' : ` ${number}`
    const label = username.slice(0, labelMaximum - ending.length) + ending
    if (!labelUsed(label, labelsInUse)) return label
  }
}

/** The wizard's form of the token that takes their place. */
export const formOfMember = (
  reach: MemberReach,
  coverage: Coverage,
  labelsInUse: readonly string[],
): TokenForm => ({
  ...emptyForm(),
  label: labelFor(reach.username, labelsInUse),
  description: `Takes the place of the member ${reach.username}`.slice(0, descriptionMaximum),
  access: accessOf(reach, coverage),
  replaces: reach.username,
})
