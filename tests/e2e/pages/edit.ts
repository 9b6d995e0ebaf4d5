// The page that edits a token.
import type { Page } from '@playwright/test'

export const editPage = (page: Page) => ({
  label: page.getByRole('textbox', { name: 'Label' }),
  description: page.getByRole('textbox', { name: 'Description' }),
  readPublic: page.getByRole('checkbox', { name: 'Read public repositories' }),
  scope: (label: string) => page.getByRole('checkbox', { name: label }),
  summary: page.getByRole('region', { name: 'Summary' }),
  kept: page.getByRole('region', { name: 'Kept as they are' }),
  save: page.getByRole('button', { name: 'Save', exact: true }),
  cancel: page.getByRole('button', { name: 'Cancel', exact: true }),
  conflict: page.getByRole('alertdialog', { name: 'Somebody changed this token meanwhile' }),
  useTheirs: page.getByRole('button', { name: 'Use theirs' }),
  saveMine: page.getByRole('button', { name: 'Save mine over it' }),
  keepBoth: page.getByRole('button', { name: 'Keep both' }),

  /** Opens a token of the organization whose inventory is on show. */
  async open(tokenId: string) {
    const inventory = /#\/a\/[^/]+\/o\/[^/?]+/.exec(page.url())?.[0] ?? ''
    await page.evaluate(`location.hash = '${inventory}/tokens/${tokenId}/edit'`)
  },
})
