// A keyboard shortcut for as long as a component is on the page.
import { useEventListener } from '@vueuse/core'

/**
 * `key` as the browser names it; Control, or Command on a Mac, is held with it. One that stands `alone` is heard in a
 * table, and where nothing has the focus: anywhere else a single character means something of its own.
 */
export function useShortcut(key: string, run: () => void, { alone = false } = {}) {
  useEventListener(window, 'keydown', (event) => {
    const held = event.ctrlKey || event.metaKey
    if (event.key.toLowerCase() !== key || held === alone || event.altKey || event.shiftKey) return
    if (alone && !takesSingleKeys(event.target)) return
    // A dialog lies over the page: its fields come first.
    if (document.querySelector('[role="dialog"], [role="alertdialog"]')) return
    event.preventDefault()
    run()
  })
}

const takesSingleKeys = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  (target.matches('body, main') ||
    (target.closest('[role=grid], [role=treegrid]') !== null && !target.matches('input')))
