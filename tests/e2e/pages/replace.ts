// The page "Replace a service account", and the list of what is left to do.
import type { Page } from '@playwright/test'

export const replacePage = (page: Page) => ({
  search: page.getByRole('searchbox', { name: 'Find a member' }),
  member: (username: string) =>
    page.getByRole('list', { name: 'Members' }).getByRole('link', { name: username }),
  members: page.getByRole('list', { name: 'Members' }).getByRole('link'),
  reach: page.getByRole('table', { name: 'What they reach now' }),
  row: (repository: string) =>
    page
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: new RegExp(`^${repository}\\b`) }) }),
  stop: page.getByRole('button', { name: 'Stop' }),
  goOn: page.getByRole('button', { name: 'Go on' }),
  proceed: page.getByRole('button', { name: 'Continue' }),
  card: (username: string) => page.getByRole('region', { name: `In place of ${username}` }),

  async open() {
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Replace a service account' }).click()
  },
})
