// Acts on several tokens at once, as a dialog drives them: a sign-in that ran out is asked for in the middle of them, and
// what was only taken off the list can be put back.
import { failureOf } from '../failed.ts'
import { failureWords } from '../messages.ts'
import type { SecretWish } from '../retiring.ts'
import { useRetireStore } from '../stores/retire.ts'
import { useSignIn } from './useSignIn.ts'
import { toast } from './useToasts.ts'

export function useRetiring() {
  const store = useRetireStore()
  const start = (secrets?: SecretWish) => store.start(useSignIn().again, secrets)

  async function undo() {
    try {
      const count = await store.undo()
      const title = count === 1 ? '1 token is back on the list' : `${count} tokens are back on the list`
      toast({ tone: 'success', title })
    } catch (error) {
      const { title, text } = failureWords(failureOf(error))
      toast({ tone: 'danger', title: 'Not all of them are back on the list', text: `${title}. ${text}` })
    }
  }

  return { store, start, undo }
}
