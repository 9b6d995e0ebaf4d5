// What a token may do, in words, and its scopes when they are asked for.
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import TokenAccess from './TokenAccess.vue'

const resources = [
  { type: 'TYPE_REPO', path: 'acme/web', scopes: ['scope-tag-read', 'scope-tag-admin', 'repo-pull'] },
  { type: 'TYPE_ORG', path: 'acme', scopes: ['scope-from-the-future'] },
]

it('says every scope in words, with the values on hover and when asked for', async () => {
  const wrapper = mount(TokenAccess, { props: { organization: 'acme', resources } })
  const lines = () => wrapper.findAll('li')
  expect(lines().map((line) => line.text())).toEqual([
    'list and delete the tags of acme/web',
    'pull from acme/web',
    'use scope-from-the-future',
  ])
  expect(lines()[0]?.attributes('title')).toBe('scope-tag-read\nscope-tag-admin')
  await wrapper.get('button').trigger('click')
  expect(lines().map((line) => line.get('code').text())).toEqual([
    'scope-tag-read, scope-tag-admin',
    'repo-pull',
    'scope-from-the-future',
  ])
  expect(wrapper.get('button').text()).toBe('Hide scopes')
  wrapper.unmount()
})

it('offers no scopes while the access is not known', () => {
  const wrapper = mount(TokenAccess, { props: { organization: 'acme', resources: null } })
  expect(wrapper.find('button').exists()).toBe(false)
  wrapper.unmount()
})
