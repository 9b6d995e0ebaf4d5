// The screen that shows a new token's secret.
import type { Page } from '@playwright/test'

export const secretPage = (page: Page) => ({
  show: page.getByRole('button', { name: 'Show token' }),
  hide: page.getByRole('button', { name: 'Hide token' }),
  copy: page.getByRole('button', { name: 'Copy token' }),
  keep: page.getByLabel("Keep in this computer's keychain"),
  secret: page.getByRole('group', { name: 'Token secret' }),
  runDockerLogin: page.getByRole('button', { name: 'Run docker login' }),
  runDockerLogout: page.getByRole('button', { name: 'Run docker logout' }),
  registry: page.getByLabel('Registry'),
  allowUnencrypted: page.getByLabel('Store it unencrypted'),
  loginResult: page.getByText(/^Signed in to /),
  done: page.getByRole('button', { name: 'Done' }),
})
