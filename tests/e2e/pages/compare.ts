// The page that compares two moments.
import type { Page } from '@playwright/test'

export const comparePage = (page: Page) => {
  const review = page.getByRole('dialog', { name: 'Mark as reviewed' })
  return {
    link: page.getByRole('link', { name: 'Compare' }),
    organization: page.getByLabel('Organization', { exact: true }),
    from: page.getByLabel('From', { exact: true }),
    to: page.getByLabel('to', { exact: true }),
    kind: (name: string) =>
      page.getByRole('group', { name: 'Kinds of changes' }).getByRole('button', { name }),
    group: (name: string) => page.getByRole('region', { name }),
    row: (label: string) =>
      page.getByRole('listitem').filter({ has: page.getByText(label, { exact: true }) }),
    exportChanges: page.getByRole('button', { name: 'Export…' }),

    async markReviewed(note: string) {
      await page.getByRole('button', { name: 'Mark as reviewed' }).click()
      await review.getByRole('textbox', { name: 'Note' }).fill(note)
      await page.keyboard.press('Enter')
      await page.getByText('Marked as reviewed').waitFor()
      await page.getByRole('button', { name: 'Dismiss' }).last().click()
    },
  }
}
