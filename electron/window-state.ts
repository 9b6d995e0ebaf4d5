// Where the window was left: its size, place and whether it filled the screen.
import * as z from 'zod'

export const windowStateSchema = z.object({
  width: z.number().int().min(400).max(20_000),
  height: z.number().int().min(300).max(20_000),
  x: z.number().int().nullable(),
  y: z.number().int().nullable(),
  maximized: z.boolean(),
})
export type WindowState = z.infer<typeof windowStateSchema>

export const defaultWindowState: WindowState = {
  width: 1280,
  height: 800,
  x: null,
  y: null,
  maximized: false,
}

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
