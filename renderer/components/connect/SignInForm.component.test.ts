// Signing in: what was typed survives every failure, and the focus goes to what has to be corrected.
import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { expect, it, vi } from 'vitest'
import type { FailureCode } from '../../../shared/errors.ts'
import { setBridge } from '../../api.ts'
import SignInForm from './SignInForm.vue'

function form() {
  const props = { server: true, failure: null, busy: false }
  setBridge({ invoke: () => Promise.reject(new Error('nothing is called here')), on: () => () => {} })
  const wrapper = mount(SignInForm, { attachTo: document.body, props, global: { plugins: [createPinia()] } })
  const field = (label: string) => {
    const found = wrapper.findAll('input').find(({ element }) => element.labels?.[0]?.textContent === label)
    if (!found) throw new Error(`no field ${label}`)
    return found
  }
  const fail = (code: FailureCode) => wrapper.setProps({ failure: { code } })
  const focused = (label: string) => vi.waitUntil(() => document.activeElement === field(label).element)
  return { wrapper, field, fail, focused }
}

it('asks for what is missing before anything is sent, from the top', async () => {
  const { wrapper, field, focused } = form()
  await wrapper.get('form').trigger('submit')
  expect(wrapper.emitted('submit')).toBeUndefined()
  await focused('Server address')
  expect(wrapper.findAll('[aria-invalid=true]')).toHaveLength(3)

  await field('Server address').setValue('https://hub.example.com')
  await field('User name').setValue('ada')
  await field('Password or personal access token').setValue('not a real one')
  await wrapper.get('form').trigger('submit')
  expect(wrapper.emitted('submit')).toEqual([
    [
      {
        url: 'https://hub.example.com',
        username: 'ada',
        secret: 'not a real one',
        keep: false,
        caFile: null,
      },
    ],
  ])
  wrapper.unmount()
})

it('shows a failure at its field, keeps what was typed, and leads there', async () => {
  const { wrapper, field, fail, focused } = form()
  await field('User name').setValue('ada')
  await field('Password or personal access token').setValue('not a real one')
  await fail('signIn.wrong')
  await focused('Password or personal access token')
  expect(wrapper.text()).toContain('The user name or the password is wrong')
  expect(field('User name').element.value).toBe('ada')
  expect(field('Password or personal access token').element.value).toBe('not a real one')

  await fail('server.address')
  await focused('Server address')
  expect(field('Password or personal access token').attributes('aria-invalid')).toBeUndefined()
  wrapper.unmount()
})

it('shows a failure that is about no field above the form', async () => {
  const { wrapper, fail } = form()
  await fail('server.unreachable')
  await vi.waitUntil(() => document.activeElement?.contains(wrapper.get('[role=alert]').element))
  expect(wrapper.get('[role=alert]').text()).toContain('The server cannot be reached')
  expect(wrapper.findAll('[aria-invalid=true]')).toHaveLength(0)
  wrapper.unmount()
})
