// Harborline: a Business organization with several hundred repositories.
import { harborlineRepositories } from './harborline-repositories.ts'
import { looseEnds } from './harborline-loose-ends.ts'
import { tokensInUse } from './harborline-tokens.ts'
import { demoOwner } from './people.ts'
import type { SeedOrganization } from './plan.ts'
import type { Random } from './random.ts'

export const harborline = (random: Random): SeedOrganization => ({
  name: 'harborline',
  fullName: 'Harborline Terminals',
  location: 'Rotterdam',
  company: 'Harborline Terminals',
  plan: 'business',
  joinedDaysAgo: 1900,
  members: {
    [demoOwner]: 'owner',
    miravance: 'owner',
    danieloduya: 'owner',
    tomasreyes: 'editor',
    leahpark: 'member',
  },
  repositories: harborlineRepositories(random),
  tokens: [...tokensInUse, ...looseEnds],
})
