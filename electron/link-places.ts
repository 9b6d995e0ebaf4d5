// Where a granary:// link leads.
import type { Place } from '../shared/contract/notifications.ts'
import type { OrganizationRef } from '../shared/contract/references.ts'
import { linkFrom } from '../shared/link-form.ts'

/** `organizations`: those that this computer knows. The first account that has it is meant. */
export function placeOf(text: string, organizations: readonly OrganizationRef[]): Place {
  const link = linkFrom(text)
  if (link === null) return { kind: 'nowhere', organization: null }
  const found = organizations.find(({ organization }) => organization === link.organization)
  if (found === undefined) return { kind: 'nowhere', organization: link.organization }
  const ref = { accountId: found.accountId, organization: found.organization }
  switch (link.kind) {
    case 'organization':
      return { kind: 'organization', ref }
    case 'token':
      return { kind: 'token', ref: { ...ref, tokenId: link.tokenId } }
    case 'generate':
      return { kind: 'generate', ref, template: link.template }
  }
}
