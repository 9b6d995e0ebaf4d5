// Drafts over a real store: kept per organization, aged out, never lost to a full disk or a damaged neighbour.
import '../../tests/support/no-electron.ts'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Draft } from '../../shared/contract/drafts.ts'
import { Failed } from '../../shared/errors.ts'
import { noAccess } from '../../shared/tokens/access.ts'
import { testFolder } from '../../tests/support/folder.ts'
import { openSafeStore } from '../disk/safe-store.ts'
import { type KeptDrafts, draftsArea, keptDrafts } from './drafts.ts'

const day = 24 * 3_600_000
const acme = { accountId: 'a', organization: 'acme' }
const other = { accountId: 'a', organization: 'other' }
const form = (label: string): Draft => ({
  ...{ step: 2, label, description: '', expiryChoice: '30', expiryDate: '', noExpiryConfirmed: false },
  ...{ access: noAccess(), management: false, base: [], builtIn: null, replaces: null },
})

let folder: string
let now: number
beforeEach(() => {
  folder = testFolder()
  now = Date.parse('2026-06-01T00:00:00Z')
})

const open = async () => {
  const store = await openSafeStore<KeptDrafts>({
    folder,
    file: 'drafts.json',
    schema: keptDrafts,
    defaults: {},
  })
  return { store, area: draftsArea({ store, now: () => now }) }
}
const labelOf = async (ref: typeof acme) => (await (await open()).area.read(ref)).draft?.label ?? null

describe('drafts', () => {
  it('are kept for each organization until they are discarded', async () => {
    const { area } = await open()
    expect(await area.read(acme)).toEqual({ draft: null, savedAt: null })
    await area.save({ ...acme, draft: form('one') })
    await area.save({ ...other, draft: form('two') })
    expect(await (await open()).area.read(acme)).toEqual({
      draft: form('one'),
      savedAt: '2026-06-01T00:00:00.000Z',
    })
    await area.discard(acme)
    expect([await labelOf(acme), await labelOf(other)]).toEqual([null, 'two'])
  })

  it('are dropped after 30 days, not before', async () => {
    await (await open()).area.save({ ...acme, draft: form('one') })
    now += 29 * day
    await (await open()).area.save({ ...other, draft: form('two') })
    expect(await labelOf(acme)).toBe('one')
    now += 2 * day
    await (await open()).area.save({ ...other, draft: form('two') })
    expect([await labelOf(acme), await labelOf(other)]).toEqual([null, 'two'])
  })

  it('of a version that could not start from a token are read', async () => {
    const { store, area } = await open()
    const { base: _, builtIn: __, replaces: ___, ...old } = form('one')
    await store.write({ 'acme a': { savedAt: new Date(now).toISOString(), draft: old } })
    expect((await area.read(acme)).draft).toEqual(form('one'))
  })

  it('of another version are not shown, and stay', async () => {
    const { store, area } = await open()
    const strange = { savedAt: new Date(now).toISOString(), draft: { step: 9, later: true } }
    await store.write({ 'acme a': strange })
    expect(await area.read(acme)).toEqual({ draft: null, savedAt: null })
    await area.save({ ...other, draft: form('two') })
    expect((await open()).store.read()['acme a']).toEqual(strange)
  })

  it('from before there were more scopes are read as they are, and those with some keep them', async () => {
    const { store, area } = await open()
    const old = {
      ...form('old'),
      access: { ...noAccess(), repositories: [{ name: 'web', permission: 'push' }] },
    }
    await store.write({ 'acme a': { savedAt: new Date(now).toISOString(), draft: old } })
    expect((await area.read(acme)).draft).toEqual(old)
    const more: Draft = {
      ...form('new'),
      access: {
        ...noAccess(),
        allRepositories: 'delete',
        allRepositoriesMore: ['scope-tag-read'],
        repositories: [{ name: 'web', permission: 'none', more: ['scope-webhook-edit'] }],
      },
    }
    await area.save({ ...other, draft: more })
    expect((await (await open()).area.read(other)).draft).toEqual(more)
  })

  it('that the disk did not take are there for a page that is loaded again', async () => {
    const { store } = await open()
    const full = { ...store, change: () => Promise.reject(new Failed('disk.full')) }
    const area = draftsArea({ store: full, now: () => now })
    await expect((async () => area.save({ ...acme, draft: form('one') }))()).rejects.toThrow('disk.full')
    expect((await area.read(acme)).draft).toEqual(form('one'))
  })

  it('are looked up as entries, not as properties that every object has', async () => {
    const { area } = await open()
    expect(await area.read({ accountId: 'x', organization: '__proto__' })).toEqual({
      draft: null,
      savedAt: null,
    })
  })
})
