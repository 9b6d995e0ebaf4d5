// Choosing scopes: the rarer ones behind a disclosure, searched, with what each includes.
import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { defineComponent, h, ref } from 'vue'
import { type Access, noAccess } from '../../../shared/tokens/access.ts'
import { noPolicy } from '../../../shared/tokens/policy.ts'
import StepOrganization from './StepOrganization.vue'
import StepRepositories from './StepRepositories.vue'

let unmount: () => void = () => undefined
afterEach(() => unmount())

const box = (name: string) => page.getByRole('checkbox', { name, exact: true })
const radio = (name: string) => page.getByRole('radio', { name, exact: true })
const more = page.getByText(/^More scopes( \(|$)/)
const search = page.getByRole('searchbox')

function organization(...values: string[]) {
  const scopes = ref<readonly string[]>(values)
  const wrapper = mount(
    defineComponent(
      () => () =>
        h(StepOrganization, {
          management: true,
          problems: [],
          scopes: scopes.value,
          'onUpdate:scopes': (now: readonly string[]) => (scopes.value = now),
        }),
    ),
    { attachTo: document.body },
  )
  unmount = () => wrapper.unmount()
  return scopes
}

function repositories(change: Partial<Access> = {}) {
  const access = ref<Access>({
    ...noAccess(),
    repositories: [{ name: 'web', permission: 'pull' }],
    ...change,
  })
  const wrapper = mount(
    defineComponent(
      () => () =>
        h(StepRepositories, {
          organization: 'acme',
          problems: [],
          policy: noPolicy,
          isPrivate: () => undefined,
          modelValue: access.value,
          'onUpdate:modelValue': (now: Access) => (access.value = now),
        }),
    ),
    { attachTo: document.body },
  )
  unmount = () => wrapper.unmount()
  return access
}

describe('of the organization', () => {
  it('has the rarer ones closed, unless some are chosen', async () => {
    organization('scope-member-read')
    await expect.element(box('Audit Log Read')).not.toBeInTheDocument()
    unmount()
    organization('scope-cloud-connect')
    await expect.element(page.getByText('More scopes (1 chosen)')).toBeVisible()
    await expect.element(box('Cloud Connect')).toBeChecked()
  })

  it('finds by name, value and what a scope allows, and adds only what was ticked', async () => {
    const scopes = organization('scope-member-edit')
    await more.click()
    const shown = () => [...document.querySelectorAll('details label')].map((one) => one.textContent)
    expect(shown()).toContain('Governance Policy Write')
    await search.fill('siem_cred')
    await expect.poll(shown).toContain('SIEM Credentials Read')
    expect(shown()).not.toContain('Report Read')
    await search.fill('registries may')
    await expect
      .poll(() => shown().slice(1))
      .toEqual(['Registry Access Management Edit', 'Registry Access Management Read'])
    await box('Registry Access Management Edit').click()
    await expect.element(box('Registry Access Management Read')).toBeDisabled()
    await expect
      .element(box('Registry Access Management Read'))
      .toHaveAccessibleDescription(/Included in Registry Access Management Edit\./)
    await search.fill('no such thing')
    await expect.element(page.getByRole('status')).toHaveTextContent('No scope has “no such thing”')
    expect(scopes.value).toEqual(['scope-member-edit', 'scope-ram-write'])
  })

  it('is used with the keyboard alone', async () => {
    const scopes = organization()
    ;(more.element() as HTMLElement).focus()
    await userEvent.keyboard('{Enter}')
    await userEvent.tab()
    await expect.element(search).toHaveFocus()
    await userEvent.keyboard('audit log{Enter}')
    await userEvent.tab()
    await userEvent.keyboard(' ')
    expect(scopes.value).toEqual(['scope-activity-read'])
    ;(search.element() as HTMLElement).focus()
    await userEvent.keyboard('{Escape}')
    await expect.element(search).toHaveValue('')
  })
})

describe('of a repository', () => {
  it('are out of sight until asked for, and said in a line when chosen', async () => {
    const access = repositories()
    await expect.element(radio('Image Delete')).not.toBeInTheDocument()
    await page.getByRole('button', { name: 'More scopes of web' }).click()
    await box('Tag Admin').click()
    await expect.element(box('Tag Read')).toBeChecked()
    await expect.element(box('Tag Read')).toHaveAccessibleDescription(/Included in Tag Admin\./)
    await radio('No images').click()
    await page.getByRole('button', { name: 'More scopes of web' }).click()
    await expect.element(page.getByText('Also Tag Admin')).toBeVisible()
    await expect.element(radio('No images')).toBeChecked()
    expect(access.value.repositories).toEqual([
      { name: 'web', permission: 'none', more: ['scope-tag-admin'] },
    ])
  })

  it('show a permission that comes from elsewhere', async () => {
    const access = repositories()
    access.value = { ...access.value, repositories: [{ name: 'web', permission: 'delete' }] }
    await expect.element(radio('Image Delete')).toBeChecked()
  })

  it('stay when the permission of all is set, and go when unticked', async () => {
    const more = ['scope-tag-read']
    const named = ['web', 'api', 'docs'].map((name) => ({ name, permission: 'delete' as const, more }))
    const access = repositories({ repositories: named })
    await page.getByRole('button', { name: 'Image Push', exact: true }).click()
    expect(access.value.repositories).toEqual(named.map((one) => ({ ...one, permission: 'push' })))
    await page.getByRole('button', { name: 'More scopes of api' }).click()
    await box('Tag Read').click()
    expect(access.value.repositories[1]).toEqual({ name: 'api', permission: 'push', more: undefined })
  })

  it('can be given for all repositories at once, deleting images too', async () => {
    const access = repositories()
    await expect.element(radio('Delete from all')).not.toBeInTheDocument()
    await page.getByText('More scopes for all repositories').click()
    await box('Repository Read').click()
    await expect.element(radio('No')).toHaveAccessibleDescription(/only what is ticked under More scopes/)
    await radio('Delete from all').click()
    expect(access.value).toMatchObject({
      allRepositories: 'delete',
      allRepositoriesMore: ['scope-repository-read'],
    })
  })
})
