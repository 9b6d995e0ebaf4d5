// An organization's tokens.
import type { Page } from '@playwright/test'
import { wizardPage } from './wizard.ts'

export const inventoryPage = (page: Page) => ({
  generate: page.getByRole('button', { name: 'Generate access token' }),
  refresh: page.getByRole('button', { name: 'Refresh' }),
  search: page.getByRole('searchbox'),
  /** Beside this organization's age; the sidebar has its own word for the sync of everything. */
  offline: page.getByTitle('Read from the server').getByText('Offline', { exact: true }),
  /** The tokens on show, without the header. */
  rows: page.getByRole('row').filter({ has: page.getByRole('gridcell').or(page.getByRole('cell')) }),
  row: (label: string) => page.getByRole('row').filter({ has: page.getByText(label, { exact: true }) }),
  organization: (name: string) => page.getByRole('link', { name }),

  async open(name: string) {
    await this.organization(name).click()
    await page.getByRole('heading', { name, level: 1 }).waitFor()
  },
  async openWizard() {
    await this.generate.click()
    return wizardPage(page)
  },
})
