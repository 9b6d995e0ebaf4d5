// Ways for tests to come to the Local Hub: with a new access token, with a personal one; and what the audit log got.
import { findUser } from './data/users.ts'
import { sessionForUser } from './sign-in/sessions.ts'
import type { TestHub } from './test-hub.ts'

export interface MadeToken {
  id: string
  secret: string
  bearer: string
}

/** A new access token, made by its owner Robin Hale, and a bearer for it. */
export async function newAccessToken(
  t: TestHub,
  organization: string,
  ...resources: object[]
): Promise<MadeToken> {
  const json = { label: 'test', resources }
  const made = await t.ask('POST', `/v2/orgs/${organization}/access-tokens`, {
    bearer: await t.signIn('robinhale'),
    json,
  })
  if (made.status !== 201) throw new Error(`making a token failed: ${made.text}`)
  const { id, token: secret } = made.body as { id: string; token: string }
  return { id, secret, bearer: await bearerFor(t, organization, secret) }
}

/** A bearer from a new personal access token. */
export const personalBearer = (t: TestHub, username: string, ...scopes: string[]): Promise<string> =>
  bearerFor(t, username, t.addPersonalToken(username, scopes).secret)

async function bearerFor(t: TestHub, identifier: string, secret: string): Promise<string> {
  const answer = await t.ask('POST', '/v2/auth/token', { json: { identifier, secret } })
  if (answer.status !== 200) throw new Error(`signing in failed: ${answer.text}`)
  return (answer.body as { access_token: string }).access_token
}

/** A bearer as a password gives it, also for those who have none. */
export function bearerOf(t: TestHub, username: string): Promise<string> {
  const user = findUser(t.hub.context.database, username)
  if (user === undefined) throw new Error(`there is no ${username}`)
  return sessionForUser(t.hub.context, user, null)
}

export interface Recorded {
  account: string
  action: string
  name: string
  actor: string
  data: Record<string, unknown>
}

/** What the audit log got, oldest first, while `work` was done. */
export async function recordedBy(t: TestHub, work: () => Promise<unknown>): Promise<Recorded[]> {
  const { database } = t.hub.context
  const last = database.one<{ id: number }>('SELECT max(id) AS id FROM audit_log')?.id ?? 0
  await work()
  return database
    .all<Recorded & { data: string }>(
      'SELECT account, action, name, actor, data FROM audit_log WHERE id > ? ORDER BY id',
      last,
    )
    .map((row) => ({ ...row, data: JSON.parse(row.data) as Record<string, unknown> }))
}

/** Everything that calls on an organization can change, as text to compare; sessions and the log apart. */
export function stateOf(t: TestHub): string {
  const { database } = t.hub.context
  const tables = [
    'organizations',
    'memberships',
    'teams',
    'team_members',
    'team_repositories',
    'invites',
    'access_tokens',
  ]
  return JSON.stringify(tables.map((table) => database.all(`SELECT * FROM ${table} ORDER BY 1, 2`)))
}

/** Somebody new, who belongs to nothing and has no password. */
export function addPerson(t: TestHub, username: string, email = `${username}@example.com`): string {
  const id = `00000000-0000-4000-8000-${Buffer.from(username).toString('hex').padEnd(12, '0').slice(0, 12)}`
  t.hub.context.database.run(
    `INSERT INTO users (id, username, full_name, email, location, company, date_joined)
     VALUES (?, ?, ?, ?, '', '', '2025-01-01T00:00:00.000000Z')`,
    id,
    username,
    username.toUpperCase(),
    email,
  )
  return id
}

/** Makes somebody a member, straight in the database. */
export function join(t: TestHub, organization: string, username: string, role = 'member'): void {
  t.hub.context.database.run(
    `INSERT OR REPLACE INTO memberships (organization_id, user_id, role, date_joined)
     SELECT o.id, u.id, ?, '2026-01-01T00:00:00.000000Z' FROM organizations o, users u
     WHERE o.name = ? AND u.username = ?`,
    role,
    organization,
    username,
  )
}
