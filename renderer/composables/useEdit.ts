// Saving an edit, with signing in again and somebody else's edit on the way. What was typed is kept whatever happens.
import { shallowRef } from 'vue'
import type { Token } from '../../shared/contract/tokens.ts'
import type { Failure } from '../../shared/errors.ts'
import { type SaveOutcome, useEditStore } from '../stores/edit.ts'
import { useSignIn } from './useSignIn.ts'

/** A server that refuses the bearer it has just given would otherwise be asked for ever. */
const signInsPerPress = 2

export type ConflictChoice = 'theirs' | 'mine' | 'both'

export function useEdit() {
  const edit = useEditStore()
  const { again } = useSignIn()
  /** Why the last try saved nothing, for the place beside the button. */
  const failure = shallowRef<Failure | null>(null)

  /** The token as saved, or null: then a field, a conflict or `failure` says why. */
  async function attempt(run: () => Promise<SaveOutcome>, signIns = signInsPerPress): Promise<Token | null> {
    failure.value = null
    const outcome = await run()
    if ('saved' in outcome) return outcome.saved
    if ('conflict' in outcome) return null
    const failed = outcome.failure
    if (failed.code === 'signIn.needed' && edit.place && signIns > 0)
      if (await again(edit.place.accountId)) return attempt(run, signIns - 1)
    if (!edit.refuse(failed)) failure.value = failed
    return null
  }

  const save = () => attempt(edit.save)

  /** Ends a conflict as the owner decided. The token when that saved it. */
  async function resolve(choice: ConflictChoice): Promise<Token | null> {
    if (edit.state.kind !== 'conflict' || !edit.conflict) return null
    const { theirs } = edit.state
    const fields = choice === 'both' ? edit.conflict.both : edit.wanted
    if (choice !== 'theirs' && fields) return attempt(() => edit.send(theirs, fields))
    edit.settle(theirs)
    return null
  }

  /** Asks the server for the token again, after the password when that is what is missing. */
  async function readAgain() {
    const { state, place } = edit
    const needsSignIn = state.kind === 'unread' && state.failure.code === 'signIn.needed'
    if (needsSignIn && place && !(await again(place.accountId))) return
    await edit.read()
  }

  return { failure, save, resolve, readAgain }
}
