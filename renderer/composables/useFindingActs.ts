// What an owner does about findings: the act that fixes one, one question for several, or finding it fine.
import { useRouter } from 'vue-router'
import { kindOf } from '../../shared/tokens/insight-kinds.ts'
import { activityOf, editOf, rotateOf } from '../routes.ts'
import { useInsightsStore } from '../stores/insights.ts'
import { useRetireStore } from '../stores/retire.ts'
import { attempt } from './useAttempt.ts'
import type { TokenFinding } from './useInsights.ts'
import { tokenActs } from './useTokenActs.ts'
import { toast } from './useToasts.ts'

export function useFindingActs() {
  const router = useRouter()
  const store = useInsightsStore()
  const retire = useRetireStore()

  function fix({ act, ref, token }: TokenFinding): unknown {
    const acts = tokenActs(router, () => ref)
    const at = [ref.accountId, ref.organization, token.id] as const
    switch (act) {
      case 'rotate':
        return router.push(rotateOf(...at))
      case 'edit':
        return router.push(editOf(...at))
      case 'activity':
        return router.push(activityOf(ref, { id: token.id, label: token.label }))
      case 'deactivate':
        return acts.deactivate(token)
      case 'delete':
        return acts.remove(token)
    }
  }

  /** Several of one kind and organization. */
  function fixAll(findings: readonly TokenFinding[]) {
    const [first] = findings
    if (first?.act !== 'delete' && first?.act !== 'deactivate') return
    retire.ask(first.act, findings)
  }

  const aboutOf = ({ ref, token, kind }: TokenFinding) => ({
    accountId: ref.accountId,
    organization: ref.organization,
    tokenId: token.id,
    kind,
  })

  async function accept(finding: TokenFinding) {
    const { token, kind, mark } = finding
    const about = aboutOf(finding)
    if (!(await attempt(() => store.accept({ ...about, mark }), 'This was not kept'))) return
    toast({
      tone: 'info',
      title: `“${token.label}” is fine`,
      text: `“${kindOf(kind).title}” is not told again until something about it changes.`,
      action: { label: 'Undo', run: () => void takeBack(finding) },
    })
  }

  const takeBack = (finding: TokenFinding) =>
    attempt(() => store.takeBack(aboutOf(finding)), 'This was not changed')

  return { fix, fixAll, accept, takeBack }
}
