// The card of a rotation: in each state the words, and the acts that make sense in it.
import { afterEach, expect, it, vi } from 'vitest'
import { page } from 'vitest/browser'
import { type App, createApp, h } from 'vue'
import type { Token } from '../../../shared/contract/tokens.ts'
import { rotationOf } from '../../../shared/tokens/rotation.ts'
import { makeToken } from '../../../tests/support/token.ts'
import RotationCard from './RotationCard.vue'

const now = Date.parse('2027-03-10T12:00:00Z')
const ago = (days: number) => new Date(now - days * 86_400_000).toISOString()
const resources = [{ type: 'TYPE_REPO', path: 'acme/web', scopes: ['scope-image-pull'] }]
const old = (change: Partial<Token> = {}) =>
  makeToken({ id: 'old', createdAt: ago(100), lastUsedAt: ago(30), resources, ...change })
const next = (change: Partial<Token> = {}) =>
  makeToken({
    ...{ id: 'next', label: 'CI (2)', createdAt: ago(9), lastUsedAt: ago(1), resources, secretKept: true },
    ...change,
  })

let app: App | null = null

afterEach(() => {
  app?.unmount()
  app = null
  document.body.replaceChildren()
})

interface Shown {
  checking?: boolean
  checkedAt?: string | null
  blocked?: string | null
}

function show(one: Token, other: Token, shown: Shown = {}) {
  const told = vi.fn()
  const names = ['open', 'check', 'test', 'retire', 'delete', 'undo']
  const listeners = Object.fromEntries(
    names.map((name) => [
      `on${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      (it?: object) => told(name, it),
    ]),
  )
  const rotation = rotationOf({ old: one, next: other }, now)
  const props = { rotation, tokenId: 'old', now, checking: false, checkedAt: null, blocked: null, ...shown }
  app = createApp({ render: () => h(RotationCard, { ...props, ...listeners }) })
  app.mount(document.body.appendChild(document.createElement('div')))
  return { told, rotation }
}

const acts = () =>
  page
    .getByRole('button')
    .elements()
    .map((button) => button.textContent?.trim())
    .filter((name) => name !== 'Check again')

it.each([
  [
    'waiting',
    old(),
    next({ createdAt: ago(2) }),
    'Both tokens work',
    ['Test the new token', 'Undo the rotation'],
  ],
  [
    'in use',
    old({ lastUsedAt: ago(1) }),
    next(),
    '“CI” is still being used',
    ['Test the new token', 'Undo the rotation'],
  ],
  [
    'quiet',
    old(),
    next(),
    '“CI” is not used any more',
    ['Deactivate the old token', 'Test the new token', 'Undo the rotation'],
  ],
  ['retired', old({ isActive: false }), next(), '“CI” is retired', ['Delete the old token']],
  ['stopped', old(), next({ isActive: false }), '“CI (2)” does not work', ['Delete the new token']],
  [
    'over',
    old({ expiresAt: ago(1) }),
    next({ isActive: false }),
    'Neither token works',
    ['Delete the old token', 'Delete the new token'],
  ],
] as const)('says that it is %s, and offers what makes sense', async (_, one, other, words, offered) => {
  show(one, other)
  await expect.element(page.getByText(words, { exact: true })).toBeVisible()
  expect(acts()).toEqual(offered)
})

it('tells which token each act is about', async () => {
  const { told, rotation } = show(old(), next())
  await page.getByRole('button', { name: 'Deactivate the old token' }).click()
  await page.getByRole('button', { name: 'Test the new token' }).click()
  await page.getByRole('button', { name: 'Undo the rotation' }).click()
  await page.getByRole('link', { name: 'CI (2)' }).click()
  await page.getByRole('button', { name: 'Check again' }).click()
  expect(told.mock.calls.slice(0, 4)).toEqual([
    ['retire', rotation],
    ['test', rotation.next],
    ['undo', rotation],
    ['open', rotation.next],
  ])
  expect(told.mock.calls[4]?.[0]).toBe('check')
})

it('links to the other token only, and says where the new secret is and when both were read', async () => {
  show(old(), next(), { checkedAt: ago(0) })
  expect(page.getByRole('link').elements()).toHaveLength(1)
  await expect.element(page.getByText(/Secret kept here/)).toBeVisible()
  await expect.element(page.getByText('Checked just now')).toBeVisible()
})

it('changes nothing while offline, and says why; testing stays', async () => {
  const { told } = show(old(), next(), { blocked: 'Not while offline' })
  for (const name of ['Deactivate the old token', 'Undo the rotation', 'Check again'])
    await expect.element(page.getByRole('button', { name })).toHaveAccessibleDescription('Not while offline')
  await page.getByRole('button', { name: 'Deactivate the old token' }).click({ force: true })
  expect(told).not.toHaveBeenCalled()
  await page.getByRole('button', { name: 'Test the new token' }).click()
  expect(told).toHaveBeenCalledOnce()
})

it('offers nothing that cannot be taken back for tokens that only look like a rotation', async () => {
  show(old(), next({ resources: [] }))
  await expect.element(page.getByText('These may be a rotation')).toBeVisible()
  expect(acts()).toEqual([])
})
