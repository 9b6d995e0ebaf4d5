// What comes when it is first asked for, and then stays.
import { whenever } from '@vueuse/core'
import { type Ref, shallowRef } from 'vue'

/** True from the first time on that `asked` is. */
export function useEver(asked: () => boolean): Readonly<Ref<boolean>> {
  const ever = shallowRef(false)
  whenever(asked, () => (ever.value = true), { immediate: true })
  return ever
}
