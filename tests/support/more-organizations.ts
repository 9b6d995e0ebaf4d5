// More organizations of the demo's owner on a Local Hub, each with tokens: straight into its database, which is quick.
import { randomUUID } from 'node:crypto'
import type { HubContext } from '../../hub/context.ts'
import { insertAccessToken } from '../../hub/data/access-tokens.ts'
import { insertOrganization } from '../../hub/data/organizations.ts'
import { findUser } from '../../hub/data/users.ts'

export function addOrganization(
  { database, clock }: HubContext,
  owner: string,
  name: string,
  tokens: number,
): void {
  const ownerId = findUser(database, owner)?.id ?? ''
  const id = randomUUID()
  const shared = { location: '', company: '', plan: 'business' as const, is_active: 1 as const }
  database.write(() => {
    const organization = { ...shared, id, name, full_name: '', date_joined: clock.stamp() }
    insertOrganization(database, organization, ownerId)
    for (let number = 1; number <= tokens; number += 1)
      insertAccessToken(
        database,
        {
          id: randomUUID(),
          organization_id: id,
          label: `Pipeline ${number}`,
          description: 'GitHub Actions of a team',
          resources: [{ type: 'TYPE_REPO', path: `${name}/*`, scopes: ['scope-image-pull'] }],
          is_active: true,
          created_by: owner,
          created_at: clock.stamp(),
          expires_at: null,
          last_used_at: null,
        },
        randomUUID(),
      )
  })
}
