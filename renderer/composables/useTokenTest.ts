// Testing a token's secret, or keeping one that was made elsewhere, over whatever page is open: `testToken(…)`.
// TokenTestDialog draws it. What is pasted lives in that dialog alone.
import { computed, shallowRef } from 'vue'
import type { TokenRef } from '../../shared/contract/references.ts'
import type { TokenTest } from '../../shared/contract/secrets.ts'
import type { Failure } from '../../shared/errors.ts'
import { failureOf } from '../failed.ts'
import { useSecretsStore } from '../stores/secrets.ts'
import { useSignIn } from './useSignIn.ts'
import { toast } from './useToasts.ts'

export interface Tested {
  ref: TokenRef
  label: string
  /** `test`: with the secret that main has. `paste`: with one the owner pastes. `keep`: that is kept if it works. */
  how: 'test' | 'paste' | 'keep'
}

export type TestState =
  | { step: 'asking' }
  | { step: 'working' }
  | { step: 'done'; test: TokenTest }
  | { step: 'failed'; failure: Failure }

const open = shallowRef<Tested | null>(null)
const state = shallowRef<TestState>({ step: 'asking' })
let run = 0

export function testToken(tested: Tested) {
  run += 1
  state.value = { step: 'asking' }
  open.value = tested
  if (tested.how === 'test') void test(null, [])
}

function close() {
  run += 1
  open.value = null
}

async function attempt<Answer>(ref: TokenRef, act: () => Promise<Answer>): Promise<Answer | null> {
  const mine = ++run
  state.value = { step: 'working' }
  try {
    const answer = await act()
    return mine === run ? answer : null
  } catch (error) {
    if (mine !== run) return null
    const failure = failureOf(error)
    // The access is read with the account's session; the registry itself needs none.
    if (failure.code === 'signIn.needed' && (await useSignIn().again(ref.accountId)))
      return mine === run ? attempt(ref, act) : null
    if (mine === run) state.value = { step: 'failed', failure }
    return null
  }
}

/** `secret` null for the one that main has. */
async function test(secret: string | null, repositories: string[]) {
  const tested = open.value
  if (!tested) return
  const done = await attempt(tested.ref, () => useSecretsStore().test(tested.ref, secret, repositories))
  if (done) state.value = { step: 'done', test: done }
}

/** Closes when the secret is kept; else what was pasted stays to be corrected. */
async function keep(secret: string) {
  const tested = open.value
  if (!tested) return
  const answer = await attempt(tested.ref, () => useSecretsStore().keepPasted(tested.ref, secret))
  if (!answer) return
  state.value = { step: 'done', test: answer.test }
  if (!answer.kept) return
  close()
  toast({
    tone: 'success',
    title: `The secret of “${tested.label}” is kept`,
    text: 'It signed in, and is in this computer’s keychain now.',
  })
}

export function useTokenTest() {
  const progress = computed(() => {
    const { testing } = useSecretsStore()
    return testing?.tokenId === open.value?.ref.tokenId ? testing : null
  })
  return { open, state, progress, test, keep, close }
}
