// Where the window was left: its size, place and whether it filled the screen. Checked by hand: every start waits for it.

export interface WindowState {
  width: number
  height: number
  x: number | null
  y: number | null
  maximized: boolean
}

export const defaultWindowState: WindowState = {
  width: 1280,
  height: 800,
  x: null,
  y: null,
  maximized: false,
}

/** @throws TypeError */
export function parseWindowState(data: unknown): WindowState {
  const { width, height, x, y, maximized } = (data ?? {}) as Record<string, unknown>
  if (
    isWhole(width, 400, 20_000) &&
    isWhole(height, 300, 20_000) &&
    isPlace(x) &&
    isPlace(y) &&
    typeof maximized === 'boolean'
  )
    return { width, height, x, y, maximized }
  throw new TypeError('not a state of the window')
}

const isWhole = (value: unknown, from: number, to: number): value is number =>
  Number.isSafeInteger(value) && from <= (value as number) && (value as number) <= to

const isPlace = (value: unknown): value is number | null =>
  value === null || isWhole(value, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)

interface Area {
  x: number
  y: number
  width: number
  height: number
}

/**
 * Size and place of the window; without a place the system finds one. `areas`: what each display has room for, the main
 * one's first.
 */
export function placeOn(state: WindowState, areas: readonly Area[]): Partial<Area> {
  const { x, y, width, height } = state
  const at = x === null || y === null ? null : { x, y }
  const there = at && areas.find((area) => isReachable({ ...at, width, height }, area))
  const area = there ?? areas[0]
  const size = {
    width: Math.min(width, area?.width ?? width),
    height: Math.min(height, area?.height ?? height),
  }
  if (!at || !there) return size
  return {
    ...size,
    x: width > there.width ? there.x : at.x,
    y: height > there.height ? there.y : at.y,
  }
}

/** Whether enough of its head is seen to take hold of it. */
function isReachable({ x, y, width }: Area, area: Area): boolean {
  const across = x + width > area.x + 50 && x < area.x + area.width - 50
  return across && y >= area.y - 10 && y < area.y + area.height - 50
}
