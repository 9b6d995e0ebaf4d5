// The page where accounts are connected.
import type { Page } from '@playwright/test'
import { inventoryPage } from './inventory.ts'

export const connectPage = (page: Page) => ({
  dockerHub: page.getByRole('button', { name: 'Docker Hub' }),
  anotherServer: page.getByRole('button', { name: 'Another server' }),
  demo: page.getByRole('button', { name: 'Try the demo organization' }),
  address: page.getByLabel('Server address'),
  username: page.getByLabel('User name'),
  password: page.getByLabel('Password or personal access token'),
  keep: page.getByLabel('Keep me signed in'),
  signIn: page.getByRole('button', { name: 'Sign in', exact: true }),
  code: page.getByLabel('Code'),

  async openDemo() {
    await this.demo.click()
    return inventoryPage(page)
  },
  async fillServer(url: string, username: string, password: string) {
    await this.anotherServer.click()
    await this.address.fill(url)
    await this.username.fill(username)
    await this.password.fill(password)
  },
})
