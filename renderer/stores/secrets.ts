// What can be done with a kept secret. The secret itself passes through `reveal` and is never held here.
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { TokenRef } from '../../shared/contract/references.ts'
import type { TokenTest } from '../../shared/contract/secrets.ts'
import type { Failure } from '../../shared/errors.ts'
import { api } from '../api.ts'
import { failureOf } from '../failed.ts'

export type SecretAct = 'reveal' | 'copy' | 'keep'
type Clipboard =
  | { state: 'empty' }
  | { state: 'holding'; tokenId: string; clearsAt: string }
  | { state: 'cleared'; tokenId: string }

export const useSecretsStore = defineStore('secrets', () => {
  /** The clipboard as main last told: holding a secret until `clearsAt`, cleared again, or neither. */
  const clipboard = shallowRef<Clipboard>({ state: 'empty' })
  /** The last act that did not work; null once one has. */
  const failed = shallowRef<{ act: SecretAct; failure: Failure } | null>(null)

  api.secrets.on.clipboardCleared(() => {
    const { value } = clipboard
    clipboard.value = value.state === 'empty' ? value : { state: 'cleared', tokenId: value.tokenId }
  })

  /** How far the last test is, while it runs. */
  const testing = shallowRef<{ tokenId: string; asked: number; total: number } | null>(null)
  api.secrets.on.testing(({ tokenId, asked, total }) => (testing.value = { tokenId, asked, total }))

  async function attempt<Answer>(act: SecretAct, call: () => Promise<Answer>): Promise<Answer | null> {
    failed.value = null
    try {
      return await call()
    } catch (error) {
      failed.value = { act, failure: failureOf(error) }
      return null
    }
  }

  /** The secret's text, or null with the reason in `failed`. The caller draws it and lets go of it. */
  const reveal = async (ref: TokenRef): Promise<string | null> =>
    (await attempt('reveal', () => api.secrets.reveal(ref)))?.secret ?? null

  /** The secret, or the part of it that its owner selected on the screen. */
  async function copy(ref: TokenRef, selected?: string) {
    const answer = await attempt('copy', () =>
      selected === undefined ? api.secrets.copy(ref) : api.secrets.copyShown({ text: selected }),
    )
    if (answer) clipboard.value = { state: 'holding', tokenId: ref.tokenId, clearsAt: answer.clearsAt }
  }

  /** Whether the keychain keeps the secret afterwards, or null with the reason in `failed`. */
  const keep = async (ref: TokenRef, wanted: boolean): Promise<boolean | null> =>
    (await attempt('keep', () => api.secrets.keep({ ...ref, keep: wanted })))?.kept ?? null

  /** The secret screen is left. Main lets go of the secret when the app ends anyway, so a failure changes little. */
  async function release(ref: TokenRef) {
    failed.value = null
    if (clipboard.value.state === 'cleared') clipboard.value = { state: 'empty' }
    await api.secrets.release(ref).catch((error: unknown) => console.warn(failureOf(error).code))
  }

  /** `secret` null for the one that main has. What fails is thrown, as in `keepPasted`. */
  function test(ref: TokenRef, secret: string | null, repositories: string[]): Promise<TokenTest> {
    testing.value = null
    return api.secrets.test({ ...ref, repositories, ...(secret !== null && { secret }) })
  }

  function keepPasted(ref: TokenRef, secret: string) {
    testing.value = null
    return api.secrets.keepPasted({ ...ref, secret })
  }

  return { clipboard, failed, testing, reveal, copy, keep, release, test, keepPasted }
})
