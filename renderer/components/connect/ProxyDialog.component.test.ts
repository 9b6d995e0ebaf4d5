// Signing in to a proxy: nothing is sent half filled in, and what was typed survives a refusal.
import { mount } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import ProxyDialog from './ProxyDialog.vue'

let wrapper: ReturnType<typeof mount> | null = null
afterEach(() => {
  wrapper?.unmount()
  wrapper = null
})

async function open() {
  const emitted: unknown[] = []
  wrapper = mount(ProxyDialog, {
    attachTo: document.body,
    props: {
      ...{ proxy: 'proxy.example:3128', failure: null, busy: false },
      onSubmit: (input: unknown) => emitted.push(input),
      onClose: () => emitted.push('closed'),
    },
  })
  await vi.waitUntil(() => document.querySelector('form'))
  const field = (label: string) => {
    const found = [...document.querySelectorAll('input')].find(
      (input) => input.labels?.[0]?.textContent === label,
    )
    if (!found) throw new Error(`no field ${label}`)
    return found
  }
  function type(label: string, text: string) {
    field(label).value = text
    field(label).dispatchEvent(new Event('input'))
  }
  const send = () => document.querySelector('form')?.requestSubmit()
  return { wrapper, emitted, field, type, send }
}

it('names the proxy and asks for what is missing, from the top', async () => {
  const { emitted, field, type, send } = await open()
  expect(document.querySelector('[role=dialog]')?.textContent).toContain('proxy.example:3128')
  send()
  await vi.waitUntil(() => field('User name').getAttribute('aria-invalid') === 'true')
  expect(document.activeElement).toBe(field('User name'))
  type('User name', ' ana ')
  send()
  await vi.waitUntil(() => document.activeElement === field('Password'))
  expect(emitted).toEqual([])
  type('Password', ' with a space ')
  send()
  expect(emitted).toEqual([{ username: 'ana', password: ' with a space ', keep: true }])
})

it('keeps what was typed when the proxy does not take it, and leads to the password', async () => {
  const { wrapper, field, type } = await open()
  type('User name', 'ana')
  type('Password', 'a wrong one')
  await wrapper.setProps({ failure: { code: 'proxy.signInWrong' } })
  await vi.waitUntil(() => document.activeElement === field('Password'))
  expect(document.querySelector('[role=dialog]')?.textContent).toContain('did not take that name')
  expect([field('User name').value, field('Password').value]).toEqual(['ana', 'a wrong one'])
})

it('can be put off', async () => {
  const { emitted } = await open()
  const later = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Not now')
  later?.click()
  await vi.waitUntil(() => emitted.length > 0)
  expect(emitted).toEqual(['closed'])
})
