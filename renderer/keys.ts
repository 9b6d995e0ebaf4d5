// Whether a key event is an accelerator as shared/commands.ts spells it.

export type Held = Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>
export type Pressed = Held & Pick<KeyboardEvent, 'key' | 'code'>

export const onMac = navigator.userAgent.includes('Mac OS')

/** What the browser calls keys that accelerators have another name for. */
const named: Readonly<Record<string, string>> = {
  plus: '+',
  left: 'arrowleft',
  right: 'arrowright',
  numadd: '+',
  numsub: '-',
  num0: '0',
}

export function isPressed(keys: string, event: Pressed, mac = onMac): boolean {
  const parts = keys.toLowerCase().split('+')
  const last = parts.pop() ?? ''
  const key = named[last] ?? last
  const commandOrControl = parts.includes('cmdorctrl')
  return (
    keyOf(event) === key &&
    event.ctrlKey === (commandOrControl && !mac) &&
    event.metaKey === (parts.includes('cmd') || (commandOrControl && mac)) &&
    event.altKey === parts.includes('alt') &&
    // Some keyboards need Shift for a sign; for a letter it makes another shortcut.
    (event.shiftKey === parts.includes('shift') || !/^[a-z]$|^arrow/.test(key))
  )
}

/** On a keyboard of another script the letter that stands in the same place on a Latin one. */
function keyOf({ key, code }: Pressed): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1]
  return letter && !/^[\x20-\x7e]$/.test(key) ? letter.toLowerCase() : key.toLowerCase()
}
