// A keyboard shortcut for as long as a component is on the page.
import { useEventListener } from '@vueuse/core'

/** `key` as the browser names it; Control, or Command on a Mac, is held with it. */
export function useShortcut(key: string, run: () => void) {
  useEventListener(window, 'keydown', (event) => {
    if (
      event.key.toLowerCase() !== key ||
      !(event.ctrlKey || event.metaKey) ||
      event.altKey ||
      event.shiftKey
    )
      return
    // A dialog lies over the page: its fields come first.
    if (document.querySelector('[role="dialog"], [role="alertdialog"]')) return
    event.preventDefault()
    run()
  })
}
