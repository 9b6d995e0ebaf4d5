// An organization's tokens.
import type { Page } from '@playwright/test'
import { wizardPage } from './wizard.ts'

export const inventoryPage = (page: Page) => ({
  generate: page.getByRole('button', { name: 'Generate access token' }),
  refresh: page.getByRole('button', { name: 'Refresh' }),
  search: page.getByRole('searchbox'),
  offline: page.getByText('Offline', { exact: true }),
  rows: page.locator('[data-token]'),
  row: (label: string) => page.locator('[data-token]').filter({ hasText: label }),
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
