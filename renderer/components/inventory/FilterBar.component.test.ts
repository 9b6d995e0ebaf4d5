// A chip's number is the owner's while it is typed: what arrives meanwhile draws the bar anew and changes nothing in it.
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { noCriteria } from '../../../shared/tokens/criteria.ts'
import FilterBar from './FilterBar.vue'

const open = () => {
  const props = { criteria: { ...noCriteria, expiringIn: 30 }, accounts: [], organizations: [] }
  const bar = mount(FilterBar, { attachTo: document.body, props })
  return { bar, field: page.getByRole('spinbutton', { name: 'Expiring in how many days' }) }
}

it('keeps a number that is half typed while organizations are being listed', async () => {
  const { bar, field } = open()
  await field.fill('60')
  await bar.setProps({ organizations: ['acme', 'umbra'].map((name) => ({ value: name, name })) })
  await userEvent.keyboard('{Enter}')
  expect(bar.emitted('change')).toEqual([[{ expiringIn: 60 }]])
  bar.unmount()
})

it('goes back to what it was where the number is none, and follows the address', async () => {
  const { bar, field } = open()
  await field.fill('0')
  await userEvent.keyboard('{Enter}')
  await expect.element(field).toHaveValue(30)
  await field.fill('')
  await userEvent.keyboard('{Enter}')
  await expect.element(field).toHaveValue(30)
  expect(bar.emitted('change')).toBeUndefined()
  await bar.setProps({ criteria: { ...noCriteria, expiringIn: 7 } })
  await expect.element(field).toHaveValue(7)
  bar.unmount()
})
