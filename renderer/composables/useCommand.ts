// What can be done from anywhere (shared/commands.ts): whoever is on the page offers it, and the native menu, the palette
// and the keys below run it.
import { useEventListener, useMutationObserver } from '@vueuse/core'
import { computed, onScopeDispose, shallowReactive, shallowRef } from 'vue'
import { type CommandId, commandIds, commands } from '../../shared/commands.ts'
import { type Held, isPressed, onMac } from '../keys.ts'

interface Offered {
  id: CommandId
  run: () => void
  can: () => boolean
}

/** The last one counts: a page that lies over another. */
const offers = shallowReactive<Offered[]>([])
/** A dialog lies over the page: what it asks comes first. */
const dialogOpen = shallowRef(false)

/** Offers a command for as long as a component is on the page, and while `can` says so. */
export function useCommand(id: CommandId, run: () => void, can: () => boolean = () => true) {
  const offered: Offered = { id, run, can }
  offers.push(offered)
  onScopeDispose(() => offers.splice(offers.indexOf(offered), 1))
}

function offeredFor(id: CommandId): Offered | undefined {
  const offered = offers.findLast((one) => one.id === id)
  if (!offered?.can() || (dialogOpen.value && !commands[id].overDialogs)) return undefined
  return offered
}

const runnable = computed(() => commandIds.filter((id) => offeredFor(id)))

/** What can be done now, and doing it. A command that cannot be done does nothing. */
export const useCommands = () => ({
  runnable,
  dialogOpen,
  run: (id: CommandId) => offeredFor(id)?.run(),
})

/** Hears the keys of all commands. `open` is for an organization's number, counted from 1. Once, in App.vue. */
export function useCommandKeys(open: (place: number) => void) {
  const look = () =>
    (dialogOpen.value = document.querySelector('[role="dialog"], [role="alertdialog"]') !== null)
  useMutationObserver(document.body, look, { childList: true, subtree: false })
  useEventListener(window, 'keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) return
    look()
    const id = commandFor(event)
    const place = id || dialogOpen.value ? null : placeFor(event)
    if (!id && place === null) return
    event.preventDefault()
    if (id) offeredFor(id)?.run()
    else if (place !== null) open(place)
  })
}

const commandFor = (event: KeyboardEvent): CommandId | undefined =>
  runnable.value.find((id) => {
    const { keys, macKeys, lone } = commands[id]
    const held = onMac ? (macKeys ?? keys) : keys
    const all = [held, ...(commands[id].alsoKeys ?? [])]
    if (all.some((one) => one !== undefined && isPressed(one, event))) return true
    return lone === event.key && standsAlone(event) && takesSingleKeys(event.target)
  })

function placeFor(event: KeyboardEvent): number | null {
  const place = Number(event.key)
  return place >= 1 && isPressed(`CmdOrCtrl+${event.key}`, event) ? place : null
}

const standsAlone = ({ ctrlKey, metaKey, altKey }: Held): boolean => !ctrlKey && !metaKey && !altKey

/** Elsewhere a single character means something of its own. */
const takesSingleKeys = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  (target.matches('body, main') ||
    (target.closest('[role=grid], [role=treegrid]') !== null && !target.matches('input')))
