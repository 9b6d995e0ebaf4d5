// Writing down who changed what in an organization; inside the transaction that changes it.
import type { HubContext } from '../context.ts'
import { writeAuditEvent } from '../data/audit-log.ts'
import type { Actor } from './actors.ts'
import type { AuditAction } from './audit-actions.ts'

/** `name` is what it was about: the user name of a member, a team, the organization for its settings. */
export function record(
  hub: HubContext,
  { organization, name: actor }: Pick<Actor, 'organization' | 'name'>,
  action: AuditAction,
  name: string,
  data: Record<string, unknown> = {},
): void {
  const timestamp = hub.clock.stamp()
  writeAuditEvent(hub.database, { account: organization.name, action, name, actor, data, timestamp })
}
