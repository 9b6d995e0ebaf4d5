// The wizard "Generate access token".
import type { Page } from '@playwright/test'
import { secretPage } from './secret.ts'

type ImagePermission = 'No images' | 'Image Pull' | 'Image Push' | 'Image Delete'

export const wizardPage = (page: Page) => ({
  label: page.getByRole('textbox', { name: 'Label' }),
  description: page.getByRole('textbox', { name: 'Description' }),
  next: page.getByRole('button', { name: 'Next' }),
  back: page.getByRole('button', { name: 'Back' }),
  readPublic: page.getByRole('checkbox', { name: 'Read public repositories' }),
  addRepository: page.getByRole('button', { name: 'Add repository' }),
  search: page.getByRole('combobox', { name: 'Search repositories' }),
  option: (name: string) => page.getByRole('option', { name: new RegExp(`^${name}\\b`) }),
  management: page.getByLabel("Allow management access to this organization's resources"),
  scope: (label: string) => page.getByRole('checkbox', { name: label }),
  generate: page.getByRole('button', { name: 'Generate token' }),

  /** The card's label lies over the radio button, as it should: the whole card can be clicked. */
  async expire(name: string) {
    const choices = page.getByRole('radiogroup', { name: 'Expiration date' })
    await choices.getByRole('radio', { name }).check({ force: true })
  },

  /** Types a date (YYYY-MM-DD) part by part. */
  async chooseDate(date: string) {
    await this.expire('A date')
    const [year = '', month = '', day = ''] = date.split('-')
    await page.getByRole('spinbutton', { name: /day/i }).focus()
    await page.keyboard.type(day + month + year)
  },

  /** Adds repositories through the search. */
  async add(...names: string[]) {
    await this.addRepository.click()
    for (const name of names) {
      await this.search.fill(name)
      await this.option(name).click()
    }
    await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click()
  },

  /** Opens or closes the scopes of a repository beyond pulling and pushing. */
  moreOf: (repository: string) => page.getByRole('button', { name: `More scopes of ${repository}` }),
  moreOfAll: page.getByText('More scopes for all repositories'),
  moreOfOrganization: page.getByText(/^More scopes( \(\d+ chosen\))?$/),
  searchScopes: (of: string) => page.getByRole('searchbox', { name: `Search scopes of ${of}` }),

  async allow(repository: string, permission: ImagePermission) {
    const group = page.getByRole('radiogroup', { name: new RegExp(`/${repository}$`) })
    await group.getByRole('radio', { name: permission }).check()
  },

  /** Walks the five steps with the least that makes a token: reading public repositories for 30 days. */
  async fillLeast(label: string) {
    await this.label.fill(label)
    await this.next.click()
    await this.expire('30 days')
    await this.next.click()
    await this.readPublic.check()
    await this.next.click()
    await this.next.click()
  },

  async finish() {
    await this.generate.click()
    return secretPage(page)
  },
})
