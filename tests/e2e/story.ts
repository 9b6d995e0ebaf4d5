// What every end-to-end story is told with: a keyring of its own, the app, a Local Hub when it needs one, and axe. Stories
// are told two at a time, each on a display of its own: there is one focus and one clipboard on each.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '@playwright/test'
import { startDisplay } from '../../build/desktop/display.ts'
import { onLinux } from '../../build/project.ts'
import { violations } from '../support/accessible.ts'
import { type App, type LaunchOptions, launchApp } from '../support/app.ts'
import { settled, takeScreens } from '../support/screens.ts'
import { type TestHub, startTestHub } from '../support/hub.ts'
import { type Keyring, startKeyring } from '../support/keyring.ts'

interface Parts {
  keyring: Keyring
  /** The app's data folder: the same at each start within a story. */
  userData: string
  /** Starts the app with this story's keyring and data; quits it at the end. */
  start(options?: LaunchOptions): Promise<App>
  hub: TestHub
}

interface Shared {
  /** What finds this worker's display; nothing where the system has one. */
  display: Record<string, string>
}

export const test = base.extend<Parts, Shared>({
  display: [
    async ({}, use) => {
      if (!onLinux) return use({})
      const folder = mkdtempSync(join(tmpdir(), 'granary-display-'))
      const display = await startDisplay(folder)
      await use(display.env)
      await display.stop()
      rmSync(folder, { recursive: true })
    },
    { scope: 'worker' },
  ],

  // Playwright reads the first parameter's names, so it has to be a pattern even when nothing is taken.

  keyring: async ({}, use) => {
    const keyring = await startKeyring()
    await use(keyring)
    await keyring.stop()
  },

  userData: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'granary-story-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  },
  start: async ({ keyring, userData, display }, use) => {
    const apps: App[] = []
    const complaints: string[] = []
    await use(async (options = {}) => {
      const app = await launchApp({
        userData,
        ...options,
        // The keyring's environment has no display, so that no prompt can be shown; another one may have this run's.
        env: { ...keyring.env, ...options.env, ...display, WAYLAND_DISPLAY: undefined },
      })
      apps.push(app)
      // What the page's policy refused shows here, and what a script did not catch.
      app.page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
      app.page.on('pageerror', (error) => complaints.push(error.message))
      return app
    })
    for (const app of apps) {
      await askNothing(app)
      await app.quit()
    }
    expect(complaints, 'errors in the page').toEqual([])
  },

  hub: async ({}, use) => {
    const hub = await startTestHub()
    await use(hub)
    await hub.remove()
  },
})

/**
 * A story that failed may leave an edit that was not saved, or a secret that nobody keeps: from now on, what would be lost
 * is discarded, where quitting would otherwise wait for an answer.
 */
const askNothing = async (app: App): Promise<void> => {
  try {
    await app.electron.evaluate(({ dialog }) => {
      dialog.showMessageBoxSync = () => 1
    })
  } catch {
    // It has ended, or it is a package.
  }
}

export { expect }

/** A picture of the page in both sizes and themes, each looked at by axe. */
export const look = (app: App, name: string): Promise<void> =>
  takeScreens(app, name, async ({ width, theme }) => {
    const see = () => violations(app.page, theme === 'light' ? 'everything' : 'colours')
    let found = await see()
    // What was changing its colour just then is looked at again when it has it.
    if (found.length > 0) {
      await settled(app)
      found = await see()
    }
    expect(found, `axe on ${name} ${width} ${theme}`).toEqual([])
  })
