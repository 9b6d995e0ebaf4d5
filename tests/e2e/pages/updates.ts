// The settings about updates.
import type { Page } from '@playwright/test'

export const updatesSection = (page: Page) => {
  const section = page.getByRole('region', { name: 'Updates' })
  return {
    section,
    check: section.getByRole('button', { name: 'Check for updates…' }),
    restart: section.getByRole('button', { name: 'Restart to update' }),
    stop: section.getByRole('button', { name: 'Stop' }),
    notes: section.getByRole('region', { name: /^What is new in/ }),
    byItself: section.getByRole('checkbox', { name: 'Update by itself' }),
    progress: section.getByRole('progressbar'),
    /** As the native menu's "Check for updates…" leads there, once the app has found its own first page. */
    async open() {
      await page.getByRole('main').waitFor()
      await page.evaluate(`location.hash = '#/settings#updates'`)
    },
  }
}
