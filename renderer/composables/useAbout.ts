// What About says of this copy, and the same lines on the clipboard for a bug report.
import { computed, shallowRef } from 'vue'
import { useAppStore } from '../stores/app.ts'

export function useAbout() {
  const app = useAppStore()
  const version = computed(() => app.information?.version ?? '')
  const facts = computed(() => {
    const { electron = '', chromium = '', system = '' } = app.information ?? {}
    return [
      ['Granary', version.value],
      ['Electron', electron],
      ['Chromium', chromium],
      ['System', system],
    ] as const
  })
  const copied = shallowRef<'no' | 'yes' | 'failed'>('no')

  /** No account, no organization and no path: nothing that would have to be taken out before it is handed on. */
  async function copy() {
    const text = facts.value.map(([name, value]) => `${name}: ${value}`).join('\n')
    copied.value = await navigator.clipboard.writeText(text).then(
      () => 'yes' as const,
      () => 'failed' as const,
    )
  }

  return { version, facts, copied, copy }
}
