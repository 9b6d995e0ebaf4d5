// Taking a token that is gone off the list: its secret goes only when asked for, and nothing goes while nobody knows.
import { describe, expect, it } from 'vitest'
import type { Token } from '../../shared/contract/tokens.ts'
import { Failed, type FailureCode, isFailed } from '../../shared/errors.ts'
import type { SecretRead } from '../keychain/keychain.ts'
import { type GoneParts, forgetGone } from './gone.ts'

const ref = { accountId: 'demo', organization: 'acme', tokenId: 't1' }
const goneAt = '2027-03-10T12:00:00Z'

function partsWith(
  read: SecretRead,
  token: Partial<Token> = { goneAt, label: 'CI' },
  more: Partial<GoneParts> = {},
) {
  const done: string[] = []
  const parts: GoneParts = {
    find: async () => token as Token,
    readSecret: async () => read,
    noteKept: async (_, label) => void done.push(`noted ${label}`),
    forgetSecret: async () => void done.push('secret removed'),
    remove: async () => void done.push('off the list'),
    ...more,
  }
  return { parts, done }
}

const codeOf = (act: Promise<unknown>): Promise<FailureCode | null> =>
  act.then(
    () => null,
    (error: unknown) => (isFailed(error) ? error.failure.code : 'internal'),
  )

describe('a token that is gone', () => {
  const found: SecretRead = { state: 'found', value: 'x' }

  it.each([
    ['remove', found, 'removed', ['secret removed', 'off the list']],
    ['keep', found, 'kept', ['noted CI', 'off the list']],
    ['remove', { state: 'missing' }, 'nothing', ['off the list']],
    ['keep', { state: 'missing' }, 'nothing', ['off the list']],
  ] as const)('goes off the list, its secret as asked: %s, %o', async (wish, read, keychain, acts) => {
    const { parts, done } = partsWith(read)
    expect(await forgetGone(parts, ref, wish)).toEqual({ keychain })
    expect(done).toEqual(acts)
  })

  it.each(['keep', 'remove'] as const)('stays while the keychain does not tell: %s', async (wish) => {
    const { parts, done } = partsWith({ state: 'unknown', reason: 'locked' })
    expect(await codeOf(forgetGone(parts, ref, wish))).toBe('keychain.locked')
    expect(done).toEqual([])
  })

  it('stays when its secret does not go', async () => {
    const forgetSecret = () => Promise.reject(new Failed('keychain.failed'))
    const { parts, done } = partsWith(found, undefined, { forgetSecret })
    expect(await codeOf(forgetGone(parts, ref, 'remove'))).toBe('keychain.failed')
    expect(done).toEqual([])
  })

  it('is never one that the server has', async () => {
    const { parts, done } = partsWith(found, { goneAt: null })
    expect(await codeOf(forgetGone(parts, ref, 'remove'))).toBe('input.invalid')
    expect(done).toEqual([])
  })
})
