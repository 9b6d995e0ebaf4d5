// Making the wizard's token. The form is kept whatever the answer is.
import { type Created, useWizardStore } from '../stores/wizard.ts'
import { confirm } from './useConfirm.ts'
import { useMaking } from './useMaking.ts'

export function useGenerate() {
  const wizard = useWizardStore()
  const { failure, make } = useMaking({
    create: wizard.create,
    accountId: () => wizard.place?.accountId,
    refuse: wizard.refuse,
  })

  /** The new token, or null: then a field shows its problem, `failure` says why, or the owner changed their mind. */
  async function generate(): Promise<Created | null> {
    failure.value = null
    if (!wizard.check()) return null
    if (wizard.mayExist && !(await wantsAnother(wizard.form.label.trim()))) return null
    return make('keychain')
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
