// The keyboard of the table: one stop for Tab, and a line in it that the keys move and act on. The focus stays with the
// table itself, so that a line which scrolls out of the document does not take it along.
import { computed, type Ref, shallowRef } from 'vue'
import type { Line } from './groups.ts'

export interface GridActs {
  /** How many lines are in view. */
  page(): number
  /** Brings a line into view and the focus to the table. */
  reveal(index: number): void
  open(line: Line): void
  /** Turns its tick over; `span`: ticks everything from the last tick to here. */
  tick(line: Line, span: boolean): void
  tickBoth(from: Line, to: Line): void
  tickAll(): void
  /** Opens or closes an organization. */
  unfold(line: Line, open: boolean): void
  menu(line: Line): void
  moved(line: Line): void
}

export function useGridKeys(lines: Ref<readonly Line[]>, acts: GridActs) {
  const at = shallowRef<{ key: string; index: number } | null>(null)

  /** The line the keys act on; where it went away, the one in its place. Null until the table was used. */
  const active = computed(() => {
    const { value } = at
    if (value === null || lines.value.length === 0) return null
    if (lines.value[value.index]?.key === value.key) return value.index
    const moved = lines.value.findIndex(({ key }) => key === value.key)
    return moved >= 0 ? moved : Math.min(value.index, lines.value.length - 1)
  })

  function activate(index: number) {
    const line = lines.value[index]
    if (line) at.value = { key: line.key, index }
  }

  function move(to: number, span = false) {
    const index = Math.max(0, Math.min(lines.value.length - 1, to))
    const line = lines.value[index]
    if (!line) return
    const from = lines.value[active.value ?? index]
    if (span && from) acts.tickBoth(from, line)
    activate(index)
    acts.reveal(index)
    acts.moved(line)
  }

  function toParent(index: number) {
    for (let above = index; above >= 0; above -= 1)
      if (lines.value[above]?.kind === 'group') return move(above)
  }

  const onLine = (line: Line, index: number): Record<string, () => void> => ({
    Enter: () => acts.open(line),
    ArrowRight: () => (line.kind === 'group' ? acts.unfold(line, true) : undefined),
    ArrowLeft: () => (line.kind === 'group' && line.open ? acts.unfold(line, false) : toParent(index)),
    ContextMenu: () => acts.menu(line),
  })

  /** The keys that do not need Control. */
  function plainKey({ key, shiftKey }: KeyboardEvent, index: number): (() => void) | undefined {
    const line = lines.value[index]
    const to = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + acts.page(),
      PageUp: index - acts.page(),
    }[key]
    if (to !== undefined) return () => move(to, shiftKey && key.startsWith('Arrow'))
    if (key === 'Home') return () => move(0)
    if (key === 'End') return () => move(lines.value.length - 1)
    if (!line) return undefined
    if (key === ' ') return () => acts.tick(line, shiftKey)
    if (key === 'F10' && shiftKey) return () => acts.menu(line)
    return onLine(line, index)[key]
  }

  function keydown(event: KeyboardEvent) {
    const control = event.ctrlKey || event.metaKey
    const { target, currentTarget, key } = event
    // A button, a link or a tick in a line has its own Enter and Space.
    const own = target !== currentTarget && ['Enter', ' '].includes(key)
    if (event.altKey || own) return
    const run = control ? controlKey(key) : plainKey(event, active.value ?? 0)
    if (!run) return
    event.preventDefault()
    run()
  }

  const controlKey = (key: string): (() => void) | undefined =>
    ({ a: acts.tickAll, Home: () => move(0), End: () => move(lines.value.length - 1) })[key]

  return { active, activate, keydown }
}
