// The export dialog with its real composable and store: what is asked for, and what becomes of a refusal.
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { type App, createApp } from 'vue'
import { Failed } from '../../../shared/errors.ts'
import { pageBridge } from '../../../tests/support/page-bridge.ts'
import { setBridge } from '../../api.ts'
import { offerExport, tokenChoices, useExport } from '../../composables/useExport.ts'
import '../../styles/base.css'
import ExportDialog from './ExportDialog.vue'

let app: App | null = null
afterEach(() => {
  useExport().close()
  app?.unmount()
  app = null
  setBridge(null)
  document.body.replaceChildren()
})

const at = (tokenId: string) => ({ accountId: 'hub', organization: 'acme', tokenId })

function open(save: () => unknown) {
  const main = pageBridge({ 'reports.save': save })
  setBridge(main.bridge)
  setActivePinia(createPinia())
  app = createApp(ExportDialog)
  app.mount(document.body.appendChild(document.createElement('div')))
  const shown = { rows: [at('t1')], filters: ['Never used'] }
  offerExport({ title: 'Access tokens of acme', choices: tokenChoices([at('t1'), at('t2')], shown) })
  return main
}
const dialog = () => page.getByRole('dialog', { name: 'Export' })

it('stays open as it was chosen when the file dialog was cancelled or the disk refused, and closes when saved', async () => {
  const main = open(() => ({ outcome: 'cancelled' }))
  await dialog().getByText('All 2 tokens').click()
  await dialog().getByText('JSON').click()
  const save = dialog().getByRole('button', { name: /^Save/ })
  await save.click()
  await expect.poll(() => main.inputsOf('reports.save').length).toBe(1)
  expect(main.inputsOf('reports.save')).toMatchObject([
    { format: 'json', filters: [], content: { kind: 'tokens', rows: [at('t1'), at('t2')] } },
  ])

  main.answers['reports.save'] = () => {
    throw new Failed('disk.full')
  }
  await save.click()
  await expect.element(dialog()).toHaveTextContent('The disk is full')
  await expect.element(dialog().getByRole('radio', { name: 'JSON' })).toBeChecked()

  main.answers['reports.save'] = () => ({ outcome: 'saved', file: 'tokens.json' })
  await save.click()
  await expect.element(dialog()).not.toBeInTheDocument()
})
