// What else can be done about one organization: the "More" menu in its header.
import type { OrganizationRef } from '../../shared/contract/references.ts'
import type { MenuItem } from '../components/base/BaseMenu.vue'

export const useOrganizationMenu =
  (_place: () => OrganizationRef): (() => MenuItem[]) =>
  () => []
