// The base components where they do more than draw: refusing, naming, asking, counting.
import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { confirm } from '../../composables/useConfirm.ts'
import BaseBanner from './BaseBanner.vue'
import BaseButton from './BaseButton.vue'
import BaseCheckbox from './BaseCheckbox.vue'
import BaseInput from './BaseInput.vue'
import BaseRadioGroup from './BaseRadioGroup.vue'
import ConfirmHost from './ConfirmHost.vue'
import FailureText from './FailureText.vue'
import SlotMeter from './SlotMeter.vue'

const page = { attachTo: document.body }

afterEach(() => {
  document.body.replaceChildren()
})

describe('a button that cannot be used', () => {
  it('can be reached, says why, and does nothing but tell that it was pressed', async () => {
    const wrapper = mount(BaseButton, {
      ...page,
      props: { disabledReason: 'Offline' },
      slots: { default: 'Generate' },
    })
    const button = wrapper.get('button')
    expect(button.attributes('aria-disabled')).toBe('true')
    expect(button.attributes('disabled')).toBeUndefined()
    const reason = document.getElementById(button.attributes('aria-describedby') ?? '')
    expect(reason?.textContent).toBe('Offline')
    await button.trigger('click')
    expect(wrapper.emitted('click')).toBeUndefined()
    expect(wrapper.emitted('refused')).toHaveLength(1)
    wrapper.unmount()
  })

  it('does not send the form it stands in', async () => {
    const sent = vi.fn((event: Event) => event.preventDefault())
    const form = document.body.appendChild(document.createElement('form'))
    form.addEventListener('submit', sent)
    const wrapper = mount(BaseButton, {
      attachTo: form,
      props: { type: 'submit', busy: true },
      slots: { default: 'Send' },
    })
    wrapper.get('button').element.click()
    expect(sent).not.toHaveBeenCalled()
    await wrapper.setProps({ busy: false })
    wrapper.get('button').element.click()
    expect(sent).toHaveBeenCalledOnce()
    wrapper.unmount()
  })
})

describe('a field', () => {
  it('ties label, hint and problem to the control, and counts without cutting off', async () => {
    const wrapper = mount(BaseInput, {
      ...page,
      props: {
        modelValue: 'abcdef',
        label: 'Label',
        hint: 'What it is for',
        error: 'Too long',
        maxlength: 5,
      },
    })
    const input = wrapper.get('input')
    expect(input.element.labels?.[0]?.textContent).toBe('Label')
    expect(input.attributes('aria-invalid')).toBe('true')
    const words = (input.attributes('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent?.trim())
    expect(words).toEqual(['Too long', 'What it is for'])
    expect(wrapper.text()).toContain('6 / 5')
    expect(input.element.value).toBe('abcdef')
    wrapper.unmount()
  })

  it('keeps the description of a tick out of its name', () => {
    const props = { modelValue: false, label: 'Keep me signed in', description: 'In the keychain' }
    const wrapper = mount(BaseCheckbox, { ...page, props })
    const input = wrapper.get('input').element
    expect(input.labels?.[0]?.textContent).toBe('Keep me signed in')
    expect(document.getElementById(input.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
      'In the keychain',
    )
    wrapper.unmount()
  })

  it('chooses one card of several', async () => {
    const wrapper = mount(BaseRadioGroup, {
      ...page,
      props: {
        modelValue: '30',
        legend: 'Expiration date',
        options: [
          { value: '30', label: '30 days' },
          { value: 'none', label: 'No expiration', description: 'Not advised' },
        ],
      },
    })
    expect(wrapper.get('fieldset > legend').text()).toBe('Expiration date')
    await wrapper.get('input[value=none]').setValue()
    expect(wrapper.emitted('update:modelValue')).toEqual([['none']])
    wrapper.unmount()
  })
})

describe('a question', () => {
  const button = (name: string) =>
    [...document.querySelectorAll<HTMLButtonElement>('[role=alertdialog] button')].find(
      ({ textContent }) => textContent?.trim() === name,
    )

  it('answers with what was pressed, and Escape is no', async () => {
    const wrapper = mount(ConfirmHost, page)
    const first = confirm({ title: 'Leave?', confirmLabel: 'Leave', alternativeLabel: 'Keep and leave' })
    await vi.waitUntil(() => button('Keep and leave'))
    button('Keep and leave')?.click()
    expect(await first).toBe('alternative')

    const second = confirm({ title: 'Sign out?', confirmLabel: 'Sign out' })
    await vi.waitUntil(() => button('Sign out'))
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
    expect(await second).toBe('cancelled')
    wrapper.unmount()
  })

  it('puts the focus on the way back, not on what cannot be undone', async () => {
    const wrapper = mount(ConfirmHost, page)
    const answer = confirm({ title: 'Delete “ci”?', confirmLabel: 'Delete', tone: 'danger' })
    await vi.waitUntil(() => document.activeElement === button('Cancel'))
    button('Cancel')?.click()
    expect(await answer).toBe('cancelled')
    wrapper.unmount()
  })
})

it('says the slots in words, and never more than full', async () => {
  const wrapper = mount(SlotMeter, { ...page, props: { used: 12, limit: 10, label: 'Slots of acme' } })
  const meter = wrapper.get('[role=meter]')
  expect(meter.attributes()).toMatchObject({ 'aria-valuenow': '10', 'aria-valuetext': '12 of 10 slots used' })
  await nextTick()
  expect(wrapper.text()).toContain('12 of 10')
  wrapper.unmount()
})

it('gives a failure words, and the other side’s own ones on request', () => {
  const failure = { code: 'server.rateLimited', retryAfter: 150, detail: 'too many requests' } as const
  const wrapper = mount(FailureText, { ...page, props: { failure } })
  expect(wrapper.text()).toContain('Try again in 3 minutes')
  expect(wrapper.get('details').attributes('open')).toBeUndefined()
  expect(wrapper.get('details code').text()).toBe('too many requests')
  wrapper.unmount()
})

it.each(['שלום', 'مرحبا (٢)', 'CI'])('a sentence goes on after %s as it was written', (name) => {
  const title = `“${name}” 3 tokens`
  const wrapper = mount(BaseBanner, { ...page, props: { title } })
  const words = wrapper.get('.title').element
  expect(words.textContent).toBe(title)
  const texts = document.createTreeWalker(words, NodeFilter.SHOW_TEXT)
  let rest = texts.nextNode()
  while (rest && !rest.textContent?.includes('3 tokens')) rest = texts.nextNode()
  const count = document.createRange()
  const at = rest?.textContent?.indexOf('3') ?? -1
  count.setStart(rest as Text, at)
  count.setEnd(rest as Text, at + 1)
  const quoted = wrapper.get('.title bdi').element.getBoundingClientRect()
  expect(count.getBoundingClientRect().left).toBeGreaterThan(quoted.right)
  wrapper.unmount()
})
