// Running `docker login` with a kept token, or `docker logout`: what it would meet is looked at whenever the choice changes.
import { useDebounceFn } from '@vueuse/core'
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import type { TokenRef } from '../../shared/contract/references.ts'
import { registryPattern } from '../../shared/tokens/snippets.ts'
import { useDockerStore } from '../stores/docker.ts'
import { confirm } from './useConfirm.ts'
import { useDockerFolder } from './useDockerFolder.ts'

/** After typing stops. */
const pauseMilliseconds = 300

/** `registry` is where the field starts: `host[:port]`, empty for Docker Hub. */
export function useDockerLogin(ref: TokenRef, registry: string) {
  const store = useDockerStore()
  const address = shallowRef(registry)
  const { folder, chooseFolder } = useDockerFolder()
  const allowUnencrypted = shallowRef(false)
  const valid = computed(() => registryPattern.test(address.value.trim()))

  const looked = shallowRef('')
  /** What was found belongs to the address in the field; between typing and looking it does not. */
  const current = computed(() => looked.value === address.value.trim())

  async function inspect() {
    if (!valid.value) return
    looked.value = address.value.trim()
    await store.inspect(looked.value, folder.value)
  }
  const inspectIfChanged = useDebounceFn(() => {
    // Another reason to look may have come first; a second look would push a login that began since aside.
    if (!current.value) void inspect()
  }, pauseMilliseconds)
  watch(address, inspectIfChanged)
  watch(folder, () => {
    // Agreeing was about the other folder.
    allowUnencrypted.value = false
    return inspect()
  })
  void inspect()
  onScopeDispose(store.clear)

  const run = () =>
    store.login(ref, {
      registry: address.value.trim(),
      configFolder: folder.value,
      allowUnencrypted: allowUnencrypted.value,
    })

  /** Whose sign-in it is may not be this token's: then it asks first. */
  async function signOut() {
    const { replaces } = store.inspection ?? { replaces: null }
    const choice = { registry: address.value.trim(), configFolder: folder.value }
    if (replaces !== ref.organization && !(await sureToSignOut(replaces ?? '', choice))) return
    await store.logout(choice, replaces)
  }

  return { store, address, folder, allowUnencrypted, valid, current, inspect, chooseFolder, run, signOut }
}

/** `user` is empty where a credential helper hides the name. */
async function sureToSignOut(user: string, choice: { registry: string; configFolder: string | null }) {
  const answer = await confirm({
    title: `Sign docker out of ${choice.registry || 'Docker Hub'}?`,
    text:
      user === ''
        ? 'Whose sign-in it is, the credential helper does not say: it may be your own.'
        : `It is signed in as “${user}”, not with this token.`,
    points: [
      choice.configFolder === null
        ? 'Every docker command on this computer is signed out there.'
        : 'Docker commands that use this config are signed out there.',
      'The token itself stays, and so does its kept secret.',
    ],
    confirmLabel: 'Sign out',
    tone: 'danger',
  })
  return answer === 'confirmed'
}
