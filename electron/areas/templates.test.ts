// Templates over a real store: kept over a restart, within their limits, and never lost to a bad file or disk.
import '../../tests/support/no-electron.ts'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Template, templateMaximum } from '../../shared/tokens/templates.ts'
import { Failed } from '../../shared/errors.ts'
import { testFolder } from '../../tests/support/folder.ts'
import { wrap } from '../disk/envelope.ts'
import { openStores } from '../stores.ts'
import { templatesArea } from './templates.ts'

const content = (name: string) => ({
  name,
  description: 'Pulls',
  expiryChoice: '90' as const,
  resources: [{ type: 'TYPE_REPO', path: '/web', isOwn: true, scopes: ['scope-image-pull', 'scope-new'] }],
})

let folder: string
let file: string
beforeEach(() => {
  folder = testFolder()
  file = join(folder, 'templates.json')
})

const open = async () => {
  const stores = await openStores(folder)
  return { stores, area: templatesArea({ store: stores.templates }) }
}
const names = async () => (await (await open()).area.list(undefined)).map(({ name }) => name)
const failure = async (act: () => unknown) => {
  try {
    await act()
    return 'none'
  } catch (error) {
    return error instanceof Failed ? error.failure.code : error
  }
}

describe('templates', () => {
  it('are there after a restart, with everything that was saved', async () => {
    const { area } = await open()
    const saved = await area.save(content('CI'))
    expect(await (await open()).area.list(undefined)).toEqual([{ ...content('CI'), id: saved.id }])
  })

  it('are renamed, deleted and put back', async () => {
    const { area } = await open()
    const ci = await area.save(content('CI'))
    await area.save(content('Pull'))
    await area.rename({ id: ci.id, name: 'Builds' })
    expect(await names()).toEqual(['Builds', 'Pull'])
    await area.delete({ id: ci.id })
    await area.delete({ id: ci.id })
    expect(await names()).toEqual(['Pull'])
    expect(await failure(() => area.rename({ id: ci.id, name: 'X' }))).toBe('template.gone')
    await area.restore({ ...ci, name: 'Builds' })
    await area.restore({ ...ci, name: 'Builds' })
    expect(await names()).toEqual(['Pull', 'Builds'])
  })

  it('have names of their own, and are at most so many', async () => {
    const { area, stores } = await open()
    const first = await area.save(content('CI'))
    expect(await failure(() => area.save(content(' ci ')))).toBe('template.nameUsed')
    const other = await area.save(content('Other'))
    expect(await failure(() => area.rename({ id: other.id, name: 'CI' }))).toBe('template.nameUsed')
    await area.rename({ id: other.id, name: 'OTHER' })

    const many = Array.from({ length: templateMaximum }, (_, index): Template => ({
      ...first,
      id: crypto.randomUUID(),
      name: `T${index}`,
    }))
    await stores.templates.write({ templates: many })
    expect(await failure(() => area.save(content('One more')))).toBe('template.full')
    expect(await failure(() => area.restore(first))).toBe('template.full')
    await area.delete({ id: many[0]!.id })
    await area.save(content('One more'))
    expect(await names()).toHaveLength(templateMaximum)
  })
})

describe('a file of templates', () => {
  it('that is damaged is set aside and told of, and the copy before it serves', async () => {
    const { area } = await open()
    await area.save(content('Older'))
    await area.save(content('Newer'))
    writeFileSync(file, 'not JSON')
    const { stores, area: again } = await open()
    expect((await again.list(undefined)).map(({ name }) => name)).toEqual(['Older'])
    expect(stores.notices().map(({ text }) => text)).toEqual([
      expect.stringContaining('templates.json.corrupt-'),
    ])
    expect(readdirSync(folder).filter((name) => name.startsWith('templates.json.corrupt-'))).toHaveLength(1)
  })

  it('of a newer version is left alone and told of', async () => {
    const newer = JSON.stringify(wrap({ templates: [], later: true }, 2, 7))
    writeFileSync(file, newer)
    const { stores, area } = await open()
    expect(await area.list(undefined)).toEqual([])
    expect(stores.notices().map(({ text }) => text)).toEqual([
      expect.stringContaining('list of your templates'),
    ])
    expect(await failure(() => area.save(content('CI')))).toBe('file.unreadable')
    expect(readFileSync(file, 'utf8')).toBe(newer)
  })

  it('that the disk does not take leaves the templates as they were', async () => {
    const { stores, area } = await open()
    await area.save(content('CI'))
    const full = { ...stores.templates, change: () => Promise.reject(new Failed('disk.full')) }
    expect(await failure(() => templatesArea({ store: full }).save(content('Two')))).toBe('disk.full')
    expect(await names()).toEqual(['CI'])
  })
})
