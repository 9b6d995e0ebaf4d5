// Making the token, with the questions that come up on the way. The form is kept whatever the answer is.
import { shallowRef } from 'vue'
import type { Failure } from '../../shared/errors.ts'
import { failureWords } from '../messages.ts'
import { type Created, useWizardStore } from '../stores/wizard.ts'
import { confirm } from './useConfirm.ts'
import { useSignIn } from './useSignIn.ts'

/** A server that refuses the bearer it has just given would otherwise be asked for ever. */
const signInsPerPress = 2

export function useGenerate() {
  const wizard = useWizardStore()
  const { again } = useSignIn()
  /** Why the last try made no token, for the place beside the button. */
  const failure = shallowRef<Failure | null>(null)

  /** The new token, or null: then a field shows its problem, `failure` says why, or the owner changed their mind. */
  async function generate(): Promise<Created | null> {
    failure.value = null
    if (!wizard.check()) return null
    if (wizard.mayExist && !(await wantsAnother(wizard.form.label.trim()))) return null
    return ask('keychain', signInsPerPress)
  }

  async function ask(keep: 'keychain' | 'memory', signIns: number): Promise<Created | null> {
    const outcome = await wizard.create(keep)
    if ('created' in outcome) return outcome.created
    const failed = outcome.failure
    if (failed.code === 'signIn.needed' && wizard.place && signIns > 0) {
      if (await again(wizard.place.accountId)) return ask(keep, signIns - 1)
    } else if (failed.code.startsWith('keychain.')) {
      const instead = await howToKeep(failed)
      return instead ? ask(instead, signIns) : null
    } else if (failed.code === 'token.rejected' && wizard.refuse(failed)) return null
    failure.value = failed
    return null
  }

  return { failure, generate }
}

async function wantsAnother(label: string): Promise<boolean> {
  const answer = await confirm({
    title: `Generate another “${label}”?`,
    text: 'An earlier try may have made this token already: its answer got lost. The inventory lists what is on the server.',
    points: ['A second token with the same label would take another slot.'],
    confirmLabel: 'Generate another',
    cancelLabel: 'Not now',
  })
  return answer === 'confirmed'
}

/** Asked before a token exists. Null when the owner would rather not go on. */
async function howToKeep(failure: Failure): Promise<'keychain' | 'memory' | null> {
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
