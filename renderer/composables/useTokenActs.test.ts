// An act is about the organization it was chosen in, wherever the page is by the time of the answer.
import { createPinia, setActivePinia } from 'pinia'
import { expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { pageBridge } from '../../tests/support/page-bridge.ts'
import { makeToken } from '../../tests/support/token.ts'
import { setBridge } from '../api.ts'
import { useConfirm } from './useConfirm.ts'
import { tokenActs } from './useTokenActs.ts'

const token = makeToken({ secretKept: true })

it.each([
  ['deactivate', 'tokens.deactivate'],
  ['remove', 'tokens.delete'],
  ['forgetGone', 'tokens.forgetGone'],
] as const)('%s keeps to its organization while its question is open', async (act, channel) => {
  const main = pageBridge({ [channel]: () => ({ keychain: 'nothing' }) })
  setBridge(main.bridge)
  setActivePinia(createPinia())
  let organization = 'acme'
  const router = createRouter({ history: createMemoryHistory(), routes: [] })
  const acts = tokenActs(router, () => ({ accountId: 'hub', organization }))
  const done = acts[act](token)
  organization = 'zoo'
  useConfirm().open.value?.answer('confirmed')
  expect(await done).toBe(true)
  expect(main.inputsOf(channel)).toMatchObject([{ accountId: 'hub', organization: 'acme', tokenId: 't1' }])
})
