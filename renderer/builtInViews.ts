// The views that come with Granary: what an owner looks for first.
import type { Criteria } from '../shared/tokens/criteria.ts'
import { criteriaQuery, queryText } from './tableAddress.ts'

const view = (name: string, criteria: Partial<Criteria>, sort?: string) => ({
  name,
  query: queryText({ ...criteriaQuery(criteria), ...(sort && { sort }) }),
})

export const builtInViews: readonly { name: string; query: string }[] = [
  view('Expiring in 30 days', { status: 'active', expiringIn: 30 }, 'expires'),
  view('Never used', { neverUsed: true }),
  view('Not used for 90 days', { status: 'active', unusedFor: 90 }, 'lastUsed'),
  view('Never expires', { status: 'active', neverExpires: true }),
  view('Can push everywhere', { canPush: true, allRepositories: true }),
]
