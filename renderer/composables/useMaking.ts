// Making a token, with the questions that come up on the way: a sign-in that ran out, a keychain that does not work.
import { shallowRef } from 'vue'
import type { Failure } from '../../shared/errors.ts'
import { failureWords } from '../messages.ts'
import type { Created } from '../stores/wizard.ts'
import { confirm } from './useConfirm.ts'
import { useSignIn } from './useSignIn.ts'

/** Where the secret is kept: in memory only until its screen is left. */
export type Keep = Created['wanted']

interface Making {
  /** Asks main once. */
  create(keep: Keep): Promise<{ created: Created } | { failure: Failure }>
  accountId(): string | undefined
  /** Puts an objection beside the field it is about; false when there is none. */
  refuse(failure: Failure): boolean
}

/** A server that refuses the bearer it has just given would otherwise be asked for ever. */
const signInsPerPress = 2

export function useMaking({ create, accountId, refuse }: Making) {
  const { again } = useSignIn()
  /** Why the last try made no token, for the place beside the button. */
  const failure = shallowRef<Failure | null>(null)

  /** The new token, or null: then a field or `failure` says why, or the owner changed their mind. */
  async function make(keep: Keep, signIns = signInsPerPress): Promise<Created | null> {
    failure.value = null
    const outcome = await create(keep)
    if ('created' in outcome) return outcome.created
    const failed = outcome.failure
    const account = accountId()
    if (failed.code === 'signIn.needed' && account && signIns > 0) {
      if (await again(account)) return make(keep, signIns - 1)
    } else if (failed.code.startsWith('keychain.')) {
      const instead = await howToKeep(failed)
      return instead ? make(instead, signIns) : null
    } else if (failed.code === 'token.rejected' && refuse(failed)) return null
    failure.value = failed
    return null
  }

  return { failure, make }
}

/** Asked before a token exists. Null when the owner would rather not go on. */
async function howToKeep(failure: Failure): Promise<Keep | null> {
  const { title, text } = failureWords(failure)
  const answer = await confirm({
    title,
    text: `No token has been made yet, because its secret could not be kept. ${text}`,
    points: [
      'Generate without keeping: the next screen shows the secret, and you must copy it there. Once that screen is left it cannot be read again.',
    ],
    confirmLabel: 'Try again',
    alternativeLabel: 'Generate without keeping',
  })
  if (answer === 'cancelled') return null
  return answer === 'confirmed' ? 'keychain' : 'memory'
}
