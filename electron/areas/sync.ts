// The calls about the sync of everything.
import type { Handlers } from '../../shared/contract/define.ts'
import type { sync } from '../../shared/contract/sync.ts'
import type { Sync } from '../inventory/sync.ts'

export const syncArea = (parts: Sync): Handlers<typeof sync> => ({
  state: () => parts.state(),
  start({ olderThan }) {
    parts.start(olderThan)
    return undefined
  },
  stop() {
    parts.stop()
    return undefined
  },
})
