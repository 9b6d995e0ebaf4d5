// What can be done about a creation that did not finish, with what is under way.
import { shallowRef } from 'vue'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { Orphan } from '../../shared/contract/tokens.ts'
import { useTokensStore } from '../stores/tokens.ts'
import { attempt } from './useAttempt.ts'
import { confirm } from './useConfirm.ts'

/** `busy` is the id of the token being deleted, or 'dismiss'. */
export function useOrphan(
  place: () => OrganizationRef,
  intentId: () => string,
  state: () => Orphan['state'],
) {
  const tokens = useTokensStore()
  const busy = shallowRef<string | null>(null)

  async function act(what: string, run: () => Promise<void>) {
    busy.value = what
    await attempt(run)
    busy.value = null
  }

  async function remove({ tokenId, label }: Orphan['candidates'][number]) {
    const answer = await confirm({
      title: `Delete “${label}”?`,
      text:
        state() === 'lost'
          ? 'Nobody was given its secret, so nothing can be using it. This cannot be undone.'
          : 'Whatever uses its secret stops working. This cannot be undone.',
      confirmLabel: 'Delete',
      tone: 'danger',
    })
    if (answer === 'confirmed') await act(tokenId, () => tokens.deleteOrphan(place(), intentId(), tokenId))
  }

  const dismiss = () => act('dismiss', () => tokens.dismissOrphan(place(), intentId()))
  return { busy, remove, dismiss }
}
