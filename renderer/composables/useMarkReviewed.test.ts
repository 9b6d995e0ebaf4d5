// Marking as reviewed: what was read is kept, what never was is left out by name.
import { createPinia, setActivePinia } from 'pinia'
import { expect, it } from 'vitest'
import { shallowRef } from 'vue'
import { pageBridge } from '../../tests/support/page-bridge.ts'
import { account } from '../../tests/support/page/account.ts'
import { setBridge } from '../api.ts'
import { useMarkReviewed } from './useMarkReviewed.ts'
import type { ReviewedOrganization } from './useReview.ts'
import { useToasts } from './useToasts.ts'

const at = (name: string, syncedAt: string | null): ReviewedOrganization => ({
  ref: { accountId: account.id, organization: name },
  account,
  organization: {
    ...{ accountId: account.id, name, fullName: name, plan: 'team', role: 'owner' },
    ...{ blocked: null, slots: null },
  },
  inventory: { tokens: [], unreadable: 0, slots: null, syncedAt, offline: false, notSaved: null },
})

it('leaves out organizations that were never read, and names them', async () => {
  const main = pageBridge({ 'snapshots.markReviewed': () => ({ at: '', note: '', tokens: 0 }) })
  setBridge(main.bridge)
  setActivePinia(createPinia())
  const all = [at('acme', '2026-06-01T00:00:00Z'), at('zoo', null), { ...at('new', null), inventory: null }]
  const review = useMarkReviewed(shallowRef(all))
  expect(await review.mark('June')).toBe(true)
  expect(main.inputsOf('snapshots.markReviewed')).toEqual([
    { accountId: 'hub', organization: 'acme', note: 'June' },
  ])
  expect(useToasts().toasts.value.at(-1)?.text).toContain('Left out, as not read yet: zoo, new.')
})
