// Puts the focus on the first thing in a form that has to be corrected.
import { nextTick, type Ref } from 'vue'

const marked = '[aria-invalid="true"], [data-problem]'
const usable =
  'input:checked, input:not(:disabled), textarea, [contenteditable="true"], button:not(:disabled)'

/** `panel` holds the form. Fields mark themselves with `aria-invalid`; other things with `data-problem`. */
export function useFirstProblem(panel: Ref<HTMLElement | null>) {
  /** True when there was one. Call it after the problem has been made known to the form. */
  return async function focusFirstProblem(): Promise<boolean> {
    await nextTick()
    const place = panel.value?.querySelector<HTMLElement>(marked)
    if (!place) return false
    const target = place.matches(`${usable}, [tabindex]`) ? place : place.querySelector<HTMLElement>(usable)
    target?.focus()
    return target !== null
  }
}
