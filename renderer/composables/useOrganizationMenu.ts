// What else can be done about one organization: the "More" menu in its header.
import { Bot } from '@lucide/vue'
import { useRouter } from 'vue-router'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { MenuItem } from '../components/base/BaseMenu.vue'
import { replaceIn } from '../routes.ts'

export function useOrganizationMenu(place: () => OrganizationRef): () => MenuItem[] {
  const router = useRouter()
  return () => [
    {
      label: 'Replace a service account',
      icon: Bot,
      choose: () => void router.push(replaceIn(place().accountId, place().organization)),
    },
  ]
}
