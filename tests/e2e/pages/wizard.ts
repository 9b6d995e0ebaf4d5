// The wizard "Generate access token".
import type { Page } from '@playwright/test'
import { secretPage } from './secret.ts'

export const wizardPage = (page: Page) => ({
  label: page.getByRole('textbox', { name: 'Label' }),
  description: page.getByRole('textbox', { name: 'Description' }),
  next: page.getByRole('button', { name: 'Next' }),
  back: page.getByRole('button', { name: 'Back' }),
  readPublic: page.getByRole('checkbox', { name: 'Read public repositories' }),
  addRepository: page.getByRole('button', { name: 'Add repository' }),
  management: page.getByLabel("Allow management access to this organization's resources"),
  generate: page.getByRole('button', { name: 'Generate token' }),
  repository: (name: string) => page.getByRole('group', { name }),

  /** The permission of a repository that was added. */
  async allow(repository: string, permission: 'Image Pull' | 'Image Push') {
    await this.repository(repository).getByRole('radio', { name: permission }).check()
  },
  scope: (label: string) => page.getByRole('checkbox', { name: label }),
  async finish() {
    await this.generate.click()
    return secretPage(page)
  },
})
