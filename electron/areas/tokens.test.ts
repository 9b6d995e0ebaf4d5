// Main holds to the policy by itself: what breaks it reaches neither keychain, journal nor server.
import { expect, it } from 'vitest'
import { isFailed } from '../../shared/errors.ts'
import { type Policy, joinPolicies, noPolicy } from '../../shared/tokens/policy.ts'
import { heldPolicy } from '../administration.ts'
import { type TokensParts, tokensArea } from './tokens.ts'

const ref = { accountId: 'hub', organization: 'acme', tokenId: 't1' }
const push = (path: string) => [{ type: 'TYPE_REPO', path, scopes: ['scope-image-push'] }]
const fields = (path: string) => ({ label: 'CI', description: '', resources: push(path) })

/** Parts that fail whatever is asked of them but the time, so that it shows whether anything was. */
const area = (change: Partial<Policy>) => areaUnder(() => ({ ...noPolicy, ...change }))
function areaUnder(policy: () => Policy) {
  const untouched = new Proxy({}, { get: (_, name) => (name === 'now' ? Date.now : reached(name)) })
  const parts = { create: untouched, change: untouched, policy }
  return tokensArea(parts as unknown as TokensParts)
}
function reached(name: string | symbol): never {
  throw new Error(`reached ${String(name)}`)
}

/** The field that the policy refuses, or what was reached instead. */
async function refusal(act: () => unknown): Promise<string> {
  try {
    await act()
  } catch (error) {
    if (isFailed(error, 'administrator.unreadable')) return error.failure.code
    if (isFailed(error, 'policy.forbids', 'administrator.forbids'))
      return `${error.failure.field}: ${error.failure.detail}`
    if (error instanceof Error) return error.message
  }
  return 'nothing'
}

it('refuses to make a token beyond the policy, or its successor', async () => {
  const strict = area({ longestDays: 60, noPushToAll: true })
  const create = (path: string, days: 30 | 90) =>
    refusal(() =>
      strict.create({ ...ref, ...fields(path), expiry: { kind: 'days', days }, keep: 'keychain' }),
    )
  expect(await create('acme/web', 90)).toBe('expires_at: Your policy: at most 60 days.')
  expect(await create('acme/*', 30)).toBe('resources: Your policy: no push to all repositories.')
  expect(await create('acme/web', 30)).toMatch(/^reached/)

  const rotate = (path: string, days: 30 | 90) =>
    refusal(() =>
      strict.rotate({
        ...ref,
        shown: fields(path),
        label: 'CI (2)',
        expiry: { kind: 'days', days },
        keep: 'keychain',
      }),
    )
  expect(await rotate('acme/web', 90)).toMatch(/^expires_at/)
  expect(await rotate('acme/*', 30)).toMatch(/^resources/)
  expect(await rotate('acme/web', 30)).toMatch(/^reached/)
})

it('refuses an edit that adds to what the policy forbids, and leaves what was there before', async () => {
  const change = (before: string, after: string, policy: Partial<Policy>) =>
    refusal(() =>
      area(policy).change({ ...ref, shown: { ...fields(before), isActive: true }, wanted: fields(after) }),
    )
  expect(await change('acme/web', 'acme/*', { noPushToAll: true })).toMatch(/^resources/)
  expect(await change('acme/*', 'acme/*', { noPushToAll: true })).toMatch(/^reached/)
  expect(await change('acme/web', 'acme/*', {})).toMatch(/^reached/)
})

it('names the administrator where the rule is theirs', async () => {
  const own = { longestDays: 60, noNeverExpiring: false, noPushToAll: false }
  const refused = (theirs: Partial<Policy>, days: 30 | 90, path: string) =>
    refusal(() =>
      areaUnder(() => joinPolicies(own, { ...noPolicy, ...theirs })).create({
        ...{ ...ref, ...fields(path) },
        ...{ expiry: { kind: 'days', days }, keep: 'keychain' },
      }),
    )
  expect(await refused({ longestDays: 20 }, 30, 'acme/web')).toBe(
    'expires_at: Your administrator: at most 20 days.',
  )
  expect(await refused({ longestDays: 80 }, 90, 'acme/web')).toBe('expires_at: Your policy: at most 60 days.')
  expect(await refused({ noPushToAll: true }, 30, 'acme/*')).toMatch(/^resources: Your administrator/)
})

it('makes and changes nothing under a policy that nobody can read; narrowing and deleting stay', async () => {
  const unknown = areaUnder(() =>
    heldPolicy({ state: 'broken', file: '/p', reason: 'it is not valid JSON' }, noPolicy),
  )
  const expiry = { kind: 'days', days: 30 } as const
  const shown = { ...fields('acme/web'), isActive: true }
  expect(
    await refusal(() => unknown.create({ ...ref, ...fields('acme/web'), expiry, keep: 'keychain' })),
  ).toBe('administrator.unreadable')
  expect(
    await refusal(() => unknown.rotate({ ...ref, shown, label: 'CI (2)', expiry, keep: 'keychain' })),
  ).toBe('administrator.unreadable')
  expect(await refusal(() => unknown.change({ ...ref, shown, wanted: fields('acme/web') }))).toBe(
    'administrator.unreadable',
  )
  expect(await refusal(() => unknown.deactivate(ref))).toMatch(/^reached/)
})
