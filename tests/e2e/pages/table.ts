// The table of tokens, of one organization or of all: what stands above it and how its parts are named.
import type { Locator, Page } from '@playwright/test'
import { expect } from '../story.ts'

export const tablePage = (page: Page) => ({
  all: page.getByRole('link', { name: 'All organizations' }),
  heading: page.getByRole('heading', { name: 'All organizations', level: 1 }),
  grid: page.getByRole('grid').or(page.getByRole('treegrid')),
  search: page.getByRole('searchbox'),
  group: page.getByRole('button', { name: 'Group by organization' }),
  clear: page.getByRole('button', { name: 'Clear filters' }).first(),
  /** How many are on show of how many, as it is said. */
  shown: page.getByRole('status').filter({ hasText: 'tokens shown' }),
  groupOf: (organization: string) => page.locator(`[data-group="${organization}"]`),
  rowsOf: (organization: string) =>
    page.getByRole('row').filter({ has: page.getByRole('gridcell', { name: organization, exact: true }) }),
  removeFilter: (words: string) => page.getByRole('button', { name: `Remove the filter “${words}”` }),
  column: (header: string) => page.getByRole('columnheader', { name: header }),

  async choose(menu: Locator | string, item: string) {
    await (typeof menu === 'string' ? page.getByRole('button', { name: menu, exact: true }) : menu).click()
    await page.getByRole('menuitem', { name: item, exact: true }).click()
  },
  /** A query of the page's address; null when it is not there. */
  async expectQuery(key: string, value: string | null) {
    await expect
      .poll(() => new URLSearchParams(new URL(page.url()).hash.split('?')[1] ?? '').get(key))
      .toBe(value)
  },
})
