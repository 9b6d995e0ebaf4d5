// Lets axe look at a page as it stands, for violations of WCAG 2.2 A and AA and of good practice.
import type { Page } from '@playwright/test'
import axe from 'axe-core'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** Nothing else depends on the theme. */
const rulesOfColour = ['color-contrast', 'link-in-text-block']

/** What axe finds, a line for each rule: its name and the elements that break it. */
export async function violations(page: Page, look: 'everything' | 'colours'): Promise<string[]> {
  // The page keeps it until it is loaded anew: half a megabyte to read each time.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  const runOnly: axe.RunOnly =
    look === 'everything' ? { type: 'tag', values: tags } : { type: 'rule', values: rulesOfColour }
  return page.evaluate(async (only) => {
    const { axe: inPage } = globalThis as unknown as { axe: typeof axe }
    const found = await inPage.run({ runOnly: only, resultTypes: ['violations'] })
    // A menu scrolls with the arrow keys, which lead through its entries; Tab leads out of it.
    const scrolls = found.violations.find(({ id }) => id === 'scrollable-region-focusable')
    if (scrolls) scrolls.nodes = scrolls.nodes.filter(({ html }) => !html.includes(' role="menu"'))
    // All that axe tells takes Playwright longer to bring here than axe to find.
    return found.violations
      .filter(({ nodes }) => nodes.length > 0)
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  }, runOnly)
}
