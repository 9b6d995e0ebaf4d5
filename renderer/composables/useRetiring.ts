// Acts on several tokens at once, as a dialog drives them: a sign-in that ran out is asked for in the middle of them.
import { useRetireStore } from '../stores/retire.ts'
import { useSignIn } from './useSignIn.ts'

export function useRetiring() {
  const store = useRetireStore()
  const start = () => store.start(useSignIn().again)
  return { store, start }
}
