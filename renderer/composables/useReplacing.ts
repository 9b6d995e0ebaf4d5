// What is left to do after a token took a member's place: ticking it off, and where each step is done.
import { useRouter } from 'vue-router'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { Replacement } from '../../shared/contract/replacements.ts'
import type { ReplacingStep } from '../../shared/members/replacing.ts'
import { failureOf } from '../failed.ts'
import { failureWords } from '../messages.ts'
import { tokenOf, useOf } from '../routes.ts'
import { useReplacementsStore } from '../stores/replacements.ts'
import { toast } from './useToasts.ts'

export function useReplacing(place: () => OrganizationRef) {
  const router = useRouter()
  const store = useReplacementsStore()

  async function attempt(title: string, act: () => Promise<unknown>) {
    try {
      await act()
    } catch (error) {
      const words = failureWords(failureOf(error))
      toast({ tone: 'danger', title, text: `${words.title}. ${words.text}` })
    }
  }

  const tick = ({ member }: Replacement, step: ReplacingStep, done: boolean) =>
    attempt('The tick was not kept', () => store.tick(place(), member, step, done))

  /** Nothing of it is left to do, or it is given up. */
  const end = (replacement: Replacement) =>
    attempt('The list was not put away', async () => {
      const undo = await store.end(place(), replacement)
      toast({
        tone: 'success',
        title: `The list for “${replacement.member}” is put away`,
        text: 'Nothing was changed on the server.',
        action: { label: 'Undo', run: () => void attempt('It was not brought back', undo) },
      })
    })

  const use = ({ tokenId }: Replacement) =>
    router.push(useOf(place().accountId, place().organization, tokenId))
  const open = ({ tokenId }: Replacement) =>
    router.push(tokenOf(place().accountId, place().organization, tokenId))

  return { store, tick, end, use, open }
}
