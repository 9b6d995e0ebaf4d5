// The calls about newer versions of Granary.
import type { Handlers } from '../../shared/contract/define.ts'
import type { updates } from '../../shared/contract/updates.ts'
import type { Updates } from '../updates/updates.ts'

export const updatesArea = (
  parts: Pick<Updates, 'state' | 'check' | 'stop' | 'restart'>,
): Handlers<typeof updates> => ({
  state: () => parts.state(),
  check() {
    parts.check()
    return undefined
  },
  stop() {
    parts.stop()
    return undefined
  },
  restart() {
    parts.restart()
    return undefined
  },
})
