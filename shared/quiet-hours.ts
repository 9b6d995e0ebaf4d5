// Hours of the day in which nobody wants to be disturbed, as this computer's own clock shows them.
import * as z from 'zod'

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** From and to, such as 22:00 and 07:00; over midnight where `to` is not later. */
export const quietHours = z.object({ from: timeOfDay, to: timeOfDay })
export type QuietHours = z.infer<typeof quietHours>

const minute = 60_000
/** No quiet time is longer: a day, and the hour that a clock may be put back. */
const longest = 25 * 60 + 1

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** Whether the clock on the wall shows a quiet minute at `moment` (Unix milliseconds). The same times mean never. */
export function isQuiet(moment: number, { from, to }: QuietHours): boolean {
  const date = new Date(moment)
  const shown = date.getHours() * 60 + date.getMinutes()
  const [start, end] = [minuteOf(from), minuteOf(to)]
  return start <= end ? start <= shown && shown < end : start <= shown || shown < end
}

/**
 * When the quiet time that `moment` lies in is over (Unix milliseconds), or null when it lies in none. Found by looking
 * at the wall clock minute by minute: on a day of 23 or 25 hours there is no shorter way that is right.
 */
export function quietUntil(moment: number, hours: QuietHours): number | null {
  if (!isQuiet(moment, hours)) return null
  let end = moment - (moment % minute)
  for (let passed = 0; passed <= longest && isQuiet(end, hours); passed++) end += minute
  return end
}
