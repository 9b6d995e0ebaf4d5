// The wizard's form across what happens around it: a token made, another organization opened.
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Draft } from '../../shared/contract/drafts.ts'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import { noAccess } from '../../shared/tokens/access.ts'
import '../../tests/support/page/no-drawing.ts'
import { pageBridge } from '../../tests/support/page-bridge.ts'
import { makeToken } from '../../tests/support/token.ts'
import { setBridge } from '../api.ts'
import { useDraftsStore } from './drafts.ts'
import { useWizardStore } from './wizard.ts'

const acme = { accountId: 'hub', organization: 'acme' }
const other = { accountId: 'hub', organization: 'other' }

const draft: Draft = {
  step: 5,
  label: 'CI of web',
  description: '',
  expiryChoice: '90',
  expiryDate: '',
  noExpiryConfirmed: false,
  access: { ...noAccess(), readPublic: true },
  management: false,
  base: [],
  builtIn: null,
  replaces: null,
}

const token = makeToken({ label: 'CI of web', secretKept: true })

const inventory = {
  tokens: [],
  unreadable: 0,
  slots: { used: 0, limit: 10 },
  syncedAt: '2026-01-01T00:00:00Z',
  offline: false,
  notSaved: null,
}

/** What main has on disk, by organization. */
let disk: Map<string, Draft>
let main: ReturnType<typeof pageBridge>

beforeEach(() => {
  disk = new Map([['acme', draft]])
  main = pageBridge({
    'tokens.inventory': () => inventory,
    'tokens.refresh': () => inventory,
    'tokens.orphans': () => [],
    'tokens.create': () => ({ token, kept: true }),
    'drafts.read': ({ organization }: OrganizationRef) => ({
      draft: disk.get(organization) ?? null,
      savedAt: null,
    }),
    'drafts.save': (input: OrganizationRef & { draft: Draft }) =>
      void disk.set(input.organization, input.draft),
    'drafts.discard': ({ organization }: OrganizationRef) => void disk.delete(organization),
  })
  setBridge(main.bridge)
  setActivePinia(createPinia())
})

afterEach(() => setBridge(null))

it('opens an empty form after a token was made', async () => {
  const wizard = useWizardStore()
  await wizard.open(acme)
  await wizard.create('keychain')
  await wizard.open({ ...acme })
  expect(wizard.state).toBe('editing')
  expect(wizard.form.label).toBe('')
  expect(wizard.step).toBe(1)
})

it('shows the form of a token that is being made when it is opened again meanwhile', async () => {
  let answer: (made: unknown) => void = () => undefined
  main.answers['tokens.create'] = () => new Promise((resolve) => (answer = resolve))
  const wizard = useWizardStore()
  await wizard.open(acme)
  const made = wizard.create('keychain')
  await wizard.open({ ...acme })
  expect(wizard.state).toBe('generating')
  expect(wizard.form.label).toBe('CI of web')
  expect(await wizard.create('keychain')).toEqual({ failure: { code: 'internal' } })
  answer({ token, kept: true })
  await made
  expect(main.inputsOf('tokens.create')).toHaveLength(1)
})

it('brings back what an undo asked for while a token was being made', async () => {
  let answer: (made: unknown) => void = () => undefined
  main.answers['tokens.create'] = () => new Promise((resolve) => (answer = resolve))
  const wizard = useWizardStore()
  await wizard.open(acme)
  const undo = await wizard.startOver()
  wizard.form = { ...draft, label: 'Another' }
  const made = wizard.create('keychain')
  undo()
  expect(wizard.form.label).toBe('Another')
  answer({ token, kept: true })
  await made
  await wizard.open({ ...acme })
  expect(wizard.form.label).toBe('CI of web')
})

it('takes a start over back, also when another organization is open by then', async () => {
  const wizard = useWizardStore()
  await wizard.open(acme)
  const undo = await wizard.startOver()
  expect(disk.has('acme')).toBe(false)
  await wizard.open(other)
  undo()
  await useDraftsStore().flush()
  expect(disk.get('acme')).toEqual(draft)
  expect(wizard.form.label).toBe('')
})

it('takes a start over back after another token was made in its place', async () => {
  const wizard = useWizardStore()
  await wizard.open(acme)
  const undo = await wizard.startOver()
  wizard.form = { ...draft, label: 'Another' }
  await wizard.create('keychain')
  undo()
  await wizard.open({ ...acme })
  expect(wizard.form.label).toBe('CI of web')
  expect(wizard.step).toBe(5)
})
