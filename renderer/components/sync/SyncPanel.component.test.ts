// The panel of the sync: how far it is, what it waits for, and how the last one went, in words.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type App, createApp, h, nextTick, shallowReactive } from 'vue'
import type { SyncState } from '../../../shared/contract/sync.ts'
import SyncPanel from './SyncPanel.vue'

type Last = NonNullable<Extract<SyncState, { phase: 'idle' }>['last']>

const now = Date.parse('2027-03-10T12:00:00Z')
const working = {
  phase: 'working',
  organizations: { done: 37, total: 100 },
  tokens: { read: 3700, total: 10_000 },
  current: 'acme',
  waiting: null,
  failures: [],
} as const satisfies SyncState
const ended = (last: Partial<Last> = {}): SyncState => ({
  phase: 'idle',
  last: {
    ended: 'done',
    at: '2027-03-10T11:58:00Z',
    organizations: { done: 100, total: 100 },
    failures: [],
    ...last,
  },
})

let app: App
const props = shallowReactive<{ state: SyncState; now: number }>({
  state: { phase: 'idle', last: null },
  now,
})
const asked: string[] = []
const text = (selector: string) => document.querySelector(selector)?.textContent.trim() ?? null
const press = (label: string) =>
  [...document.querySelectorAll('button')].find((button) => button.textContent.includes(label))?.click()

async function show(state: SyncState) {
  Object.assign(props, { state, now })
  await nextTick()
}

beforeEach(() => {
  vi.useFakeTimers({ now })
  asked.length = 0
  const nameOf = (id: string, organization: string | null) => organization ?? `Account ${id}`
  app = createApp({
    render: () =>
      h(SyncPanel, {
        ...props,
        nameOf,
        onStart: () => asked.push('start'),
        onStop: () => asked.push('stop'),
      }),
  })
  app.mount(document.body.appendChild(document.createElement('div')))
})

afterEach(() => {
  app.unmount()
  vi.useRealTimers()
  document.body.replaceChildren()
})

it('says how far it is, and can be stopped; nothing is announced meanwhile', async () => {
  await show(working)
  const bar = document.querySelector('[role="progressbar"]')
  expect(bar?.getAttribute('aria-valuenow')).toBe('37')
  expect(bar?.getAttribute('aria-valuetext')).toBe('37 of 100 organizations, 3,700 of 10,000 tokens read')
  expect(text('.what')).toBe('Syncing: 37 of 100 organizations')
  expect(text('[role="status"]')).toBe('')
  press('Stop')
  await show({ ...working, phase: 'stopping' })
  press('Stop')
  expect(asked).toEqual(['stop'])
})

it('counts down what a server asks for', async () => {
  await show({
    ...working,
    waiting: { serverName: 'Docker Hub', until: new Date(now + 40_000).toISOString() },
  })
  expect(text('.muted')).toBe('Docker Hub asks to wait 40 s')
  await vi.advanceTimersByTimeAsync(3000)
  expect(text('.muted')).toBe('Docker Hub asks to wait 37 s')
  await vi.advanceTimersByTimeAsync(40_000)
  expect(text('.muted')).toBe('3,700 of 10,000 tokens read')
})

it.each([
  [{}, 'Synced 2 minutes ago', 'Synced'],
  [
    { ended: 'stopped', organizations: { done: 1, total: 4 } } as const,
    'Stopped at 1 of 4 organizations. What was read is kept.',
    'Stopped at 1 of 4 organizations. What was read is kept.',
  ],
  [
    { ended: 'offline' } as const,
    'No server was reached 2 minutes ago. What this computer has is shown.',
    'No server was reached. What this computer has is shown.',
  ],
] as const)('says how it ended, and announces it without its age: %o', async (last, words, spoken) => {
  await show(ended(last))
  expect(text('p.muted')).toBe(words)
  expect(text('[role="status"]')).toBe(spoken)
  expect(text('details')).toBeNull()
  press('Sync all')
  expect(asked).toEqual(['start'])
})

it('names what failed', async () => {
  const failure = { code: 'organization.notOwner' as const }
  await show(ended({ failures: [{ accountId: 'a', organization: 'acme', failure }] }))
  expect(text('p.muted')).toBe('1 organization of 100 not synced 2 minutes ago.')
  expect(text('li')).toMatch(/^acme: /)
  await show(ended({ failures: [{ accountId: 'a', organization: null, failure }] }))
  expect(text('p.muted')).toBe('1 account could not be synced 2 minutes ago.')
  expect(text('li')).toMatch(/^Account a: /)
})

it('announces nothing while time goes by', async () => {
  await show(ended())
  const status = document.querySelector('[role="status"]')
  const changes: unknown[] = []
  const observer = new MutationObserver((seen) => changes.push(...seen))
  observer.observe(status as Element, { subtree: true, childList: true, characterData: true })
  props.now += 60_000
  await nextTick()
  expect(text('p.muted')).toBe('Synced 3 minutes ago')
  expect([...changes, ...observer.takeRecords()]).toEqual([])
})
