// The export dialog, and the system's dialog behind it, which a test answers.
import type { Page } from '@playwright/test'
import type { App } from '../../support/app.ts'

export const exportDialog = (page: Page) => {
  const dialog = page.getByRole('dialog', { name: 'Export' })
  return {
    dialog,
    what: (name: string | RegExp) => dialog.getByRole('radio', { name }),
    /** By the words of its card, which lie over the radio button. */
    choose: (format: 'CSV' | 'JSON' | 'PDF') => dialog.getByText(format, { exact: true }).click(),
    withKept: dialog.getByRole('checkbox', { name: 'Include which secrets this computer keeps' }),
    excelMark: dialog.getByRole('checkbox', { name: 'Mark the file for Excel' }),
    save: dialog.getByRole('button', { name: 'Save…' }),
    print: dialog.getByRole('button', { name: 'Print…' }),

    async open() {
      await page.getByRole('button', { name: 'More' }).click()
      await page.getByRole('menuitem', { name: 'Export…' }).click()
      await dialog.waitFor()
    },
    async dismissNews() {
      await page.getByRole('button', { name: 'Dismiss' }).last().click()
    },
  }
}

/** From now on the system's save dialog answers with this path, or with "Cancel". */
export const answerSaveDialog = (app: App, path: string | null): Promise<void> =>
  app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: filePath === null, filePath: filePath ?? '' })
  }, path)

/** Print dialogs are answered with "Print" from now on; the answer counts them. */
export const answerPrintDialog = async (app: App): Promise<() => Promise<number>> => {
  await app.electron.evaluate(({ app: main }) => {
    const counted = globalThis as unknown as { printed: number }
    counted.printed = 0
    main.on('web-contents-created', (_event, contents) => {
      contents.print = (_options, done) => {
        counted.printed += 1
        done?.(true, '')
      }
    })
  })
  return () => app.electron.evaluate(() => (globalThis as unknown as { printed: number }).printed)
}
