// A rotation under way, seen from one of its tokens: looked at again, and undone.
import { computed, shallowRef, watch } from 'vue'
import type { TokenRef } from '../../shared/contract/references.ts'
import type { Token } from '../../shared/contract/tokens.ts'
import { whatStops } from '../../shared/tokens/acts.ts'
import { type Rotation, rotationOf, rotationsWith } from '../../shared/tokens/rotation.ts'
import { rotationWords } from '../../shared/tokens/rotation-words.ts'
import { failureOf } from '../failed.ts'
import { useAccountsStore } from '../stores/accounts.ts'
import { useTokensStore } from '../stores/tokens.ts'
import { useNow } from './useNow.ts'
import { toast } from './useToasts.ts'
import { useTokenActs } from './useTokenActs.ts'

export function useRotation(ref: () => TokenRef) {
  const store = useTokensStore()
  const now = useNow(() => ref().accountId)
  const serverNow = () => useAccountsStore().serverNow(ref().accountId)
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
    if (isDone && ref().tokenId === tokenId) checkedAt.value = new Date(serverNow()).toISOString()
  }

  /**
   * The rotation as the server has it now, for what cannot be taken back. Null when a token could not be read, or when
   * it is not `as` it has to be any more: then that is said, and nothing was changed.
   */
  async function asNow(
    { old, next }: Rotation<Token>,
    as: (rotation: Rotation<Token>) => boolean,
  ): Promise<Rotation<Token> | null> {
    let found: Rotation<Token> | null = null
    await acts.attempt('Nothing was changed', async () => {
      const read = ({ id }: Token) => store.read({ ...ref(), tokenId: id })
      found = rotationOf({ old: await read(old), next: await read(next) }, serverNow())
    })
    const rotation = found as Rotation<Token> | null
    if (rotation === null || as(rotation)) return rotation
    const { title, text } = rotationWords(rotation, serverNow())
    toast({
      tone: 'warning',
      title: 'Nothing was changed: the tokens are not as they were',
      text: `${title}. ${text}`,
    })
    return null
  }

  /** Deactivates the old token, after asking, unless it is in use again. */
  async function retire(rotation: Rotation<Token>): Promise<boolean> {
    const now = await asNow(rotation, ({ stage }) => stage === 'quiet')
    return now !== null && acts.deactivate(now.old)
  }

  /** Deletes the successor, after asking, while the old token works. True when it was done. */
  async function undo(rotation: Rotation<Token>): Promise<boolean> {
    const now = await asNow(rotation, ({ oldStatus }) => oldStatus === 'active')
    return now !== null && removeNext(now)
  }

  const removeNext = ({ old, next }: Rotation<Token>): Promise<boolean> =>
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

  return { rotations, checking, checkedAt, check, retire, undo, acts }
}
