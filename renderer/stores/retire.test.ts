// Retiring tokens of several organizations and accounts: a result for each, and what stops whom.
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'
import type { Token } from '../../shared/contract/tokens.ts'
import type { TokenRef } from '../../shared/contract/references.ts'
import { Failed, type FailureCode } from '../../shared/errors.ts'
import { pageBridge } from '../../tests/support/page-bridge.ts'
import { makeToken } from '../../tests/support/token.ts'
import { setBridge } from '../api.ts'
import { useRetireStore } from './retire.ts'
const at = (accountId: string, organization: string, id: string, change: Partial<Token> = {}) => ({
  ref: { accountId, organization },
  token: makeToken({ id, label: id, ...change }),
})

let main: ReturnType<typeof pageBridge>
/** Why main refuses a token, by its id. */
let refused: Record<string, FailureCode>

beforeEach(() => {
  refused = {}
  signIns = []
  const act = ({ tokenId }: TokenRef) => {
    const code = refused[tokenId]
    if (code) throw new Failed(code)
    return { keychain: 'nothing' }
  }
  main = pageBridge({
    ...{ 'tokens.delete': act, 'tokens.deactivate': act },
    ...{ 'tokens.forgetGone': act, 'tokens.bringBack': () => undefined },
  })
  setBridge(main.bridge)
  setActivePinia(createPinia())
})

/** The accounts whose sign-in was asked for, and how that ends. */
let signIns: string[]
const signInAs = (signsIn: boolean) => async (accountId: string) => {
  signIns.push(accountId)
  if (signsIn) refused = {}
  return signsIn
}
const declined = signInAs(false)
const states = () => useRetireStore().job?.rows.map(({ token: { id }, state }) => `${id} ${state}`)
const asked = () => main.inputsOf('tokens.delete').map((input) => (input as TokenRef).tokenId)

it('asks each token’s own account and organization', async () => {
  const retire = useRetireStore()
  retire.ask('delete', [at('a', 'acme', 't1'), at('b', 'zoo', 't2')])
  await retire.start(declined)
  expect(main.inputsOf('tokens.delete')).toEqual([
    { accountId: 'a', organization: 'acme', tokenId: 't1' },
    { accountId: 'b', organization: 'zoo', tokenId: 't2' },
  ])
  expect(states()).toEqual(['t1 done', 't2 done'])
})

it('a sign-in that ran out ends its account’s, and no other’s; the rest is tried again', async () => {
  const retire = useRetireStore()
  refused = { t1: 'signIn.needed' }
  retire.ask('delete', [at('a', 'acme', 't1'), at('a', 'other', 't2'), at('b', 'acme', 't3')])
  await retire.start(declined)
  expect(states()).toEqual(['t1 failed', 't2 waiting', 't3 done'])
  expect(retire.failed).toBe(2)
  refused = {}
  await retire.start(declined)
  expect(asked()).toEqual(['t1', 't3', 't1', 't2'])
  expect(states()).toEqual(['t1 done', 't2 done', 't3 done'])
})

it('asks for a sign-in that ran out, once, and goes on by itself', async () => {
  const retire = useRetireStore()
  refused = { t1: 'signIn.needed' }
  retire.ask('delete', [at('a', 'acme', 't1'), at('a', 'other', 't2'), at('b', 'acme', 't3')])
  await retire.start(signInAs(true))
  expect(signIns).toEqual(['a'])
  expect(asked()).toEqual(['t1', 't1', 't2', 't3'])
  expect(states()).toEqual(['t1 done', 't2 done', 't3 done'])
})

it('gives up on an account that is not let in even with a new sign-in', async () => {
  const retire = useRetireStore()
  refused = { t1: 'signIn.needed' }
  retire.ask('delete', [at('a', 'acme', 't1'), at('a', 'acme', 't2')])
  await retire.start(async (accountId) => signIns.push(accountId) > 0)
  expect(signIns).toEqual(['a'])
  expect(states()).toEqual(['t1 failed', 't2 waiting'])
})

it('leaves out those that are not on show, when asked to before it begins', async () => {
  const retire = useRetireStore()
  retire.ask('delete', [at('a', 'acme', 't1'), { ...at('a', 'acme', 't2'), hidden: true }])
  retire.leaveOutHidden()
  await retire.start(declined)
  expect(asked()).toEqual(['t1'])
})

it('being no owner any more ends the organization’s only, a token’s own trouble nothing', async () => {
  const retire = useRetireStore()
  refused = { t1: 'organization.notOwner', t3: 'server.failed' }
  retire.ask('delete', [
    at('a', 'acme', 't1'),
    at('a', 'acme', 't2'),
    at('a', 'other', 't3'),
    at('a', 'other', 't4'),
  ])
  await retire.start(declined)
  expect(states()).toEqual(['t1 failed', 't2 waiting', 't3 failed', 't4 done'])
})

it('leaves alone what is not active when deactivating, and counts one that is gone as deleted', async () => {
  const retire = useRetireStore()
  retire.ask('deactivate', [at('a', 'acme', 't1', { isActive: false }), at('a', 'acme', 't2')])
  await retire.start(declined)
  expect(states()).toEqual(['t1 skipped', 't2 done'])
  refused = { t3: 'token.gone' }
  retire.close()
  retire.ask('delete', [at('a', 'acme', 't3')])
  await retire.start(declined)
  expect(states()).toEqual(['t3 done'])
})

const gone = { goneAt: '2026-05-01T00:00:00Z' }

it('takes only what is gone off the list, keeps secrets unless told otherwise, and puts all of it back', async () => {
  const retire = useRetireStore()
  retire.ask('forget', [at('a', 'acme', 't1', gone), at('a', 'acme', 't2'), at('b', 'acme', 't3', gone)])
  await retire.start(declined)
  expect(states()).toEqual(['t1 done', 't2 skipped', 't3 done'])
  const inputs = main.inputsOf('tokens.forgetGone')
  expect(inputs).toMatchObject([
    { tokenId: 't1', secret: 'keep' },
    { tokenId: 't3', secret: 'keep' },
  ])
  expect(await retire.undo()).toBe(2)
  expect(main.inputsOf('tokens.bringBack')).toEqual([
    { accountId: 'a', organization: 'acme', tokenId: 't1' },
    { accountId: 'b', organization: 'acme', tokenId: 't3' },
  ])
  expect(retire.job).toBeNull()
})

it('asks a locked keychain once, and trying again holds to what was chosen for the secrets', async () => {
  const retire = useRetireStore()
  refused = { t1: 'keychain.locked' }
  retire.ask('forget', [at('a', 'acme', 't1', gone), at('b', 'acme', 't2', gone)])
  await retire.start(declined, 'remove')
  expect(states()).toEqual(['t1 failed', 't2 waiting'])
  refused = {}
  await retire.start(declined)
  const secrets = main.inputsOf('tokens.forgetGone').map((input) => (input as { secret: string }).secret)
  expect(secrets).toEqual(['remove', 'remove', 'remove'])
})
