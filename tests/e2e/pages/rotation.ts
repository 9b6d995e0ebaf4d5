// The page that rotates a token, and the card that follows both tokens in their details.
import type { Page } from '@playwright/test'

export const rotatePage = (page: Page) => ({
  rotate: page.getByRole('button', { name: 'Rotate', exact: true }),
  cancel: page.getByRole('button', { name: 'Cancel', exact: true }),
  keep: page.getByLabel("Keep in this computer's keychain"),
  access: page.getByRole('region', { name: 'Access' }),
  successor: page.getByRole('region', { name: 'The new token' }),
  end: (name: string) =>
    page.getByRole('radiogroup', { name: 'Expiration date' }).getByRole('radio', { name, exact: true }),
})

export const tokenDetails = (page: Page) => {
  const details = page.getByRole('complementary', { name: 'Token details' })
  const rotation = details.getByRole('region', { name: 'Rotation' })
  return {
    details,
    heading: details.getByRole('heading', { level: 2 }),
    rotation,
    checkAgain: rotation.getByRole('button', { name: 'Check again' }),
    deactivateOld: rotation.getByRole('button', { name: 'Deactivate the old token' }),
    deleteOld: rotation.getByRole('button', { name: 'Delete the old token' }),
    testNew: rotation.getByRole('button', { name: 'Test the new token' }),
    undo: rotation.getByRole('button', { name: 'Undo the rotation' }),

    /** From the token's row in the inventory. */
    async open(label: string) {
      await page.getByRole('row').getByRole('link', { name: label, exact: true }).click()
      await details.getByRole('heading', { name: label, exact: true }).waitFor()
    },
  }
}
