// What the demo's tokens did before today: pulls and pushes up to each one's last use, who switched which off, and one use
// that does not fit.
import { publicRepositoriesPath, repositoryType } from '../../../shared/tokens/access.ts'
import { toStamp } from '../../clock.ts'
import { type AccessToken, accessTokenById } from '../access-tokens.ts'
import { type Activity, insertActivity } from '../activity.ts'
import { writeAuditEvent } from '../audit-log.ts'
import type { Database } from '../database.ts'
import { type Random, createRandom } from './random.ts'

const hour = 3_600_000
const mostUses = 16

const pushers = ['docker/27.3.1 go/go1.22.7 os/linux arch/amd64', 'buildkit/v0.16', 'kaniko/v1.23.2']
const pullers = ['containerd/v1.7.22', 'cri-o/1.30.4', 'docker/26.1.4 go/go1.21.11 os/linux', 'skopeo/1.16.1']
/** Somebody tries what the secret of this token opens, from where its pipeline never runs. */
const strange = { label: 'Pipeline: platform', address: '203.0.113.66', client: 'curl/7.88.1' }

/** Fills in the past of a demo that was just seeded. Inside one transaction, so that it is there wholly or not at all. */
export function seedHistory(database: Database): void {
  const random = createRandom(7)
  database.write(() => {
    const rows = database.all<{ id: string; organization: string }>(
      `SELECT access_tokens.id AS id, organizations.name AS organization
       FROM access_tokens JOIN organizations ON organizations.id = organization_id ORDER BY access_tokens.id`,
    )
    for (const { id, organization } of rows) {
      const token = accessTokenById(database, id)
      if (!token) continue
      switchedOff(database, organization, token, random)
      for (const use of usesOf(organization, token, random)) {
        insertActivity(database, use)
        if (use.action === 'push')
          writeAuditEvent(database, {
            account: organization,
            action: 'repo.tag.push',
            name: use.repository,
            actor: organization,
            data: { tag: use.tag, digest: use.digest },
            timestamp: use.timestamp,
          })
      }
    }
  })
}

function switchedOff(database: Database, account: string, token: AccessToken, random: Random): void {
  if (token.is_active) return
  const { id, label, is_active, expires_at, resources } = token
  const after = Date.parse(token.last_used_at ?? token.created_at) + random.between(1, 20) * hour
  writeAuditEvent(database, {
    ...{ account, action: 'org.access_token.update', name: label, actor: token.created_by },
    data: { id, label, is_active, expires_at, resources },
    timestamp: toStamp(after, random.between(0, 999)),
  })
}

function usesOf(organization: string, token: AccessToken, random: Random): Activity[] {
  if (token.last_used_at === null) return []
  const reachable = token.resources.filter(
    ({ type, path }) => type === repositoryType && path !== publicRepositoriesPath,
  )
  if (reachable.length === 0) return []
  const pushes = reachable.some(({ scopes }) => scopes.includes('scope-image-push'))
  const network = `10.${random.between(16, 90)}.${random.between(0, 250)}`
  const client = random.pick(pushes ? pushers : pullers)
  const uses: Activity[] = []
  let at = Date.parse(token.last_used_at)
  while (uses.length < mostUses && at > Date.parse(token.created_at)) {
    const { path } = random.pick(reachable)
    const isPush = pushes && random.next() < 0.6
    uses.push({
      event_id: random.uuid(),
      account: organization,
      access_token_id: token.id,
      actor: organization,
      action: isPush ? 'push' : 'pull',
      repository: path.endsWith('/*') ? path.replace('*', 'ci-runner') : path,
      tag: `v${random.between(1, 4)}.${random.between(0, 30)}.${random.between(0, 9)}`,
      digest: `sha256:${random.uuid().replaceAll('-', '').repeat(2)}`,
      address: `${network}.${random.between(2, 250)}`,
      client,
      // The newest is the one that the token says itself.
      timestamp: uses.length === 0 ? token.last_used_at : toStamp(at, random.between(0, 999)),
    })
    at -= random.between(3, 40) * hour
  }
  const [newest] = uses
  if (token.label === strange.label && newest)
    uses[0] = { ...newest, action: 'pull', address: strange.address, client: strange.client }
  return uses
}
