// More contrast, and the computer's own colours: what is focused, chosen, ticked, off or marked can still be told apart.
import { type ComponentMountingOptions, type VueWrapper, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { cdp, userEvent } from 'vitest/browser'
import type { Component } from 'vue'
import { makeToken } from '../../tests/support/token.ts'
import BaseBadge from '../components/base/BaseBadge.vue'
import BaseButton from '../components/base/BaseButton.vue'
import BaseCheckbox from '../components/base/BaseCheckbox.vue'
import StatusBadge from '../components/base/StatusBadge.vue'
import { columnsOf } from '../components/inventory/columns.ts'
import InventoryRow from '../components/inventory/InventoryRow.vue'
import { factsOf } from '../components/inventory/rows.ts'
import StatusFilter from '../components/inventory/StatusFilter.vue'
import './base.css'

const wrappers: VueWrapper[] = []

/** As the computer's settings would have it. */
const emulate = (features: { name: string; value: string }[]) =>
  (cdp() as unknown as { send(method: string, what: object): Promise<void> }).send(
    'Emulation.setEmulatedMedia',
    { features },
  )

afterEach(async () => {
  for (const wrapper of wrappers.splice(0)) wrapper.unmount()
  document.body.replaceChildren()
  document.documentElement.removeAttribute('data-theme')
  await emulate([])
})

function show(component: Component, props: object, selector: string, words = ''): HTMLElement {
  const options = {
    attachTo: document.body.appendChild(document.createElement('div')),
    props,
    slots: { default: words },
  } as ComponentMountingOptions<Component>
  wrappers.push(mount(component, options))
  const found = [...document.body.querySelectorAll<HTMLElement>(selector)].at(-1)
  if (!found) throw new Error(`nothing is ${selector}`)
  return found
}

const style = (element: Element) => getComputedStyle(element)
/** What a colour's name means here. */
function named(colour: string): string {
  const probe = document.body.appendChild(document.createElement('i'))
  probe.style.color = colour
  return style(probe).color
}

const [facts] = factsOf({ accountId: 'hub', organization: 'acme' }, [makeToken({ resources: null })])
const row = (selected: boolean) =>
  show(
    InventoryRow,
    {
      ...{
        row: { ...facts, status: 'active' },
        organization: 'acme',
        now: 0,
        columns: columnsOf(['status']),
      },
      ...{ href: '#', ticked: false, selected },
    },
    '.inventory-row',
  )
const counts = { all: 3, active: 1, inactive: 1, expired: 1, gone: 0 }
const chips = () => {
  const first = show(StatusFilter, { modelValue: 'active', counts }, '.chip')
  const all = [...(first.parentElement?.children ?? [])] as HTMLElement[]
  const isOn = (chip: HTMLElement) => chip.ariaPressed === 'true'
  return { on: all.find(isOn) as HTMLElement, off: all.find((chip) => !isOn(chip)) as HTMLElement }
}
const button = (disabledReason: string | null) =>
  show(BaseButton, { disabledReason }, 'button', disabledReason ?? 'Go')
const tick = (modelValue: boolean, disabled = false) =>
  show(BaseCheckbox, { modelValue, disabled, label: 'Keep' }, '.tick')
const shapeOf = (status: string) => {
  const shape = show(StatusBadge, { status }, '.status svg').firstElementChild
  return [shape?.localName, shape?.getAttribute('fill'), shape?.getAttribute('stroke-dasharray')].join()
}

describe("in the computer's own colours", () => {
  const force = () => emulate([{ name: 'forced-colors', value: 'active' }])

  it('what is chosen has their ground for it, and the focus is an outline beside it', async () => {
    await force()
    const { on, off } = chips()
    expect(style(on).backgroundColor).toBe(named('Highlight'))
    expect(style(on).color).toBe(named('HighlightText'))
    expect(style(off).backgroundColor).not.toBe(style(on).backgroundColor)
    expect(style(on).outlineStyle).toBe('none')
    await userEvent.keyboard('{Tab}{Tab}')
    expect(document.activeElement).toBe(on)
    expect(style(on)).toMatchObject({ outlineStyle: 'solid', outlineColor: named('CanvasText') })
    expect(style(off).outlineStyle).toBe('none')
  })

  it('the open row has a frame', async () => {
    await force()
    expect(style(row(true)).outlineStyle).toBe('solid')
    expect(style(row(false)).outlineStyle).toBe('none')
  })

  it('a tick is the computer’s own', async () => {
    await force()
    expect(style(tick(true)).appearance).toBe('auto')
  })

  it('what cannot be used is grey', async () => {
    await force()
    expect(style(button('Offline')).color).toBe(named('GrayText'))
    expect(style(button(null)).color).not.toBe(named('GrayText'))
  })

  it('a status has a shape of its own, in the colour of the text', async () => {
    await force()
    const shapes = ['active', 'inactive', 'expired', 'gone'].map(shapeOf)
    expect(new Set(shapes).size).toBe(4)
    const dot = show(StatusBadge, { status: 'active' }, '.status circle')
    expect(style(dot).fill).toBe(named('CanvasText'))
  })
})

describe.each(['light', 'dark'])('with more contrast, %s', (theme) => {
  const ask = async () => {
    document.documentElement.dataset['theme'] = theme
    await emulate([{ name: 'prefers-contrast', value: 'more' }])
  }
  const surface = () => named('var(--surface)')

  it('words have one shade, and lines bound everything', async () => {
    await ask()
    expect(named('var(--muted)')).toBe(named('var(--text)'))
    for (const line of ['--line', '--line-strong', '--control-line', '--accent-line', '--danger-line'])
      expect(contrast(named(`var(${line})`), surface())).toBeGreaterThan(4.5)
  })

  it('the open row, what is ticked and what is chosen stand out from what is not', async () => {
    await ask()
    expect(contrast(style(row(true)).backgroundColor, style(row(false)).backgroundColor)).toBeGreaterThan(1.3)
    expect(contrast(named('var(--text)'), style(row(true)).backgroundColor)).toBeGreaterThan(7)
    expect(contrast(style(tick(true)).backgroundColor, style(tick(false)).backgroundColor)).toBeGreaterThan(3)
    const { on, off } = chips()
    expect(style(on).fontWeight).not.toBe(style(off).fontWeight)
  })

  it('what cannot be used has a dashed line', async () => {
    await ask()
    expect(style(button('Offline')).borderStyle).toBe('dashed')
    expect(style(button(null)).borderStyle).toBe('solid')
    expect(style(tick(true, true)).borderStyle).toBe('dashed')
  })

  it('the focus and every badge have a line that is seen', async () => {
    await ask()
    const badges = ['neutral', 'accent', 'warning', 'danger', 'info'].map((tone) =>
      show(BaseBadge, { tone }, '.badge', tone),
    )
    for (const badge of badges) expect(contrast(style(badge).borderTopColor, surface())).toBeGreaterThan(4.5)
    expect(contrast(named('var(--focus)'), surface())).toBeGreaterThan(3)
  })
})

/** The ratio of WCAG 2. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const context = document.createElement('canvas').getContext('2d')
  if (!context) throw new Error('no canvas')
  context.fillStyle = colour
  context.fillRect(0, 0, 1, 1)
  const [r = 0, g = 0, b = 0] = [...context.getImageData(0, 0, 1, 1).data].map((value) => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
