// What was accepted is there at the next start, once for each finding, and goes with its account.
import '../../tests/support/no-electron.ts'
import { beforeEach, expect, it } from 'vitest'
import { testFolder } from '../../tests/support/folder.ts'
import { openSafeStore } from '../disk/safe-store.ts'
import { forgetAcceptances, insightsArea, keptAcceptances, noAcceptances } from './insights.ts'

let folder: string
let announced: string[]
beforeEach(() => {
  folder = testFolder()
  announced = []
})

async function open() {
  const store = await openSafeStore({
    folder,
    file: 'accepted.json',
    schema: keptAcceptances,
    defaults: noAcceptances,
  })
  const now = () => Date.parse('2027-01-01T00:00:00Z')
  return { store, ...insightsArea({ store, announce: (name) => announced.push(name), now }) }
}

const about = { accountId: 'hub', organization: 'acme', tokenId: 't1', kind: 'noExpiry' as const }
const accepted = async () =>
  (await (await open()).accepted(undefined)).map(({ tokenId, kind, mark }) => [tokenId, kind, mark])

it('keeps an acceptance, and the latest of two about the same', async () => {
  const area = await open()
  await area.accept({ ...about, mark: 'none' })
  await area.accept({ ...about, kind: 'unused', mark: '2026-01-01T00:00:00Z' })
  await area.accept({ ...about, kind: 'unused', mark: '2026-02-01T00:00:00Z' })
  await area.accept({ ...about, tokenId: 't2', mark: 'none' })
  expect(await accepted()).toEqual([
    ['t1', 'noExpiry', 'none'],
    ['t1', 'unused', '2026-02-01T00:00:00Z'],
    ['t2', 'noExpiry', 'none'],
  ])
  expect((await area.accepted(undefined))[0]?.acceptedAt).toBe('2027-01-01T00:00:00.000Z')
  expect(announced).toHaveLength(4)
})

it('takes one back and leaves the others', async () => {
  const area = await open()
  await area.accept({ ...about, mark: 'none' })
  await area.accept({ ...about, organization: 'other', mark: 'none' })
  await area.takeBack(about)
  expect((await area.accepted(undefined)).map(({ organization }) => organization)).toEqual(['other'])
  expect(announced).toHaveLength(3)
})

it('forgets those of an account that is signed out', async () => {
  const area = await open()
  await area.accept({ ...about, mark: 'none' })
  await area.accept({ ...about, accountId: 'other', mark: 'none' })
  await forgetAcceptances(area.store, 'hub')
  expect((await area.accepted(undefined)).map(({ accountId }) => accountId)).toEqual(['other'])
})
