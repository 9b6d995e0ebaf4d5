// What a property test does to the Local Hub: single calls by somebody, as fast-check arbitraries.
import fc from 'fast-check'
import {
  type RepositoryAct,
  type Resource,
  organizationScopes,
  organizations,
  repositoryScopes,
  roles,
} from './hub-model.ts'

const scopesOfPeople = ['repo:admin', 'repo:write', 'repo:read', 'repo:public_read'] as const

/** Tokens are named by a number, modulo how many there are. */
export type By =
  | { kind: 'anonymous' }
  | { kind: 'person'; name: string }
  | { kind: 'personal'; index: number }
  | { kind: 'organization'; index: number }

export interface Asked {
  type: string
  path: string
  actions: string[]
}

export type Step =
  | { act: 'create'; by: By; organization: string; resources: Resource[]; ends: Ends | null; label: string }
  | { act: 'patch'; by: By; token: number; change: Change }
  | { act: 'delete'; by: By; token: number }
  | { act: 'get'; by: By; token: number }
  | { act: 'list'; by: By; organization: string; page: number; size: number }
  | { act: 'pass'; milliseconds: number }
  /** Up to the end of a token, or a millisecond before. */
  | { act: 'end'; token: number; early: boolean }
  | { act: 'fill'; organization: string }
  | { act: 'repository'; what: RepositoryAct; by: By; path: string; isPrivate: boolean }
  | { act: 'exchange'; token: number; as: string | null }
  | { act: 'members'; by: By; organization: string }
  | { act: 'registry'; by: By; asked: Asked[]; form: 'repeated' | 'spaced' | 'post' }
  | { act: 'personal'; index: number; isActive: boolean }

/** From now on, and how it is written. */
export interface Ends {
  milliseconds: number
  digits: number
}

export interface Change {
  label?: string
  resources?: Resource[]
  is_active?: boolean
}

const nobody: fc.Arbitrary<By> = fc.constant({ kind: 'anonymous' })
const person: fc.Arbitrary<By> = fc
  .constantFrom(...Object.keys(roles))
  .map((name) => ({ kind: 'person', name }) as const)
const owner: fc.Arbitrary<By> = fc
  .constantFrom('oona', 'otto')
  .map((name) => ({ kind: 'person', name }) as const)
const personal: fc.Arbitrary<By> = fc
  .nat(scopesOfPeople.length - 1)
  .map((index) => ({ kind: 'personal', index }) as const)
const organizationToken: fc.Arbitrary<By> = fc
  .nat(200)
  .map((index) => ({ kind: 'organization', index }) as const)
/** Mostly those who may. */
const anybody = fc.oneof({ weight: 6, arbitrary: owner }, person, personal, organizationToken, nobody)

const organization = fc.constantFrom('small', 'small', 'small', 'large', 'free')
const names = ['app', 'open', 'other', 'late'] as const
const path = fc
  .tuple(fc.constantFrom(...organizations), fc.constantFrom(...names))
  .map((parts) => parts.join('/'))

const someOf = (values: readonly string[], wrong: string) =>
  fc.array(
    fc.oneof(
      { weight: 40, arbitrary: fc.constantFrom(...values) },
      { weight: 1, arbitrary: fc.constantFrom(wrong, 'toString') },
    ),
    { minLength: 1, maxLength: 4 },
  )

/** Mostly good ones, for this organization. */
const resourcesFor = (name: string): fc.Arbitrary<Resource[]> => {
  const repository = fc.record({
    type: fc.constant('TYPE_REPO'),
    path: fc.oneof(
      { weight: 10, arbitrary: fc.constantFrom(`${name}/*`, `${name}/app`, `${name}/open`, `${name}/other`) },
      { weight: 1, arbitrary: fc.oneof(path, fc.constantFrom('*', '*/*', `${name}/`, `${name}/a*`, name)) },
    ),
    scopes: someOf(repositoryScopes, 'scope-member-read'),
  })
  const open = fc.record({
    type: fc.constant('TYPE_REPO'),
    path: fc.constant('*/*/public'),
    scopes: fc.constantFrom<string[]>(
      ['scope-image-pull'],
      ['repo-pull'],
      ['scope-image-pull', 'scope-image-pull'],
      ['scope-image-push'],
    ),
  })
  const whole = fc.record({
    type: fc.constant('TYPE_ORG'),
    path: fc.oneof({ weight: 9, arbitrary: fc.constant(name) }, organization),
    scopes: someOf(organizationScopes, 'scope-image-pull'),
  })
  return fc.array(fc.oneof({ weight: 5, arbitrary: repository }, open, whole), { minLength: 1, maxLength: 4 })
}

const second = 1000
const day = 86_400_000
const ends: fc.Arbitrary<Ends | null> = fc.option(
  fc.record({
    milliseconds: fc.oneof(
      fc.integer({ min: -2 * second, max: 3 * second }),
      fc.integer({ min: 1, max: 90 * day }),
    ),
    digits: fc.nat(6),
  }),
)
const label = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((text) => text.trim() !== '')

const act = <Name extends Step['act']>(name: Name) => fc.constant(name)

const asked: fc.Arbitrary<Asked> = fc.record({
  type: fc.constantFrom('repository', 'repository', 'repository', 'repository(plugin)', 'registry'),
  path: fc.oneof(
    { weight: 8, arbitrary: path },
    fc.constantFrom('catalog', 'small', 'small/*', '*/*/public', 'host:5000/small/app'),
  ),
  actions: fc.oneof(
    fc.uniqueArray(fc.constantFrom('pull', 'push', 'delete', '*', 'admin'), { minLength: 1 }),
    fc.constantFrom<string[]>(['pull'], ['pull', 'push'], ['*']),
  ),
})

const create = organization.chain((name) =>
  fc.record({
    ...{
      act: act('create'),
      by: anybody,
      organization: fc.constant(name),
      resources: resourcesFor(name),
      ends,
      label,
    },
  }),
)
const patch = fc.constantFrom(...organizations).chain((name) =>
  fc.record({
    act: act('patch'),
    by: anybody,
    token: fc.nat(5),
    change: fc.oneof(
      fc.record({ is_active: fc.boolean() }),
      fc.record({ label, resources: resourcesFor(name), is_active: fc.boolean() }, { requiredKeys: [] }),
    ),
  }),
)
const repository = fc.record({
  act: act('repository'),
  what: fc.constantFrom<RepositoryAct>('create', 'delete', 'privacy'),
  by: anybody,
  path,
  isPrivate: fc.boolean(),
})

export const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: create },
  { weight: 6, arbitrary: patch },
  { weight: 3, arbitrary: fc.record({ act: act('delete'), by: anybody, token: fc.nat(5) }) },
  { weight: 3, arbitrary: fc.record({ act: act('get'), by: anybody, token: fc.nat(5) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ act: act('list'), by: anybody, organization, page: fc.integer({ min: 1, max: 4 }) },
      size: fc.constantFrom(1, 3, 10, 100),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: act('pass'),
      milliseconds: fc.constantFrom(1, second, 60 * second, day, 30 * day),
    }),
  },
  { weight: 2, arbitrary: fc.record({ act: act('end'), token: fc.nat(5), early: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      act: act('fill'),
      organization: fc.constantFrom('small', 'small', 'small', 'large'),
    }),
  },
  { weight: 4, arbitrary: repository },
  {
    weight: 3,
    arbitrary: fc.record({
      ...{ act: act('exchange'), token: fc.nat(5) },
      as: fc.option(fc.constantFrom('small', 'large', 'oona')),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ act: act('members'), by: fc.oneof(organizationToken, anybody), organization }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      act: act('registry'),
      by: fc.oneof(person, personal, nobody, { weight: 9, arbitrary: organizationToken }),
      asked: fc.array(asked, { maxLength: 5 }),
      form: fc.constantFrom('repeated', 'spaced', 'post'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      act: act('personal'),
      index: fc.nat(scopesOfPeople.length - 1),
      isActive: fc.boolean(),
    }),
  },
)

export { scopesOfPeople }
