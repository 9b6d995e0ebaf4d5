// The page where accounts are connected.
import type { Page } from '@playwright/test'
import { inventoryPage } from './inventory.ts'

export const connectPage = (page: Page) => ({
  dockerHub: page.getByRole('button', { name: 'Docker Hub' }),
  anotherServer: page.getByRole('button', { name: 'Another server' }),
  demo: page.getByRole('button', { name: 'Try the demo organization' }),
  /** Of the way of signing in that is on show. */
  address: page.getByLabel('Server address').filter({ visible: true }),
  username: page.getByLabel('User name'),
  password: page.getByLabel('Password or personal access token'),
  keep: page.getByLabel('Keep me signed in'),
  signIn: page.getByRole('button', { name: 'Sign in', exact: true }),
  code: page.getByLabel('Code'),
  useDockerSession: page.getByRole('button', { name: 'Use my Docker CLI session' }),

  async openDemo() {
    await this.demo.click()
    return inventoryPage(page)
  },
  /** Signs in to a server with a password and opens one of its organizations. */
  async signInTo(url: string, person: { username: string; password: string }, organization: string) {
    await this.fillServer(url, person.username, person.password)
    await this.signIn.click()
    const inventory = inventoryPage(page)
    await inventory.open(organization)
    return inventory
  },
  async fillServer(url: string, username: string, password: string) {
    await this.anotherServer.click()
    await this.address.fill(url)
    await this.username.fill(username)
    await this.password.fill(password)
  },
})
