// Acts on several tokens at once, as a dialog drives them: a sign-in that ran out is asked for in the middle of them, and
// what was only taken off the list can be put back.
import type { SecretWish } from '../retiring.ts'
import { useRetireStore } from '../stores/retire.ts'
import { attempt } from './useAttempt.ts'
import { useSignIn } from './useSignIn.ts'
import { toast } from './useToasts.ts'

export function useRetiring() {
  const store = useRetireStore()
  const start = (secrets?: SecretWish) => store.start(useSignIn().again, secrets)

  const undo = () =>
    attempt(async () => {
      const count = await store.undo()
      const title = count === 1 ? '1 token is back on the list' : `${count} tokens are back on the list`
      toast({ tone: 'success', title })
    }, 'Not all of them are back on the list')

  return { store, start, undo }
}
