// Deactivating and deleting tokens: asks first, naming the token and what will stop, and tells how it went.
import type { Component } from 'vue'
import {
  Ban,
  BookmarkPlus,
  Copy,
  ListX,
  KeyRound,
  Pencil,
  RotateCcwKey,
  ShieldCheck,
  Terminal,
  Trash2,
} from '@lucide/vue'
import { type Router, useRouter } from 'vue-router'
import type { OrganizationRef, TokenRef } from '../../shared/contract/references.ts'
import type { Token } from '../../shared/contract/tokens.ts'
import { type TokenAct, actsFor, whatStops } from '../../shared/tokens/acts.ts'
import { formOfToken, templateOfForm } from '../../shared/tokens/prefill.ts'
import { tokenStatus } from '../../shared/tokens/status.ts'
import type { MenuItem } from '../components/base/BaseMenu.vue'
import { failureOf } from '../failed.ts'
import { editOf, generateIn, rotateOf, useOf } from '../routes.ts'
import { useAccountsStore } from '../stores/accounts.ts'
import { useTokensStore } from '../stores/tokens.ts'
import { tellFailure } from './useAttempt.ts'
import { confirm, type Question } from './useConfirm.ts'
import { saveTemplate } from './useSaveTemplate.ts'
import { useSignIn } from './useSignIn.ts'
import { toast } from './useToasts.ts'
import { testToken } from './useTokenTest.ts'

const words: Record<TokenAct, { label: string; icon: Component }> = {
  edit: { label: 'Edit', icon: Pencil },
  rotate: { label: 'Rotate', icon: RotateCcwKey },
  duplicate: { label: 'Duplicate', icon: Copy },
  saveTemplate: { label: 'Save as template', icon: BookmarkPlus },
  test: { label: 'Test token', icon: ShieldCheck },
  use: { label: 'Use it', icon: Terminal },
  keepSecret: { label: 'Keep a secret', icon: KeyRound },
  deactivate: { label: 'Deactivate', icon: Ban },
  delete: { label: 'Delete', icon: Trash2 },
  forgetGone: { label: 'Remove from the list', icon: ListX },
}

/** They ask the registry or the keychain, and change nothing on the server. */
const harmless = new Set<TokenAct>(['test', 'use', 'keepSecret', 'duplicate', 'saveTemplate', 'forgetGone'])

/** Of one organization's tokens. */
export const useTokenActs = (place: () => OrganizationRef) => tokenActs(useRouter(), place)

/** The same where the organization is known only later, as in a table over several. */
export function tokenActs(router: Router, place: () => OrganizationRef) {
  const store = useTokensStore()
  const accounts = useAccountsStore()
  /** Asked for before anything is waited for: the page may be about another organization by then. */
  const refOf = (token: Token) => ({ ...place(), tokenId: token.id })
  const serverNow = (accountId = place().accountId) => accounts.serverNow(accountId)
  const whatStopsNow = (token: Token) => whatStops(token, tokenStatus(token, serverNow()), serverNow())

  /** Does it, after a new sign-in to its account where that is what is missing. True when it was done. */
  async function attempt(
    title: string,
    act: () => Promise<void>,
    accountId = place().accountId,
  ): Promise<boolean> {
    try {
      await act()
      return true
    } catch (error) {
      if (failureOf(error).code === 'signIn.needed' && (await useSignIn().again(accountId)))
        return attempt(title, act, accountId)
      tellFailure(error, title)
      return false
    }
  }

  async function deactivate(token: Token): Promise<boolean> {
    const ref = refOf(token)
    const answer = await confirm({
      title: `Deactivate “${token.label}”?`,
      text: 'It signs nobody in any more from then on. It keeps its slot until it is deleted.',
      points: whatStopsNow(token),
      confirmLabel: 'Deactivate',
      tone: 'danger',
    })
    if (answer !== 'confirmed') return false
    const act = async () => {
      await store.deactivate(ref)
      toast({ tone: 'success', title: `“${token.label}” is deactivated` })
    }
    return attempt(`“${token.label}” was not deactivated`, act, ref.accountId)
  }

  /** `words` replaces what the question says by itself. */
  async function remove(token: Token, words: Partial<Question> = {}): Promise<boolean> {
    const ref = refOf(token)
    const answer = await confirm({
      title: `Delete “${token.label}”?`,
      text: 'This cannot be undone. Its slot becomes free.',
      points: [
        ...whatStopsNow(token),
        ...(token.secretKept ? ['Its secret is removed from this computer’s keychain too.'] : []),
      ],
      confirmLabel: 'Delete',
      tone: 'danger',
      ...words,
    })
    if (answer !== 'confirmed') return false
    const act = async () => {
      const { keychain } = await store.remove(ref)
      if (keychain === 'left')
        toast({
          tone: 'warning',
          title: `“${token.label}” is deleted, its secret is still in the keychain`,
          text: 'The keychain did not let go of it. It opens nothing any more.',
        })
      else toast({ tone: 'success', title: `“${token.label}” is deleted` })
    }
    return attempt(`“${token.label}” was not deleted`, act, ref.accountId)
  }

  /** Takes one that is gone off the list. Asked first where a secret of it is kept: that goes too, or stays. */
  async function forgetGone(token: Token): Promise<boolean> {
    const ref = refOf(token)
    const answer = token.secretKept
      ? await confirm({
          title: `Remove “${token.label}” from the list?`,
          text: 'The server does not have it any more. Its secret is still in this computer’s keychain, and opens nothing as far as is known.',
          confirmLabel: 'Remove both',
          alternativeLabel: 'Keep the secret',
          tone: 'danger',
        })
      : 'alternative'
    if (answer === 'cancelled') return false
    const act = async () => {
      const { keychain } = await store.forgetGone(ref, answer === 'confirmed' ? 'remove' : 'keep')
      toast({
        tone: 'success',
        title: `“${token.label}” is off the list`,
        ...(keychain !== 'removed' && { action: { label: 'Undo', run: () => void putBack(token, ref) } }),
        ...(keychain === 'kept' && { text: 'Its secret stays here, under “Kept secrets” of your account.' }),
      })
    }
    return attempt(`“${token.label}” is still on the list`, act, ref.accountId)
  }

  const putBack = (token: Token, ref: TokenRef) =>
    attempt(`“${token.label}” is not back on the list`, () => store.bringBack(ref), ref.accountId)

  const test = (token: Token) =>
    testToken({ ref: refOf(token), label: token.label, how: token.secretKept ? 'test' : 'paste' })

  /** Its access is read first where the list has not told it yet. */
  function keepAsTemplate(token: Token) {
    const ref = refOf(token)
    const { accountId, organization } = ref
    const act = async () => {
      const known = token.resources ? token : await store.read(ref)
      const held = { ...known, resources: known.resources ?? [] }
      const form = formOfToken(organization, held, [], serverNow(accountId))
      saveTemplate({ content: templateOfForm(organization, form), name: token.label })
    }
    return attempt('No template was made', act, accountId)
  }

  /** The acts as a menu; `blocked` says why none can be chosen now. */
  function items(token: Token, now: number, blocked: string | null): MenuItem[] {
    const run: Record<TokenAct, () => unknown> = {
      edit: () => router.push(editOf(place().accountId, place().organization, token.id)),
      rotate: () => router.push(rotateOf(place().accountId, place().organization, token.id)),
      duplicate: () =>
        router.push(generateIn(place().accountId, place().organization, { kind: 'token', id: token.id })),
      saveTemplate: () => keepAsTemplate(token),
      test: () => test(token),
      use: () => router.push(useOf(place().accountId, place().organization, token.id)),
      keepSecret: () => testToken({ ref: refOf(token), label: token.label, how: 'keep' }),
      deactivate: () => deactivate(token),
      delete: () => remove(token),
      forgetGone: () => forgetGone(token),
    }
    return actsFor(tokenStatus(token, now))
      .filter((act) => act !== 'keepSecret' || !token.secretKept)
      .map((act) => ({
        ...words[act],
        danger: act === 'delete',
        separated: act === 'deactivate',
        disabledReason: harmless.has(act) ? null : blocked,
        choose: () => void run[act](),
      }))
  }

  return { attempt, deactivate, remove, forgetGone, test, items }
}
