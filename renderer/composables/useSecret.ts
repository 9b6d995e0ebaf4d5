// One token's secret on the secret screen: shown on request, dropped when hidden or left, kept or not.
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import type { TokenRef } from '../../shared/contract/references.ts'
import { useSecretsStore } from '../stores/secrets.ts'
import { useTokensStore } from '../stores/tokens.ts'
import { useWizardStore } from '../stores/wizard.ts'

/** Lives as long as the screen. `ref` does not change: no link leads from one secret screen to another. */
export function useSecret(ref: TokenRef) {
  const secrets = useSecretsStore()
  const tokens = useTokensStore()
  const made = useWizardStore().created
  const created = made?.token.id === ref.tokenId ? made : null

  /** The text while it is shown. It lives here and nowhere else. */
  const secret = shallowRef<string | null>(null)
  const busy = shallowRef<'reveal' | 'copy' | 'keep' | null>(null)
  const kept = shallowRef(created?.kept ?? false)
  /** The server knows the token but nothing here holds its secret any more. */
  const missing = computed(() => secrets.failed?.failure.code === 'secret.missing')

  const listed = computed(() =>
    tokens.entryOf(ref).inventory?.tokens.find((token) => token.id === ref.tokenId),
  )
  const token = computed(() => listed.value ?? created?.token)
  if (!created) {
    void tokens.open(ref)
    watch(listed, (now) => (kept.value = now?.secretKept ?? false), { immediate: true })
  }

  async function during<Answer>(
    act: 'reveal' | 'copy' | 'keep',
    run: () => Promise<Answer>,
  ): Promise<Answer> {
    busy.value = act
    try {
      return await run()
    } finally {
      busy.value = null
    }
  }

  let left = false
  async function show() {
    const text = await during('reveal', () => secrets.reveal(ref))
    if (!left) secret.value = text
  }
  const hide = () => (secret.value = null)
  const copy = () => during('copy', () => secrets.copy(ref))

  /** Asks main; true when it is as wanted afterwards. */
  async function keep(wanted: boolean): Promise<boolean> {
    const now = await during('keep', () => secrets.keep(ref, wanted))
    if (now !== null) kept.value = now
    return now === wanted
  }

  onScopeDispose(() => {
    left = true
    hide()
    void secrets.release(ref)
  })

  return { secrets, created, token, secret, kept, missing, busy, show, hide, copy, keep }
}
