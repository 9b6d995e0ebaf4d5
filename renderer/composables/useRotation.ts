// A rotation under way, seen from one of its tokens: looked at again, and undone.
import { computed, shallowRef, watch } from 'vue'
import type { TokenRef } from '../../shared/contract/references.ts'
import type { Token } from '../../shared/contract/tokens.ts'
import { whatStops } from '../../shared/tokens/acts.ts'
import { type Rotation, rotationsWith } from '../../shared/tokens/rotation.ts'
import { failureOf } from '../failed.ts'
import { useTokensStore } from '../stores/tokens.ts'
import { useNow } from './useNow.ts'
import { useTokenActs } from './useTokenActs.ts'

export function useRotation(ref: () => TokenRef) {
  const store = useTokensStore()
  const now = useNow()
  const acts = useTokenActs(ref)
  const rotations = computed(() =>
    rotationsWith(ref().tokenId, store.entryOf(ref()).inventory?.tokens ?? [], now.value),
  )
  const checking = shallowRef(false)
  /** When both tokens were last read from here (ISO 8601). */
  const checkedAt = shallowRef<string | null>(null)
  watch(
    () => ref().tokenId,
    () => (checkedAt.value = null),
  )

  /** Reads both tokens from the server. One that is gone ends the rotation, which the inventory then shows. */
  async function check({ old, next }: Rotation<Token>) {
    if (checking.value) return
    checking.value = true
    const { tokenId } = ref()
    const isDone = await acts.attempt('The tokens could not be read', async () => {
      for (const { id } of [old, next])
        await store.read({ ...ref(), tokenId: id }).catch((error: unknown) => {
          if (failureOf(error).code !== 'token.gone') throw error
        })
    })
    checking.value = false
    if (isDone && ref().tokenId === tokenId) checkedAt.value = new Date().toISOString()
  }

  /** Deletes the successor, after asking. True when it was done. */
  const undo = ({ old, next }: Rotation<Token>): Promise<boolean> =>
    acts.remove(next, {
      title: 'Undo the rotation?',
      text: `“${next.label}” is deleted, which cannot be undone. “${old.label}” goes on working as before.`,
      points: [
        ...(next.lastUsedAt === null
          ? ['The new token was never used.']
          : whatStops(next, 'active', now.value).slice(0, 1)),
        ...(next.secretKept ? ['Its secret is removed from this computer’s keychain too.'] : []),
      ],
      confirmLabel: 'Delete the new token',
    })

  return { rotations, checking, checkedAt, check, undo, acts }
}
