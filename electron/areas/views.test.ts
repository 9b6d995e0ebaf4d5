// Saved views over a real store: kept over a restart, within their limits, and never lost to a bad file.
import '../../tests/support/no-electron.ts'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { Failed } from '../../shared/errors.ts'
import { viewMaximum } from '../../shared/views.ts'
import { testFolder } from '../../tests/support/folder.ts'
import { openStores } from '../stores.ts'
import { viewsArea } from './views.ts'

const query = 'expiringIn=30&sort=-lastUsed&columns=status%2Cexpires&later=unknown'

let folder: string
beforeEach(() => (folder = testFolder()))

const open = async () => {
  const stores = await openStores(folder)
  return { stores, area: viewsArea({ store: stores.views }) }
}
const failure = async (act: () => unknown) => {
  try {
    await act()
    return 'none'
  } catch (error) {
    return error instanceof Failed ? error.failure.code : error
  }
}

describe('saved views', () => {
  it('are there after a restart, with all of their query, in the order they were saved', async () => {
    const { area } = await open()
    const soon = await area.save({ name: 'Soon', query })
    const all = await area.save({ name: 'All', query: '' })
    expect(await (await open()).area.list(undefined)).toEqual([soon, all])
    expect(soon.query).toEqual(query)
  })

  it('are renamed, deleted and brought back', async () => {
    const { area } = await open()
    const soon = await area.save({ name: 'Soon', query })
    await area.save({ name: 'Other', query: '' })
    await area.rename({ id: soon.id, name: 'Ending' })
    await area.delete({ id: soon.id })
    expect(await failure(() => area.rename({ id: soon.id, name: 'X' }))).toBe('view.gone')
    await area.restore({ ...soon, name: 'Ending' })
    expect((await (await open()).area.list(undefined)).map(({ name }) => name)).toEqual(['Other', 'Ending'])
  })

  it('have names of their own, and are at most so many', async () => {
    const { area, stores } = await open()
    const first = await area.save({ name: 'Soon', query })
    expect(await failure(() => area.save({ name: ' soon ', query: '' }))).toBe('view.nameUsed')
    const many = Array.from({ length: viewMaximum }, (_, at) => ({
      ...first,
      id: crypto.randomUUID(),
      name: `V${at}`,
    }))
    await stores.views.write({ views: many })
    expect(await failure(() => area.save({ name: 'One more', query }))).toBe('view.full')
  })

  it('survive a damaged file: the copy before it serves, and the owner is told', async () => {
    const { area } = await open()
    await area.save({ name: 'Older', query })
    await area.save({ name: 'Newer', query })
    writeFileSync(join(folder, 'views.json'), 'not JSON')
    const { stores, area: again } = await open()
    expect((await again.list(undefined)).map(({ name }) => name)).toEqual(['Older'])
    expect(stores.notices().map(({ text }) => text)).toEqual([expect.stringContaining('views.json.corrupt-')])
  })
})
