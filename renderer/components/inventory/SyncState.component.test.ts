// How fresh the inventory is: its state is announced when it changes, its age is only shown.
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import SyncState from './SyncState.vue'

const now = Date.parse('2027-03-10T12:00:00Z')
const syncedAt = '2027-03-10T11:58:00Z'

it('announces what it does and how that went, not how long ago it was', async () => {
  const state = mount(SyncState, { props: { working: false, offline: false, syncedAt, now } })
  const words = () => state.get('.words').text()
  const spoken = () => state.get('[role=status]').text()
  expect([words(), spoken()]).toEqual(['Synced 2 minutes ago', 'Synced'])
  await state.setProps({ now: now + 60_000 })
  expect([words(), spoken()]).toEqual(['Synced 3 minutes ago', 'Synced'])
  await state.setProps({ working: true })
  expect([words(), spoken()]).toEqual(['Asking the server…', 'Asking the server…'])
  await state.setProps({ working: false, offline: true })
  expect([words(), spoken()]).toEqual(['Offline as of 3 minutes ago', 'Offline'])
})
