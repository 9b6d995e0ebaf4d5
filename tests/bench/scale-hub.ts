// A Local Hub in memory with as much in it as asked for, for benches. Filled by SQL: through the
// API it would take an hour.
import { randomUUID } from 'node:crypto'
import { type Hub, createHub } from '../../hub/app.ts'
import { hashPassword } from '../../hub/data/passwords.ts'
import { hashSecret, newAccessTokenSecret } from '../../hub/data/secrets.ts'

export interface Size {
  organizations: number
  tokensEach: number
  /** In the first organization. */
  repositories: number
  auditEvents: number
  /** Of the first organization's first token; none unless told. */
  uses?: number
}

export interface ScaleHub {
  hub: Hub
  /** Milliseconds until the answer was read whole, with nothing remembered from before. Throws when it is no 200. */
  time(path: string, headers?: Record<string, string>): Promise<number>
  owner: Record<string, string>
  /** As a registry's client sends an access token of the first organization. */
  basic: Record<string, string>
  close(): void
}

const started = '2027-01-01T00:00:00.000000Z'
// A row per number, in one statement.
const numbers = (count: number) =>
  `WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ${count})`

function fill({ context: { database } }: Hub, size: Size, secretHash: string, passwordHash: string): void {
  const user = randomUUID()
  database.write(() => {
    database.run(
      `INSERT INTO users (id, username, full_name, email, location, company, password_hash, date_joined)
       VALUES (?, 'owner', '', 'owner@example.com', '', '', ?, ?)`,
      ...[user, passwordHash, started],
    )
    database.run(
      `${numbers(size.organizations)} INSERT INTO organizations (id, name, full_name, location, company, plan, date_joined)
       SELECT 'id' || n, 'org' || n, '', '', '', 'business', ? FROM numbers`,
      started,
    )
    database.run(`INSERT INTO memberships SELECT id, ?, 'owner', ? FROM organizations`, user, started)
    database.run(
      `${numbers(size.organizations * size.tokensEach)} INSERT INTO access_tokens (id, organization_id, label,
         description, resources, secret_hash, created_by, created_at)
       SELECT 'token' || n, 'id' || (n / ${size.tokensEach}), 'Pipeline ' || n, 'GitHub Actions of a team',
         '[{"type":"TYPE_REPO","path":"org' || (n / ${size.tokensEach}) || '/*","scopes":["scope-image-push"]}]',
         iif(n = 0, ?, 'hash' || n), 'owner', strftime('%Y-%m-%dT%H:%M:%S.000000Z', '2027-01-01', n || ' seconds')
       FROM numbers`,
      secretHash,
    )
    database.run(
      `${numbers(size.repositories)} INSERT INTO repositories (namespace, name, description, is_private, star_count,
         pull_count, storage_size, date_registered, last_updated)
       SELECT 'org0', 'service-' || n, 'A service', n % 2, 0, n * 7 % 1000, 1000000, ?,
         strftime('%Y-%m-%dT%H:%M:%S.000000Z', '2027-01-01', n || ' minutes')
       FROM numbers`,
      started,
    )
    // One action and one person do nearly everything, as in life; the rare ones are the hard ones to find.
    database.run(
      `${numbers(size.auditEvents)} INSERT INTO audit_log (account, action, name, actor, data, timestamp)
       SELECT 'org0', iif(n % 500 = 7, 'org.access_token.create', 'repo.tag.push'), 'org0/service-' || (n % 100),
         iif(n % 500 = 11, 'owner', 'pipeline'), '{"tag":"v1","digest":"sha256:0"}',
         strftime('%Y-%m-%dT%H:%M:%S.000000Z', '2027-01-01', n || ' seconds')
       FROM numbers`,
    )
    if (size.uses === undefined) return
    database.run(
      `${numbers(size.uses)} INSERT INTO activity (event_id, account, access_token_id, actor, action, repository, tag,
         digest, address, client, timestamp)
       SELECT 'event' || n, 'org0', 'token0', 'org0', iif(n % 9 = 0, 'push', 'pull'), 'org0/service-' || (n % 100), 'v1',
         'sha256:0', '192.0.2.' || (n % 200), 'docker/27', strftime('%Y-%m-%dT%H:%M:%S.000000Z', '2027-01-01', n || ' seconds')
       FROM numbers`,
    )
  })
}

export async function createScaleHub(dataFolder: string, size: Size): Promise<ScaleHub> {
  const hub = createHub({
    ...{ dataFolder, passwordCost: 4, bearerSeconds: 3600, requestsPerMinute: 0, pullsPerSixHours: 0 },
  })
  const [secret, password] = [newAccessTokenSecret(), randomUUID()]
  fill(hub, size, hashSecret(hub.context.keys, secret), await hashPassword(password, 4))
  const login = await hub.request('/v2/users/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'owner', password }),
  })
  const { token } = (await login.json()) as { token: string }
  return {
    hub,
    owner: { authorization: `Bearer ${token}` },
    basic: { authorization: `Basic ${Buffer.from(`org0:${secret}`).toString('base64')}` },
    async time(path, headers = {}) {
      // Touches no row, but what was read before is read anew.
      hub.context.database.run('DELETE FROM sessions WHERE 0')
      const from = performance.now()
      const answer = await hub.request(path, { headers })
      await answer.text()
      const took = performance.now() - from
      if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
      return took
    },
    close: () => hub.close(),
  }
}
