// One token's secret on the secret screen: shown on request, dropped when hidden or left, kept or not.
import { computed, onScopeDispose, shallowReactive, shallowRef, watch } from 'vue'
import type { TokenRef } from '../../shared/contract/references.ts'
import { isGone } from '../../shared/tokens/status.ts'
import { type SecretAct, useSecretsStore } from '../stores/secrets.ts'
import { useTokensStore } from '../stores/tokens.ts'
import { type Created, useWizardStore } from '../stores/wizard.ts'

/** Lives as long as the screen. `ref` does not change: no link leads from one secret screen to another. */
export function useSecret(ref: TokenRef) {
  const secrets = useSecretsStore()
  secrets.failed = null
  const tokens = useTokensStore()
  const wizard = useWizardStore()
  const created = isOf(ref, wizard.created) ? wizard.created : null

  /** The text while it is shown. It lives here and nowhere else. */
  const secret = shallowRef<string | null>(null)
  const busy = shallowReactive(new Set<SecretAct>())
  /** Null until the inventory of a token that was not made just now has been read. */
  const kept = shallowRef<boolean | null>(created?.kept ?? null)
  /** Main said that it has the secret of this token no longer. */
  const missing = shallowRef(false)
  /** The keychain passed its check and failed afterwards: the owner did not choose to go without. */
  const couldNotKeep = shallowRef(created?.wanted === 'keychain' && !created.kept)
  /** Main has it, for all the page knows: it was made just now, or an act with it worked. */
  const held = shallowRef(created !== null)

  const entry = computed(() => tokens.entryOf(ref))
  const listed = computed(() => entry.value.inventory?.tokens.find((token) => token.id === ref.tokenId))
  const token = computed(() => listed.value ?? created?.token)
  /** The server's whole list was read and this token is not on it. */
  const gone = computed(() => entry.value.state === 'ready' && (!token.value || isGone(token.value)))
  if (!created) {
    void tokens.open(ref)
    watch(listed, (now) => now && (kept.value = now.secretKept), { immediate: true })
  }

  async function during<Answer>(act: SecretAct, run: () => Promise<Answer>): Promise<Answer> {
    busy.add(act)
    try {
      const answer = await run()
      const failed = secrets.failed
      if (failed?.act === act) missing.value = failed.failure.code === 'secret.missing'
      else {
        missing.value = false
        held.value = true
      }
      return answer
    } finally {
      busy.delete(act)
    }
  }

  let left = false
  async function show() {
    const text = await during('reveal', () => secrets.reveal(ref))
    if (!left) secret.value = text
  }
  const hide = () => (secret.value = null)
  const copy = () => during('copy', () => secrets.copy(ref))
  const copySelected = (text: string) => during('copy', () => secrets.copy(ref, text))

  /** Asks main; true when it is as wanted afterwards. */
  async function keep(wanted: boolean): Promise<boolean> {
    const now = await during('keep', () => secrets.keep(ref, wanted))
    if (now !== null) kept.value = now
    if (now) couldNotKeep.value = false
    return now === wanted
  }

  onScopeDispose(() => {
    left = true
    hide()
    // Coming back here, the token is one of the inventory like any other.
    if (created) wizard.created = null
    // While it is not known whether the keychain has it, main's copy may be the only one.
    if (kept.value !== null || missing.value) void secrets.release(ref)
  })

  return {
    secrets,
    entry,
    token,
    gone,
    secret,
    kept,
    couldNotKeep,
    missing,
    held,
    busy,
    show,
    hide,
    copy,
    copySelected,
    keep,
  }
}

const isOf = (ref: TokenRef, made: Created | null): boolean =>
  made?.token.id === ref.tokenId &&
  made.ref.organization === ref.organization &&
  made.ref.accountId === ref.accountId
