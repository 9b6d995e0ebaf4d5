// What else can be done about one organization: the "More" menu in its header.
import { History } from '@lucide/vue'
import { useRouter } from 'vue-router'
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { MenuItem } from '../components/base/BaseMenu.vue'
import { activityOf } from '../routes.ts'

export function useOrganizationMenu(place: () => OrganizationRef): () => MenuItem[] {
  const router = useRouter()
  return () => [{ label: 'Activity', icon: History, choose: () => void router.push(activityOf(place())) }]
}
