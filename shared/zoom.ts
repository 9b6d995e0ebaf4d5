// How large everything is drawn: the steps of View > Zoom in and Zoom out.

/** Percent. At the largest everything can still be reached without scrolling sideways. */
export const zoomSteps = [80, 90, 100, 110, 125, 150, 175, 200] as const

export const actualSize = 100

/** The next larger or smaller step; the last one stays. */
export function nextZoom(percent: number, towards: 'larger' | 'smaller'): number {
  const further = zoomSteps.filter((step) => (towards === 'larger' ? step > percent : step < percent))
  return (towards === 'larger' ? further[0] : further.at(-1)) ?? percent
}
