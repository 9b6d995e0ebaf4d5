// The dialog that tests a token or keeps a pasted secret, and the page of kept secrets.
import type { Page } from '@playwright/test'

export const tokenTestDialog = (page: Page) => {
  const dialog = page.getByRole('dialog')
  return {
    dialog,
    secret: dialog.getByLabel('Token secret'),
    alsoAskAbout: dialog.getByLabel('Also ask about'),
    test: dialog.getByRole('button', { name: 'Test token' }),
    again: dialog.getByRole('button', { name: 'Test again' }),
    testAndKeep: dialog.getByRole('button', { name: 'Test and keep' }),
    refusal: dialog.getByRole('alert'),
    row: (repository: string) => dialog.getByRole('row').filter({ hasText: repository }),
    async close() {
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
    },
  }
}

export const keptPage = (page: Page) => ({
  row: (label: string) => page.getByRole('row').filter({ hasText: label }),
  act: (act: 'Copy' | 'Show' | 'Test' | 'Forget', label: string) =>
    page.getByRole('button', { name: `${act} ${label}`, exact: true }),

  /** From the menu of an account in the sidebar. */
  async open(username: string) {
    await page.getByRole('button', { name: `Account ${username}` }).click()
    await page.getByRole('menuitem', { name: 'Kept secrets' }).click()
    await page.getByRole('heading', { name: 'Kept secrets', level: 1 }).waitFor()
  },
})
