// A token in a member's place may do what the member's teams may, and never more.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MemberReach } from '../contract/members.ts'
import { draft } from '../contract/drafts.ts'
import { imageLevel, repositoryLimit, repositoryType } from '../tokens/access.ts'
import { resourcesOf } from '../tokens/validation.ts'
import type { TeamPermission } from './reach.ts'
import { isPartlyUnread, teamSizes } from './reach.ts'
import {
  type Coverage,
  coverageKinds,
  coverageProblem,
  differencesOf,
  firstCoverage,
  formOfMember,
  labelFor,
} from './replacement.ts'

const reachOf = (
  repositories: Record<string, Record<string, TeamPermission>>,
  more: Partial<MemberReach> = {},
): MemberReach => ({
  username: 'acmeci',
  role: 'member',
  everything: false,
  teams: [...new Set(Object.values(repositories).flatMap((teams) => Object.keys(teams)))],
  repositories: Object.entries(repositories).map(([name, teams]) => ({
    name,
    isPrivate: true,
    teams: Object.entries(teams).map(([team, permission]) => ({ name: team, permission })),
  })),
  total: 100,
  unread: { repositories: [], teams: [], rows: 0 },
  readAt: '2027-01-01T00:00:00Z',
  ...more,
})
const many = (count: number, permission: TeamPermission, team = 'one') =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`${team}-${at}`, { [team]: permission }]))
const resources = (reach: MemberReach, coverage: Coverage) =>
  resourcesOf('acme', formOfMember(reach, coverage, []))

const teams = ['one', 'two', 'three', 'four']
const permission = fc.constantFrom<TeamPermission>('read', 'write', 'admin')
const repositories = fc.dictionary(
  fc.stringMatching(/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/, { maxLength: 20 }),
  fc.dictionary(fc.constantFrom(...teams), permission, { minKeys: 1, noNullPrototype: true }),
  { maxKeys: 80, noNullPrototype: true },
)

describe('the token’s access', () => {
  it('is the union of what the chosen teams may do, for any teams and repositories', () => {
    fc.assert(
      fc.property(repositories, fc.subarray(teams), fc.boolean(), (given, chosen, readPublic) => {
        const reach = reachOf(given)
        for (const [kind, through] of [
          ['exact', teams],
          ['teams', chosen],
        ] as const) {
          const expected = new Map<string, string>()
          for (const [name, permissions] of Object.entries(given)) {
            const counted = Object.entries(permissions).flatMap(([team, one]) =>
              through.includes(team) ? [one] : [],
            )
            if (counted.length > 0)
              expected.set(`acme/${name}`, counted.some((one) => one !== 'read') ? 'push' : 'pull')
          }
          if (readPublic) expected.set('*/*/public', 'pull')
          const told = resources(reach, { kind, teams: chosen, readPublic })
          expect(told.every(({ type }) => type === repositoryType)).toBe(true)
          expect(new Map(told.map(({ path, scopes }) => [path, imageLevel(scopes)]))).toEqual(expected)
          expect(told).toHaveLength(expected.size)
        }
      }),
    )
  })

  it('pulls from all where that was chosen, and pushes only where they push', () => {
    const reach = reachOf({ ...many(60, 'read'), web: { two: 'write' } })
    const told = resources(reach, { kind: 'allPull', teams: [], readPublic: false })
    expect(told).toEqual([
      { type: repositoryType, path: 'acme/*', scopes: ['scope-image-pull'] },
      { type: repositoryType, path: 'acme/web', scopes: ['scope-image-push'] },
    ])
  })

  it('follows the role of an owner or editor', () => {
    const owner = reachOf({}, { role: 'owner', everything: true })
    expect(coverageKinds(owner)).toEqual(['allPush', 'allPull'])
    expect(resources(owner, { ...firstCoverage(owner), readPublic: false })).toEqual([
      { type: repositoryType, path: 'acme/*', scopes: ['scope-image-push'] },
    ])
  })
})

describe('more repositories than a token can name', () => {
  const reach = reachOf({ ...many(40, 'read', 'one'), ...many(20, 'write', 'two') })

  it('asks which teams count, or for pulling from all', () => {
    expect(coverageKinds(reach)).toEqual(['teams', 'allPull'])
    expect(coverageProblem(reach, firstCoverage(reach))).toBe('Choose at least one team.')
    const chosen = (...names: string[]): Coverage => ({ kind: 'teams', teams: names, readPublic: true })
    expect(coverageProblem(reach, chosen('one'))).toBeNull()
    expect(coverageProblem(reach, chosen('one', 'two'))).toContain('60 repositories')
    expect(teamSizes(reach)).toEqual([
      { team: 'one', count: 40 },
      { team: 'two', count: 20 },
    ])
  })

  it('says what is lost and what is gained', () => {
    expect(differencesOf(reach, { kind: 'teams', teams: ['one'], readPublic: true })).toEqual({
      lost: ['It does not reach 20 repositories that they reach now.'],
      gained: [],
    })
    expect(differencesOf(reach, { kind: 'allPull', teams: [], readPublic: false })).toEqual({
      lost: ['It does not pull public repositories of others, as every person can.'],
      gained: [
        'It pulls from every repository: 40 repositories more than they reach now, and those made later.',
      ],
    })
    const pushes = reachOf(many(60, 'write'))
    expect(differencesOf(pushes, { kind: 'allPull', teams: [], readPublic: true }).lost).toEqual([
      'It pushes nowhere; they can push to 60 repositories, more than a token can name.',
    ])
    const both = reachOf({ web: { one: 'read', two: 'write' }, ...many(60, 'read', 'three') })
    expect(differencesOf(both, { kind: 'teams', teams: ['one', 'three'], readPublic: true }).lost).toEqual([
      'It pulls from 1 repository, and does not push to them as they do.',
    ])
  })

  it('is reached at one more than the limit', () => {
    expect(coverageKinds(reachOf(many(repositoryLimit, 'read')))).toEqual(['exact'])
    expect(coverageKinds(reachOf(many(repositoryLimit + 1, 'read')))).toEqual(['allPull'])
  })
})

it('gives a form that can be kept as a draft, with the member it is for', () => {
  const form = formOfMember(reachOf(many(3, 'write')), firstCoverage(reachOf({})), ['ACMEci'])
  expect(form).toMatchObject({ label: 'acmeci 2', replaces: 'acmeci' })
  expect(draft.parse({ step: 1, ...form })).toMatchObject(form)
})

it('finds a free label within what a label may be', () => {
  expect(labelFor('bot', ['bot', 'Bot 2'])).toBe('bot 3')
  expect(labelFor('x'.repeat(200), []).length).toBe(100)
})

it('tells what was not read', () => {
  expect(isPartlyUnread(reachOf({}))).toBe(false)
  expect(isPartlyUnread(reachOf({}, { unread: { repositories: [], teams: [], rows: 1 } }))).toBe(true)
})
