// Who is asked before a secret leaves main: the owner, for one that was kept, and nobody for one just made.
import { expect, it } from 'vitest'
import { Failed } from '../../shared/errors.ts'
import { memoryKeychain } from '../../tests/support/memory-keychain.ts'
import type { Journal } from '../journal.ts'
import { createPresence } from '../presence.ts'
import { createSecretMemory } from '../tokens/memory.ts'
import { secretsArea } from './secrets.ts'

const ref = { accountId: 'hub', organization: 'acme', tokenId: 't1' }

function setUp() {
  const given = { accepts: true }
  const happened: string[] = []
  const keychain = memoryKeychain()
  const memory = createSecretMemory()
  const presence = createPresence(
    {
      canPromptTouchID: () => true,
      async promptTouchID(reason) {
        happened.push(reason)
        if (!given.accepts) throw new Error('Canceled by user.')
      },
    },
    () => true,
  )
  const get = keychain.get.bind(keychain)
  keychain.get = (name) => {
    happened.push('read')
    return get(name)
  }
  const area = secretsArea({
    keychain,
    memory,
    presence,
    journal: {} as Journal,
    secretName: ({ tokenId }) => `token/${tokenId}`,
    mark: async () => undefined,
    clipboard: {
      async copy(text) {
        happened.push(`copied ${text}`)
        return { clearsAt: '2030-01-01T00:00:00Z' }
      },
    },
    labelOf: async () => 'a label',
    check: null as never,
    list: null as never,
  })
  return { area, given, happened, keychain, memory }
}

it('the owner, before a kept secret is even read', async () => {
  const { area, happened, keychain } = setUp()
  await keychain.set('token/t1', 'kept')
  expect(await area.reveal(ref)).toEqual({ secret: 'kept' })
  await area.copy(ref)
  expect(happened).toEqual([
    'show the secret of a token',
    'read',
    'copy the secret of a token',
    'read',
    'copied kept',
  ])
})

it('nobody, for what is on the screen already: as much of it as was selected goes the same way', async () => {
  const { area, happened } = setUp()
  expect(await area.copyShown({ text: 'ke' })).toEqual({ clearsAt: '2030-01-01T00:00:00Z' })
  expect(happened).toEqual(['copied ke'])
})

it('and a refusal leaves it where it is', async () => {
  const { area, given, happened, keychain } = setUp()
  await keychain.set('token/t1', 'kept')
  given.accepts = false
  for (const act of [() => area.reveal(ref), () => area.copy(ref)])
    await expect(Promise.resolve(act())).rejects.toEqual(new Failed('presence.refused'))
  expect(happened).toEqual(['show the secret of a token', 'copy the secret of a token'])
})

it('nobody, for one that was made just now, kept meanwhile or not; the owner once its screen was left', async () => {
  const { area, happened, memory } = setUp()
  memory.hold(ref, 'made', 'a label', '')
  await area.reveal(ref)
  await area.keep({ ...ref, keep: true })
  expect(await area.reveal(ref)).toEqual({ secret: 'made' })
  expect(happened).toEqual(['read'])
  await area.release(ref)
  await area.reveal(ref)
  expect(happened).toEqual(['read', 'show the secret of a token', 'read'])
})
