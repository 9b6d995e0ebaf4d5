// Main holds to the owner's policy by itself: what breaks it reaches neither keychain, journal nor server.
import { expect, it } from 'vitest'
import { isFailed } from '../../shared/errors.ts'
import { type Policy, noPolicy } from '../../shared/tokens/policy.ts'
import { type TokensParts, tokensArea } from './tokens.ts'

const ref = { accountId: 'hub', organization: 'acme', tokenId: 't1' }
const push = (path: string) => [{ type: 'TYPE_REPO', path, scopes: ['scope-image-push'] }]
const fields = (path: string) => ({ label: 'CI', description: '', resources: push(path) })

/** Parts that fail whatever is asked of them but the time, so that it shows whether anything was. */
function area(change: Partial<Policy>) {
  const untouched = new Proxy({}, { get: (_, name) => (name === 'now' ? Date.now : reached(name)) })
  const parts = { create: untouched, change: untouched, policy: () => ({ ...noPolicy, ...change }) }
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
    if (isFailed(error, 'policy.forbids')) return `${error.failure.field}: ${error.failure.detail}`
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
