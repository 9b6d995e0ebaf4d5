// What else can be done about one organization: the "More" menu in its header.
import { Bot, Download, GitCompareArrows, History, Lightbulb } from '@lucide/vue'
import { useRouter } from 'vue-router'
import type { OrganizationRef, TokenRef } from '../../shared/contract/references.ts'
import type { MenuItem } from '../components/base/BaseMenu.vue'
import { activityOf, compareOf, insightsOf, replaceIn } from '../routes.ts'
import { useTokensStore } from '../stores/tokens.ts'
import { useCommand } from './useCommand.ts'
import { offerExport, tokenChoices } from './useExport.ts'

/** `onShow`: the rows of its table and what they were chosen by, in words. */
export function useOrganizationMenu(
  place: () => OrganizationRef,
  onShow?: () => { rows: readonly TokenRef[]; filters: readonly string[] },
): () => MenuItem[] {
  const router = useRouter()
  const tokens = useTokensStore()

  const all = (): TokenRef[] => {
    const { accountId, organization } = place()
    const held = tokens.entryOf(place()).inventory?.tokens ?? []
    return held.map(({ id }) => ({ accountId, organization, tokenId: id }))
  }

  const exportAll = () =>
    offerExport({
      title: `Access tokens of ${place().organization}`,
      choices: tokenChoices(all(), onShow?.()),
    })
  useCommand('export', exportAll, () => all().length > 0)

  return () => [
    { label: 'Insights', icon: Lightbulb, choose: () => void router.push(insightsOf(place())) },
    { label: 'Compare', icon: GitCompareArrows, choose: () => void router.push(compareOf(place())) },
    { label: 'Activity', icon: History, choose: () => void router.push(activityOf(place())) },
    {
      label: 'Export…',
      icon: Download,
      disabledReason: all().length === 0 ? 'There are no tokens to export' : null,
      choose: exportAll,
    },
    {
      label: 'Replace a service account',
      icon: Bot,
      choose: () => void router.push(replaceIn(place().accountId, place().organization)),
    },
  ]
}
