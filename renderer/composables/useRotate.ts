// Making a successor, with signing in again and the keychain's troubles on the way.
import { type Created } from '../stores/wizard.ts'
import { useRotateStore } from '../stores/rotate.ts'
import { useMaking } from './useMaking.ts'
import { useSignIn } from './useSignIn.ts'

export function useRotate() {
  const rotation = useRotateStore()
  const { again } = useSignIn()
  const { failure, make } = useMaking({
    create: rotation.create,
    accountId: () => rotation.place?.accountId,
    refuse: rotation.refuse,
  })

  /** The successor, or null: then a field shows its problem, `failure` says why, or the owner changed their mind. */
  async function rotate(): Promise<Created | null> {
    failure.value = null
    return rotation.check() ? make(rotation.keep ? 'keychain' : 'memory') : null
  }

  /** Asks the server for the token again, after the password when that is what is missing. */
  async function readAgain() {
    const { state, place } = rotation
    const needsSignIn = state.kind === 'unread' && state.failure.code === 'signIn.needed'
    if (needsSignIn && place && !(await again(place.accountId))) return
    await rotation.read()
  }

  return { failure, rotate, readAgain }
}
