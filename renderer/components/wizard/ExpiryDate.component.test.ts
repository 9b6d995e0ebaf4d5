// A last day of one's own: typed part by part, or picked in the calendar without a mouse.
import { afterEach, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { type App, createApp, h, shallowRef } from 'vue'
import ExpiryDate from './ExpiryDate.vue'

const now = Date.parse('2026-11-24T12:00:00Z')
const { keyboard } = userEvent

let app: App | null = null

afterEach(() => {
  app?.unmount()
  app = null
  document.body.replaceChildren()
})

function open(start = '') {
  const value = shallowRef(start)
  app = createApp({
    render: () =>
      h(ExpiryDate, {
        modelValue: value.value,
        'onUpdate:modelValue': (next: string) => (value.value = next),
        now,
        problem: undefined,
      }),
  })
  app.mount(document.body.appendChild(document.createElement('div')))
  return value
}

const calendar = page.getByRole('button', { name: 'Open the calendar' })
const day = (name: RegExp) => page.getByRole('button', { name })

it('takes day, month and year as they are typed, and has no value before all are there', async () => {
  const value = open()
  await page.getByRole('spinbutton', { name: /day/ }).click()
  await keyboard('2402')
  expect(value.value).toBe('')
  await keyboard('2028')
  await expect.poll(() => value.value).toBe('2028-02-24')
})

it('moves a part with the arrow keys', async () => {
  const value = open('2027-02-14')
  await page.getByRole('spinbutton', { name: /month/ }).click()
  await keyboard('{ArrowUp}')
  await expect.poll(() => value.value).toBe('2027-03-14')
})

it('picks a day in the calendar with the keyboard, and gives the focus back', async () => {
  const value = open('2027-02-14')
  await expect.element(calendar).toBeVisible()
  await userEvent.tab()
  await userEvent.tab()
  await userEvent.tab()
  await userEvent.tab()
  await expect.element(calendar).toHaveFocus()
  await keyboard('{Enter}')
  await expect.element(day(/14 February 2027/)).toHaveFocus()
  await keyboard('{ArrowDown}{ArrowRight}{Enter}')
  await expect.poll(() => value.value).toBe('2027-02-22')
  await expect.element(calendar).toHaveFocus()
})

it('offers no day that is over', async () => {
  open('2026-11-30')
  await calendar.click()
  await expect.element(day(/23 November 2026/)).toHaveAttribute('aria-disabled', 'true')
  await expect.element(day(/24 November 2026/)).not.toHaveAttribute('aria-disabled', 'true')
})
