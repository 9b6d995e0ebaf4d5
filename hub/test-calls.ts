// For tests: every call on an organization with what it needs, written down by hand from hub/README.md and Docker's
// access token reference, and a world in which each of them can be made again and again.
import { addPerson, join } from './test-bearers.ts'
import type { TestHub } from './test-hub.ts'

export interface Call {
  /** As the routes are written. */
  route: string
  path: string
  json?: unknown
  /** What a person has to be; `password`: an owner who signed in with one. */
  least: 'owner' | 'member' | 'password'
  /** What an access token has to carry, or null where none helps. */
  scope: string | null
  /** A personal access token with `repo:read` is not enough. */
  changes: boolean
}

const of = (
  least: Call['least'],
  scope: string | null,
  route: string,
  path: string,
  json?: unknown,
): Call => ({
  least,
  scope: scope === null ? null : `scope-${scope}`,
  route,
  path,
  ...(json !== undefined && { json }),
  changes: !route.startsWith('GET'),
})

const org = '/v2/orgs/harborline'
const team = `${org}/groups/crew`
const token = `${org}/access-tokens/00000000-0000-4000-8000-000000000000`
const inviteId = '00000000-0000-4000-8000-0000000000aa'
const registries = { enabled: true, standard_registries: [], custom_registries: [] }
const images = {
  restricted_images: { enabled: true, allow_official_images: true, allow_verified_publishers: false },
}
const resources = [{ type: 'TYPE_REPO', path: 'harborline/*', scopes: ['scope-image-pull'] }]

/** All of /v2/orgs, /v2/invites and /v2/auditlogs, but for the open profile and for taking up an invite. */
export const organizationCalls: readonly Call[] = [
  of('member', 'member-read', 'GET /v2/orgs/:org/members', `${org}/members`),
  of('owner', 'member-read', 'GET /v2/orgs/:org/members/export', `${org}/members/export`),
  of('owner', 'member-edit', 'PUT /v2/orgs/:org/members/:username', `${org}/members/hand`, {
    role: 'editor',
  }),
  of('owner', 'member-edit', 'DELETE /v2/orgs/:org/members/:username', `${org}/members/hand`),
  of('owner', 'invite-read', 'GET /v2/orgs/:org/invites', `${org}/invites`),
  of('owner', 'invite-edit', 'POST /v2/invites/bulk', '/v2/invites/bulk', {
    org: 'harborline',
    invitees: ['new@example.com'],
  }),
  of('owner', 'invite-edit', 'DELETE /v2/invites/:id', `/v2/invites/${inviteId}`),
  of('owner', 'invite-edit', 'PATCH /v2/invites/:id/resend', `/v2/invites/${inviteId}/resend`),
  of('member', 'group-read', 'GET /v2/orgs/:org/groups', `${org}/groups`),
  of('owner', 'group-edit', 'POST /v2/orgs/:org/groups', `${org}/groups`, { name: 'new-crew' }),
  of('member', 'group-read', 'GET /v2/orgs/:org/groups/:group', team),
  of('owner', 'group-edit', 'PUT /v2/orgs/:org/groups/:group', team, { name: 'crew', description: 'x' }),
  of('owner', 'group-edit', 'PATCH /v2/orgs/:org/groups/:group', team, { description: 'x' }),
  of('owner', 'group-edit', 'DELETE /v2/orgs/:org/groups/:group', team),
  of('member', 'group-read', 'GET /v2/orgs/:org/groups/:group/members', `${team}/members`),
  of('owner', 'group-edit', 'POST /v2/orgs/:org/groups/:group/members', `${team}/members`, {
    member: 'tomasreyes',
  }),
  of('owner', 'group-edit', 'DELETE /v2/orgs/:org/groups/:group/members/:username', `${team}/members/hand`),
  of('member', null, 'GET /v2/orgs/:org/settings', `${org}/settings`),
  of('owner', null, 'PUT /v2/orgs/:org/settings', `${org}/settings`, images),
  of(
    'member',
    'ram-read',
    'GET /v2/orgs/:org/settings/registry-access-management',
    `${org}/settings/registry-access-management`,
  ),
  of(
    'owner',
    'ram-write',
    'PUT /v2/orgs/:org/settings/registry-access-management',
    `${org}/settings/registry-access-management`,
    registries,
  ),
  of('owner', 'activity-read', 'GET /v2/auditlogs/:account', '/v2/auditlogs/harborline'),
  of('owner', 'activity-read', 'GET /v2/auditlogs/:account/actions', '/v2/auditlogs/harborline/actions'),
  of('owner', null, 'GET /v2/orgs/:org/activity', `${org}/activity`),
  of('password', null, 'POST /v2/orgs/:org/access-tokens', `${org}/access-tokens`, { label: 'x', resources }),
  of('password', null, 'GET /v2/orgs/:org/access-tokens', `${org}/access-tokens`),
  of('password', null, 'GET /v2/orgs/:org/access-tokens/:id', token),
  of('password', null, 'PATCH /v2/orgs/:org/access-tokens/:id', token, { label: 'y' }),
  of('password', null, 'DELETE /v2/orgs/:org/access-tokens/:id', token),
  of('password', null, 'GET /v2/orgs/:org/access-tokens/:id/activity', `${token}/activity`),
]

/** Puts everything there that the calls are about, however an earlier one left it. A new hub gets free slots too. */
export function restore(t: TestHub, isNew = false): void {
  const { database } = t.hub.context
  if (isNew) {
    addPerson(t, 'hand')
    database.run('DELETE FROM access_tokens')
  }
  join(t, 'harborline', 'hand')
  const inHarborline = "FROM organizations WHERE name = 'harborline'"
  for (const sql of [
    "DELETE FROM teams WHERE name IN ('crew', 'new-crew')",
    `INSERT INTO teams (id, uuid, organization_id, name, description, created_at)
     SELECT 900, 'crew', id, 'crew', '', '2026-01-01T00:00:00.000000Z' ${inHarborline}`,
    `INSERT INTO team_members SELECT 900, id FROM users WHERE username IN ('hand', 'leahpark')`,
    "UPDATE organizations SET settings = '{}'",
    'DELETE FROM invites',
    `INSERT INTO invites (id, organization_id, invitee, inviter, role, team, created_at)
     SELECT '${inviteId}', id, 'old@example.com', 'robinhale', 'member', NULL, '2026-01-01T00:00:00.000000Z'
     ${inHarborline}`,
    `INSERT OR REPLACE INTO access_tokens
       (id, organization_id, label, description, resources, secret_hash, created_by, created_at)
     SELECT '${token.slice(-36)}', id, 'x', '', '${JSON.stringify(resources)}', 'none', 'robinhale',
       '2026-01-01T00:00:00.000000Z' ${inHarborline}`,
    "DELETE FROM access_tokens WHERE label = 'x' AND secret_hash <> 'none'",
    `DELETE FROM repositories WHERE namespace = 'harborline' AND name IN ('closed', 'brand-new')`,
    `INSERT INTO repositories (namespace, name, description, is_private, star_count, pull_count, storage_size,
       date_registered, last_updated)
     VALUES ('harborline', 'closed', '', 1, 0, 0, 0, '2026-01-01T00:00:00.000000Z', '2026-01-01T00:00:00.000000Z')`,
    `INSERT INTO tags SELECT id, 'v1', 'sha256:0', 'application/vnd.oci.image.manifest.v1+json', 7,
       '2026-01-01T00:00:00.000000Z', NULL, 'robinhale' FROM repositories WHERE name = 'closed'`,
    "INSERT INTO team_repositories SELECT 900, id, 'write' FROM repositories WHERE name = 'closed'",
  ])
    database.run(sql)
}
