// The page of insights.
import type { Page } from '@playwright/test'

export const insightsPage = (page: Page) => ({
  policy: page.getByRole('button', { name: 'Policy', exact: true }),
  organization: page.getByRole('combobox', { name: 'Organization' }),
  tile: (name: string) => page.getByRole('button', { name }),
  group: (title: string) => page.getByRole('region', { name: title }),
  accepted: page.getByText('Accepted', { exact: true }),

  async open() {
    await page.getByRole('link', { name: 'Insights' }).click()
    await page.getByRole('heading', { name: 'Insights', level: 1 }).waitFor()
  },
})
