// The filters that a menu offers, each as it is turned on first. The status has a choice of its own beside the search.
import type { Criteria, FilterKey } from '../../../shared/tokens/criteria.ts'

export interface FilterChoice {
  key: FilterKey
  label: string
  change: Partial<Criteria>
}

export const filterChoices: readonly FilterChoice[] = [
  { key: 'expiringIn', label: 'Expiring in N days', change: { expiringIn: 30 } },
  { key: 'unusedFor', label: 'Not used for N days', change: { unusedFor: 90 } },
  { key: 'neverUsed', label: 'Never used', change: { neverUsed: true } },
  { key: 'neverExpires', label: 'Never expires', change: { neverExpires: true } },
  { key: 'canPush', label: 'Can push', change: { canPush: true } },
  { key: 'allRepositories', label: 'All repositories', change: { allRepositories: true } },
  { key: 'management', label: 'Management access', change: { management: true } },
  { key: 'secret', label: 'Secret kept here', change: { secret: 'kept' } },
  { key: 'secret', label: 'Secret not kept here', change: { secret: 'notKept' } },
]
