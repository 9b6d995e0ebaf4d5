// A snippet with its copy button.
import { afterEach, expect, it, vi } from 'vitest'
import { page } from 'vitest/browser'
import { createApp, h } from 'vue'
import { snippets } from '../../../shared/tokens/snippets.ts'
import SnippetBox from './SnippetBox.vue'

afterEach(() => {
  vi.restoreAllMocks()
  document.body.replaceChildren()
})

function open() {
  const [snippet] = snippets('acme', '')
  if (!snippet) throw new Error('there is a shell snippet')
  const app = createApp({ render: () => h(SnippetBox, { snippet }) })
  app.mount(document.body.appendChild(document.createElement('div')))
  return snippet
}

const button = page.getByRole('button', { name: /^Cop/ })

it('puts its text on the clipboard and says so', async () => {
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
  const { text } = open()
  await button.click()
  expect(write).toHaveBeenCalledWith(text)
  await expect.element(button).toHaveTextContent('Copied')
  await expect.element(page.getByRole('status')).toHaveTextContent('Snippet copied')
})

it('says so when the clipboard does not take it', async () => {
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('denied'))
  open()
  await button.click()
  await expect.element(page.getByRole('alert')).toHaveTextContent('copy it yourself')
})
