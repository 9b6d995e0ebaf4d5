// The settings, and what main notified of.
import type { App } from '../../support/app.ts'

export const settingsPage = ({ page, electron }: App) => ({
  heading: page.getByRole('heading', { name: 'Settings', level: 1 }),
  theme: (name: string) =>
    page.getByRole('radiogroup', { name: 'Theme' }).last().getByRole('radio', { name }),
  tick: (name: string) => page.getByRole('checkbox', { name, exact: true }),
  from: page.getByLabel('From'),
  until: page.getByLabel('Until'),
  saved: page.getByRole('status').filter({ hasText: /^(Saved|Undone)$/ }),
  undo: page.getByRole('button', { name: 'Undo', exact: true }),
  test: page.getByRole('button', { name: 'Show a test notification' }),
  done: page.getByRole('button', { name: 'Done', exact: true }),

  /** As the keyboard does it: the native menu's own entry. */
  async openFromMenu() {
    await electron.evaluate(({ Menu }) => {
      const menus = Menu.getApplicationMenu()?.items.flatMap((menu) => menu.submenu?.items ?? []) ?? []
      menus.find(({ label }) => label === 'Settings…')?.click()
    })
    await this.heading.waitFor()
  },
})

interface Heard {
  title: string
  body: string
  click(): void
}

/** Listens to the notifications that main shows from now on; none reaches the desktop. */
export async function listenToNotifications({ electron }: App) {
  await electron.evaluate(({ Notification }) => {
    const heard: Heard[] = []
    ;(globalThis as unknown as { heard: Heard[] }).heard = heard
    Notification.isSupported = () => true
    Notification.prototype.show = function (this: Electron.Notification) {
      heard.push({ title: this.title, body: this.body, click: () => this.emit('click') })
      this.emit('show')
    }
  })
  const all = () =>
    electron.evaluate(() =>
      (globalThis as unknown as { heard: Heard[] }).heard.map(({ title, body }) => ({ title, body })),
    )
  return {
    all,
    titles: async () => (await all()).map(({ title }) => title),
    /** Clicks the one whose title has this in it. */
    click: (part: string) =>
      electron.evaluate((_, text) => {
        const { heard } = globalThis as unknown as { heard: Heard[] }
        heard.find(({ title }) => title.includes(text))?.click()
      }, part),
  }
}
