import { expect, it } from 'vitest'
import type { Accounts } from '../accounts/accounts.ts'
import type { DemoHubAccess } from '../accounts/addresses.ts'
import { Failed } from '../../shared/errors.ts'
import { accountsArea } from './accounts.ts'

const demo = {
  url: 'http://127.0.0.1:4711',
  registry: 'localhost:4711',
  username: 'mona',
  password: 'of this start',
}

function setUp(startDemoHub: () => Promise<DemoHubAccess>, mayForget = true, holdNewAccount = () => {}) {
  const asked: unknown[] = []
  const accounts = new Proxy({} as Accounts, {
    get: (_target, name) => async (input: unknown) => void asked.push([name, input]),
  })
  return {
    asked,
    area: accountsArea({
      accounts,
      startDemoHub,
      holdNewAccount,
      mayForget: () => mayForget,
      chooseCaFile: async () => '/home/mona/ca.pem',
      dockerFolderOf: (folder) => folder ?? '/home/mona/.docker',
    }),
  }
}

it('starts the Local Hub before it signs in to it', async () => {
  const { asked, area } = setUp(async () => demo)
  await area.startDemo(undefined)
  expect(asked).toEqual([['useDemo', demo]])
})

it('signs in nowhere when the Local Hub does not start', async () => {
  const { asked, area } = setUp(() => Promise.reject(new Failed('hub.failed')))
  await expect(area.startDemo(undefined)).rejects.toThrow('hub.failed')
  expect(asked).toEqual([])
})

it('signs out by id, and answers with nothing', async () => {
  const { asked, area } = setUp(async () => demo)
  expect(await area.signOut({ accountId: 'a1' })).toBeUndefined()
  expect(asked).toEqual([['signOut', 'a1']])
  expect(await area.chooseCaFile(undefined)).toBe('/home/mona/ca.pem')
})

it('has the Docker config folder that the page named checked before it is read', async () => {
  const { asked, area } = setUp(async () => demo)
  const server = { kind: 'dockerHub' } as const
  await area.useDockerSession({ server, configFolder: null })
  expect(asked).toEqual([['useCliSession', { server, configFolder: '/home/mona/.docker' }]])
})

it('connects no other account while nobody knows which are allowed, and signs in to those that are there', async () => {
  const { asked, area } = setUp(
    async () => demo,
    true,
    () => {
      throw new Failed('administrator.unreadable')
    },
  )
  const server = { kind: 'dockerHub' } as const
  const connect = async () => area.signIn({ server, username: 'mona', secret: 'typed', keep: false })
  await expect(connect()).rejects.toThrow('administrator.unreadable')
  const borrow = async () => area.useDockerSession({ server, configFolder: null })
  await expect(borrow()).rejects.toThrow('administrator.unreadable')
  expect(asked).toEqual([])
  await area.signInAgain({ accountId: 'a', secret: 'typed', keep: false })
  await area.startDemo(undefined)
  expect(asked.map((call) => (call as [string])[0])).toEqual(['signInAgain', 'useDemo'])
})

it('signs nobody out while a secret of theirs would be lost', async () => {
  const { asked, area } = setUp(async () => demo, false)
  await expect(area.signOut({ accountId: 'a' })).rejects.toMatchObject({
    failure: { code: 'signOut.secretUnkept' },
  })
  expect(asked).toEqual([])
})
