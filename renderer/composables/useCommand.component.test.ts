// Commands on the page: heard by their keys where they may be, greyed out where they cannot be done, and links that wait.
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { type App, createApp, defineComponent, h, shallowRef } from 'vue'
import { useCommand, useCommandKeys, useCommands } from './useCommand.ts'

let app: App | null = null
beforeEach(() => setActivePinia(createPinia()))
afterEach(() => {
  app?.unmount()
  document.body.replaceChildren()
})

const open = vi.fn()

function show(setup: () => void) {
  open.mockReset()
  const root = document.body.appendChild(document.createElement('div'))
  app = createApp(
    defineComponent(() => {
      useCommandKeys(open)
      setup()
      return () => [h('main', { tabindex: -1 }, 'The page'), h('input', { 'aria-label': 'Field' })]
    }),
  )
  app.mount(root)
}

function lieOver() {
  const dialog = document.createElement('div')
  dialog.setAttribute('role', 'dialog')
  document.body.append(dialog)
  return dialog
}

it('are heard by their keys, a lone one only where nothing is typed', async () => {
  const search = vi.fn()
  show(() => useCommand('search', search))
  await userEvent.keyboard('{Control>}f{/Control}')
  expect(search).toHaveBeenCalledTimes(1)
  await page.getByLabelText('Field').click()
  await userEvent.keyboard('/')
  expect(search).toHaveBeenCalledTimes(1)
  await expect.element(page.getByLabelText('Field')).toHaveValue('/')
  await userEvent.keyboard('{Control>}f{/Control}')
  expect(search).toHaveBeenCalledTimes(2)
  document.querySelector('main')?.focus()
  await userEvent.keyboard('/')
  expect(search).toHaveBeenCalledTimes(3)
})

it('are not done while they cannot be, and the last page to offer one does it', async () => {
  const [first, last] = [vi.fn(), vi.fn()]
  const can = shallowRef(false)
  show(() => {
    useCommand('save', first)
    useCommand('save', last, () => can.value)
  })
  await userEvent.keyboard('{Control>}s{/Control}')
  expect(useCommands().runnable.value).not.toContain('save')
  can.value = true
  await userEvent.keyboard('{Control>}s{/Control}')
  expect(first).not.toHaveBeenCalled()
  expect(last).toHaveBeenCalledTimes(1)
})

it('stay silent under a dialog, but for the zoom', async () => {
  const [search, zoom] = [vi.fn(), vi.fn()]
  show(() => {
    useCommand('search', search)
    useCommand('zoomIn', zoom)
  })
  const dialog = lieOver()
  await vi.waitFor(() => expect(useCommands().runnable.value).toEqual(['zoomIn']))
  await userEvent.keyboard('{Control>}f=1{/Control}')
  expect(search).not.toHaveBeenCalled()
  expect(open).not.toHaveBeenCalled()
  expect(zoom).toHaveBeenCalledTimes(1)
  dialog.remove()
  await vi.waitFor(() => expect(useCommands().runnable.value).toContain('search'))
  await userEvent.keyboard('{Control>}f2{/Control}')
  expect(search).toHaveBeenCalledTimes(1)
  expect(open).toHaveBeenCalledWith(2)
})
