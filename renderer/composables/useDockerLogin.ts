// Running `docker login` with a kept token: what it would meet is looked at whenever the choice changes.
import { useDebounceFn } from '@vueuse/core'
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import type { TokenRef } from '../../shared/contract/references.ts'
import { registryPattern } from '../../shared/tokens/snippets.ts'
import { useDockerStore } from '../stores/docker.ts'
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

  return { store, address, folder, allowUnencrypted, valid, current, inspect, chooseFolder, run }
}
