// The calls about what happened in an organization.
import { basename } from 'node:path'
import type { activity } from '../../shared/contract/activity.ts'
import type { Handlers } from '../../shared/contract/define.ts'
import type { Activity } from '../activity/activity.ts'
import type { Exports } from '../activity/export.ts'

export const activityArea = (
  parts: Pick<Activity, 'log' | 'use' | 'unusual' | 'learn'>,
  exports: Exports,
): Handlers<typeof activity> => ({
  log: ({ filter, cursor, ...ref }) => parts.log(ref, filter, cursor),
  use: ({ filter, cursor, ...ref }) => parts.use(ref, filter, cursor),
  unusual: (ref) => parts.unusual(ref),
  async learn(ref) {
    await parts.learn(ref)
    return undefined
  },
  async export(request) {
    const saved = await exports.save(request)
    if (saved === null) return { outcome: 'cancelled' }
    return { outcome: 'saved', file: basename(saved.file), rows: saved.rows }
  },
  stopExport({ id }) {
    exports.stop(id)
    return undefined
  },
})
