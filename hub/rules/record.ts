// Writing down who changed what; inside the transaction that changes it.
import type { HubContext } from '../context.ts'
import { writeAuditEvent } from '../data/audit-log.ts'
import type { Repository } from '../data/repositories.ts'
import type { Actor } from './actors.ts'
import type { AuditAction } from './audit-actions.ts'

type Recorder = Pick<HubContext, 'database' | 'clock'>

/** `name` is what it was about: the user name of a member, a team, a token's label, the organization for its settings. */
export function record(
  { database, clock }: Recorder,
  { organization, name: actor }: { organization: Pick<Actor['organization'], 'name'>; name: string },
  action: AuditAction,
  name: string,
  data: Record<string, unknown> = {},
): void {
  writeAuditEvent(database, {
    account: organization.name,
    action,
    name,
    actor,
    data,
    timestamp: clock.stamp(),
  })
}

/** The same about a repository, in the log of its namespace. `timestamp`: now, unless told. */
export function recordRepository(
  { database, clock }: Recorder,
  action: Extract<AuditAction, `repo.${string}`>,
  actor: string,
  { namespace, name }: Pick<Repository, 'namespace' | 'name'>,
  data: Record<string, unknown>,
  timestamp = clock.stamp(),
): void {
  writeAuditEvent(database, {
    account: namespace,
    action,
    name: `${namespace}/${name}`,
    actor,
    data,
    timestamp,
  })
}
