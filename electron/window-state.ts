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
