// Being asked for a finger before a kept secret leaves main, where the system can ask.
import { describe, expect, it } from 'vitest'
import { Failed } from '../shared/errors.ts'
import { createPresence } from './presence.ts'

const ref = { accountId: 'hub', organization: 'acme', tokenId: 't1' }
const other = { ...ref, tokenId: 't2' }

function setUp({ can = true, wanted = true, accepts = true } = {}) {
  const given = { can, wanted, accepts }
  const asked: string[] = []
  const touchId = {
    canPromptTouchID: () => given.can,
    async promptTouchID(reason: string) {
      asked.push(reason)
      if (!given.accepts) throw new Error('Canceled by user.')
    },
  }
  return { given, asked, presence: createPresence(touchId, () => given.wanted) }
}

describe('before a kept secret', () => {
  it('the owner is asked each time', async () => {
    const { asked, presence } = setUp()
    expect(presence.kind()).toBe('touchId')
    await presence.beforeSecret(ref, 'show it')
    await presence.beforeSecret(ref, 'copy it')
    expect(asked).toEqual(['show it', 'copy it'])
  })

  it('a refusal is one of the closed list, without the system’s words', async () => {
    const refusal = await setUp({ accepts: false })
      .presence.beforeSecret(ref, 'show it')
      .catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(Failed)
    expect((refusal as Failed).failure).toEqual({ code: 'presence.refused' })
  })

  it('nobody is asked who does not want it, or where nothing can ask', async () => {
    for (const none of [{ wanted: false }, { can: false }]) {
      const { asked, presence } = setUp({ ...none, accepts: false })
      await presence.beforeSecret(ref, 'show it')
      expect(asked).toEqual([])
    }
    const nowhere = createPresence(null, () => true)
    expect(nowhere.kind()).toBeNull()
    await nowhere.beforeSecret(ref, 'show it')
    await nowhere.ask('do it')
  })

  it('one that was made just now is no reason to ask, until its screen is left', async () => {
    const { asked, presence } = setUp()
    presence.made(ref)
    await presence.beforeSecret(ref, 'show it')
    expect(asked).toEqual([])
    await presence.beforeSecret(other, 'show the other')
    presence.left(ref)
    await presence.beforeSecret(ref, 'show it')
    expect(asked).toEqual(['show the other', 'show it'])
  })
})
