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
