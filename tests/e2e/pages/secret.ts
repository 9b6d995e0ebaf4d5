// The screen that shows a new token's secret.
import type { Page } from '@playwright/test'

export const secretPage = (page: Page) => ({
  show: page.getByRole('button', { name: 'Show token' }),
  hide: page.getByRole('button', { name: 'Hide token' }),
  copy: page.getByRole('button', { name: 'Copy token' }),
  keep: page.getByLabel("Keep in this computer's keychain"),
  secret: page.getByTestId('secret'),
  runDockerLogin: page.getByRole('button', { name: 'Run docker login' }),
  done: page.getByRole('button', { name: 'Done' }),
})
