// The calls about proxies that want a name and a password.
import type { Handlers } from '../../shared/contract/define.ts'
import type { proxies } from '../../shared/contract/proxies.ts'
import type { Proxies } from '../proxies.ts'

export const proxiesArea = (
  parts: Pick<Proxies, 'state' | 'signIn' | 'forget'>,
): Handlers<typeof proxies> => ({
  state: () => parts.state(),
  signIn: ({ proxy, keep, ...credentials }) => parts.signIn(proxy, credentials, keep),
  async forget({ proxy }) {
    await parts.forget(proxy)
    return undefined
  },
})
