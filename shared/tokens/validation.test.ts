// The wizard's rules: which step has which problem, how far one may go, and what would be sent.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Access, noAccess } from './access.ts'
import { descriptionMaximum, labelMaximum } from './limits.ts'
import {
  type TokenForm,
  accessOf,
  emptyForm,
  expiryOf,
  furthestStep,
  isEmptyForm,
  problemOf,
  problemsOf,
  steps,
} from './validation.ts'

const now = Date.parse('2026-11-24T10:00:00Z')
const organization = 'acme'
const good = (change: Partial<TokenForm> = {}): TokenForm => ({
  ...emptyForm(),
  label: 'CI of web',
  expiryChoice: '90',
  access: { ...noAccess(), readPublic: true },
  ...change,
})
const fields = (change: Partial<TokenForm>) =>
  problemsOf(organization, good(change), now).map(({ step, field }) => `${step} ${field}`)

test('a complete form has no problem and may be reviewed', () => {
  expect(problemsOf(organization, good(), now)).toEqual([])
  expect(furthestStep([])).toBe(5)
})

test.each<[string, Partial<TokenForm>, string[]]>([
  ['no label', { label: '' }, ['1 label']],
  ['a label of blanks', { label: ' \t ' }, ['1 label']],
  ['a label at its maximum, blanks around it', { label: ` ${'x'.repeat(labelMaximum)} ` }, []],
  ['a label too long', { label: 'x'.repeat(labelMaximum + 1) }, ['1 label']],
  ['a description at its maximum', { description: 'x'.repeat(descriptionMaximum) }, []],
  ['a description too long', { description: 'x'.repeat(descriptionMaximum + 1) }, ['1 description']],
  ['no expiry chosen', { expiryChoice: '' }, ['2 expiry']],
  ['a date not typed', { expiryChoice: 'date' }, ['2 expiryDate']],
  ['a date of yesterday', { expiryChoice: 'date', expiryDate: '2026-11-23' }, ['2 expiryDate']],
  ['a date of today', { expiryChoice: 'date', expiryDate: '2026-11-24' }, []],
  ['a date typed before another choice was made', { expiryChoice: '30', expiryDate: 'nonsense' }, []],
  ['no expiry, unconfirmed', { expiryChoice: 'none' }, ['2 noExpiry']],
  ['no expiry, confirmed', { expiryChoice: 'none', noExpiryConfirmed: true }, []],
  ['management without scopes', { management: true }, ['4 organizationScopes']],
  ['no access at all', { access: noAccess() }, ['5 access']],
  [
    'scopes behind a management switch that is off',
    { access: { ...noAccess(), organizationScopes: ['scope-member-read'] } },
    ['5 access'],
  ],
  [
    'only management access',
    { access: { ...noAccess(), organizationScopes: ['scope-member-read'] }, management: true },
    [],
  ],
])('%s', (_, change, expected) => {
  expect(fields(change)).toEqual(expected)
})

test('fifty repositories are fine, one more is not', () => {
  const repositories = (count: number) => ({
    access: {
      ...noAccess(),
      repositories: Array.from({ length: count }, (_, index) => ({
        name: `r${index}`,
        permission: 'pull' as const,
      })),
    },
  })
  expect(fields(repositories(50))).toEqual([])
  expect(fields(repositories(51))).toEqual(['3 repositories'])
  // One that the form has no words for counts too.
  const base = [{ type: 'TYPE_REPO', path: 'acme/old', scopes: ['scope-from-the-future'] }]
  expect(fields({ ...repositories(50), base })).toEqual(['3 repositories'])
})

test('access that the form has no words for is access', () => {
  const base = [{ type: 'TYPE_NEW', path: 'acme', scopes: ['scope-from-the-future'] }]
  expect(fields({ access: noAccess(), base })).toEqual([])
})

test('a form is empty until something is written or chosen', () => {
  expect(isEmptyForm(emptyForm())).toBe(true)
  expect(isEmptyForm({ ...emptyForm(), label: ' ', expiryDate: '2026' })).toBe(true)
  const organizationScopes = ['scope-member-read']
  const base = [{ type: 'TYPE_NEW', path: 'x', scopes: ['y'] }]
  const written: Partial<TokenForm>[] = [
    { label: 'a' },
    { description: 'a' },
    { expiryChoice: 'none' },
    { access: { ...noAccess(), organizationScopes } },
    { base },
  ]
  for (const change of written) expect(isEmptyForm({ ...emptyForm(), ...change })).toBe(false)
})

test('a chosen repository has to be given something', () => {
  const given = (...repositories: Access['repositories']) => ({ access: { ...noAccess(), repositories } })
  const idle = { name: 'web', permission: 'none' as const }
  expect(fields(given(idle))).toContain('3 repositories')
  expect(fields(given({ ...idle, more: ['scope-tag-read'] }))).toEqual([])
  const problems = (...repositories: Access['repositories']) =>
    problemsOf(organization, good(given(...repositories)), now)
  expect(problems(idle)[0]?.text).toBe('Choose what the token may do with web, or remove it.')
  expect(problems(idle, { ...idle, name: 'api' })[0]?.text).toContain('web and 1 more, or remove them')
})

test('more scopes for all repositories are a kind of access', () => {
  expect(fields({ access: { ...noAccess(), allRepositoriesMore: ['scope-tag-read'] } })).toEqual([])
})

test('one may go as far as the first step with a problem', () => {
  expect(furthestStep(problemsOf(organization, good({ expiryChoice: '' }), now))).toBe(2)
  expect(furthestStep(problemsOf(organization, good({ label: '', expiryChoice: '' }), now))).toBe(1)
})

test('whatever is typed, the problems name their step, and the furthest step is the first of them', () => {
  const anyForm: fc.Arbitrary<TokenForm> = fc.record({
    label: fc.string({ maxLength: 120 }),
    description: fc.string({ maxLength: 220 }),
    expiryChoice: fc.constantFrom('', '30', '60', '90', '365', 'date', 'none'),
    expiryDate: fc.oneof(fc.string({ maxLength: 40 }), fc.constant('2027-01-01')),
    noExpiryConfirmed: fc.boolean(),
    access: fc.record({
      readPublic: fc.boolean(),
      allRepositories: fc.constantFrom('none', 'pull', 'push'),
      repositories: fc.constant([]),
      organizationScopes: fc.subarray(['scope-member-read', 'scope-group-read']),
    }),
    management: fc.boolean(),
    base: fc.constant([]),
    builtIn: fc.constant(null),
    replaces: fc.constant(null),
  })
  fc.assert(
    fc.property(anyForm, (form) => {
      const problems = problemsOf(organization, form, now)
      expect(problems.map((problem) => problem.step)).toEqual(
        problems.map((problem) => problem.step).toSorted(),
      )
      const furthest = furthestStep(problems)
      for (const step of steps) if (step < furthest) expect(problemOf(problems, step)).toBeUndefined()
      if (problems.length > 0) expect(problemOf(problems, furthest)).toBe(problems[0])
    }),
  )
})

test('what would be sent', () => {
  expect(expiryOf(good())).toEqual({ kind: 'days', days: 90 })
  expect(expiryOf(good({ expiryChoice: 'date', expiryDate: '2027-01-01' }))).toEqual({
    kind: 'date',
    date: '2027-01-01',
  })
  expect(expiryOf(good({ expiryChoice: 'none' }))).toEqual({ kind: 'none' })
  expect(expiryOf(good({ expiryChoice: '' }))).toBeNull()
  const off = good({ access: { ...noAccess(), organizationScopes: ['scope-group-edit'] } })
  expect(accessOf(off).organizationScopes).toEqual([])
  expect(accessOf({ ...off, management: true }).organizationScopes).toEqual(['scope-group-edit'])
})
