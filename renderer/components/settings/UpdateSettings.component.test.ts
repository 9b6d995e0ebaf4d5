// What the settings say about updates for each kind of copy, and what can be done there.
import { type VueWrapper, mount } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import type { UpdateState } from '../../../shared/contract/updates.ts'
import UpdateSettings from './UpdateSettings.vue'

let wrapper: VueWrapper | null = null
afterEach(() => wrapper?.unmount())

const release = { version: '0.2.0', notes: '- <b>Bold</b> words' }

function show(state: Partial<UpdateState>, setting: boolean | null = null) {
  wrapper?.unmount()
  wrapper = mount(UpdateSettings, {
    attachTo: document.body,
    props: {
      state: { form: 'itself', canCheck: true, checkedAt: null, status: { phase: 'idle' }, ...state },
      ...{ version: '0.1.0', setting, now: Date.parse('2026-11-25T12:00:00Z') },
    },
  })
  const found = wrapper
  return {
    text: () => found.text(),
    ticked: () => (found.get('input').element as HTMLInputElement).checked,
    names: () => found.findAll('button').map((button) => button.text()),
    press: (name: string) =>
      found
        .findAll('button')
        .find((button) => button.text() === name)
        ?.trigger('click'),
    emitted: () => found.emitted(),
    html: () => found.html(),
  }
}

it('a copy that replaces itself looks until its owner says no; a package only when asked to', () => {
  expect(show({}).ticked()).toBe(true)
  expect(show({}, false).ticked()).toBe(false)
  const packaged = show({ form: 'packageManager' })
  expect(packaged.ticked()).toBe(false)
  expect(packaged.text()).toContain('package manager brings it up to date')
  expect(show({ form: 'packageManager' }, true).ticked()).toBe(true)
})

it('a copy that knows no place to look at offers nothing', () => {
  const { names, text } = show({ form: 'source', canCheck: false })
  expect(text()).toContain('This is a checkout')
  expect(names()).toEqual([])
})

it('is told to check, to stop and to restart', async () => {
  const idle = show({ checkedAt: '2026-11-25T11:59:00Z' })
  expect(idle.text()).toContain('This is the newest version. Checked')
  await idle.press('Check for updates…')
  expect(idle.emitted()['check']).toHaveLength(1)
  const downloading = show({ status: { phase: 'downloading', release, part: 0.5 } })
  expect(downloading.text()).toContain('Downloading Granary 0.2.0: 50 %')
  await downloading.press('Check for updates…')
  expect(downloading.emitted()['check']).toBeUndefined()
  await downloading.press('Stop')
  expect(downloading.emitted()['stop']).toHaveLength(1)
  const ready = show({ status: { phase: 'ready', release } })
  await ready.press('Restart to update')
  expect(ready.emitted()['restart']).toHaveLength(1)
})

it('a package is told of, with who installs it; notes are text and nothing else', () => {
  const { text, html, names } = show({ form: 'packageManager', status: { phase: 'newer', release } })
  expect(text()).toContain('Granary 0.2.0 is out.')
  expect(text()).toContain('Install it with your system’s package manager.')
  expect(names()).not.toContain('Restart to update')
  expect(html()).toContain('&lt;b&gt;')
})

it('says what went wrong', () => {
  const failed = show({ status: { phase: 'failed', failure: { code: 'update.notSigned' } } })
  expect(failed.text()).toContain('does not come from Granary’s makers')
})
