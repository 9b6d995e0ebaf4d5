// What is left to do after a token took a member's place: ticking it off, and where each step is done.
import { useRouter } from 'vue-router'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { Replacement } from '../../shared/contract/replacements.ts'
import type { ReplacingStep } from '../../shared/members/replacing.ts'
import { tokenOf, useOf } from '../routes.ts'
import { useReplacementsStore } from '../stores/replacements.ts'
import { attempt } from './useAttempt.ts'
import { toast } from './useToasts.ts'

export function useReplacing(place: () => OrganizationRef) {
  const router = useRouter()
  const store = useReplacementsStore()

  const tick = ({ member }: Replacement, step: ReplacingStep, done: boolean) =>
    attempt(() => store.tick(place(), member, step, done), 'The tick was not kept')

  /** Nothing of it is left to do, or it is given up. */
  const end = (replacement: Replacement) =>
    attempt(async () => {
      const undo = await store.end(place(), replacement)
      toast({
        tone: 'success',
        title: `The list for “${replacement.member}” is put away`,
        text: 'Nothing was changed on the server.',
        action: { label: 'Undo', run: () => void attempt(undo, 'It was not brought back') },
      })
    }, 'The list was not put away')

  const use = ({ tokenId }: Replacement) =>
    router.push(useOf(place().accountId, place().organization, tokenId))
  const open = ({ tokenId }: Replacement) =>
    router.push(tokenOf(place().accountId, place().organization, tokenId))

  return { store, tick, end, use, open }
}
