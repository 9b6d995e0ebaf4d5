// The calls about what happened in an organization.
import type { activity } from '../../shared/contract/activity.ts'
import type { Handlers } from '../../shared/contract/define.ts'
import type { Activity } from '../activity/activity.ts'

export const activityArea = (
  parts: Pick<Activity, 'log' | 'use' | 'unusual' | 'learn'>,
): Handlers<typeof activity> => ({
  log: ({ filter, cursor, ...ref }) => parts.log(ref, filter, cursor),
  use: ({ filter, cursor, ...ref }) => parts.use(ref, filter, cursor),
  unusual: (ref) => parts.unusual(ref),
  async learn(ref) {
    await parts.learn(ref)
    return undefined
  },
})
