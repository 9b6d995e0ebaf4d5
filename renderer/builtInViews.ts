// The views that come with Granary: what an owner looks for first.
import { criteriaQuery, type Query } from './tableAddress.ts'

export const builtInViews: readonly { name: string; query: Query }[] = [
  {
    name: 'Expiring in 30 days',
    query: { ...criteriaQuery({ status: 'active', expiringIn: 30 }), sort: 'expires' },
  },
  { name: 'Never used', query: criteriaQuery({ neverUsed: true }) },
  {
    name: 'Not used for 90 days',
    query: { ...criteriaQuery({ status: 'active', unusedFor: 90 }), sort: 'lastUsed' },
  },
  { name: 'Never expires', query: criteriaQuery({ status: 'active', neverExpires: true }) },
  { name: 'Can push everywhere', query: criteriaQuery({ canPush: true, allRepositories: true }) },
]
