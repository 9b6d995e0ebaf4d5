// For each route of the Local Hub that takes a body: where to send one in the demo, and one that it takes.
import { randomUUID } from 'node:crypto'
import { hashSecret, newAccessTokenSecret } from '../../hub/data/secrets.ts'
import { insertAccessToken } from '../../hub/data/access-tokens.ts'
import { insertInvite } from '../../hub/data/invites.ts'
import { findOrganization } from '../../hub/data/organizations.ts'
import { findTeam } from '../../hub/data/teams.ts'
import { registryService } from '../../hub/registry/constants.ts'
import { type TestHub, repositoryResource } from '../../hub/test-hub.ts'

export interface BodyRoute {
  /** As in `hub.routes`. */
  route: string
  method: string
  path: string
  body: Record<string, unknown>
  type: string
  authorization: string | null
}

/** The two that change something and read no body. */
export const withoutBody = ['PATCH /v2/invites/:id/resend', 'POST /v2/invites/:id/accept']

const resources = [repositoryResource('harborline/*', 'scope-image-pull')]
const newRepository = { name: 'made-here', description: 'x', full_description: 'y', is_private: true }
const texts = { description: 'new', full_description: 'longer' }
const personalToken = { token_label: 'x', scopes: ['repo:read'], expires_at: '2030-01-01T00:00:00Z' }
const personalChange = { token_label: 'y', is_active: true, scopes: ['repo:read'] }
const restricted_images = { enabled: true, allow_official_images: true, allow_verified_publishers: false }
const event = {
  id: 'e1',
  timestamp: '2027-03-01T00:00:00Z',
  action: 'push',
  target: {
    repository: 'harborline/yard-api',
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    size: 500,
    digest: `sha256:${'a'.repeat(64)}`,
    tag: 'v1',
  },
  request: { addr: '10.0.0.1:5000', method: 'PUT', useragent: 'docker/28' },
  actor: { name: 'robinhale' },
}

const bodies = ({ passwordOf }: TestHub, group_id: number): Record<string, Record<string, unknown>> => ({
  'POST /v2/auth/token': { identifier: 'robinhale', secret: passwordOf('robinhale') },
  'POST /v2/users/login': { username: 'robinhale', password: passwordOf('robinhale') },
  // A code that is wrong: the right one is good once.
  'POST /v2/users/2fa-login': { login_2fa_token: 'a.b.c', code: '000000' },
  'POST /v2/namespaces/:namespace/repositories': newRepository,
  'PATCH /v2/namespaces/:namespace/repositories/:repository': texts,
  'POST /v2/namespaces/:namespace/repositories/:repository/privacy': { is_private: true },
  'PATCH /v2/namespaces/:namespace/repositories/:repository/immutabletags': {
    immutable_tags: true,
    immutable_tags_rules: ['v.*'],
  },
  'POST /v2/namespaces/:namespace/repositories/:repository/immutabletags/verify': { regex: 'v.*' },
  'POST /v2/repositories': { ...newRepository, name: 'made-there', namespace: 'harborline' },
  'POST /v2/repositories/:namespace': { ...newRepository, name: 'made-too' },
  'PATCH /v2/repositories/:namespace/:repository': {
    ...texts,
    immutable_tags: true,
    immutable_tags_rules: 'v.*,w',
  },
  'POST /v2/repositories/:namespace/:repository/privacy': { is_private: false },
  'POST /v2/namespaces/:namespace/repositories/:repository/groups': { group_id, permission: 'read' },
  'PATCH /v2/namespaces/:namespace/repositories/:repository/groups/:group': { permission: 'write' },
  'POST /v2/repositories/:namespace/:repository/groups': { group_id, permission: 'admin' },
  'PATCH /v2/repositories/:namespace/:repository/groups/:group': { permission: 'read' },
  'POST /v2/access-tokens': personalToken,
  'PATCH /v2/access-tokens/:uuid': personalChange,
  'POST /v2/api_tokens': personalToken,
  'PATCH /v2/api_tokens/:uuid': personalChange,
  'POST /v2/orgs/:org/access-tokens': {
    label: 'x',
    description: 'y',
    resources,
    expires_at: '2030-01-01T00:00:00Z',
  },
  'PATCH /v2/orgs/:org/access-tokens/:id': { label: 'x', description: 'y', resources, is_active: true },
  'PUT /v2/orgs/:org/settings': { restricted_images },
  'PUT /v2/orgs/:org/settings/registry-access-management': {
    enabled: true,
    standard_registries: [{ id: 'DockerHub', allowed: true }],
    custom_registries: [{ address: 'registry.example.com', friendly_name: 'x', allowed: true }],
  },
  'PUT /v2/orgs/:org/members/:username': { role: 'member' },
  'POST /v2/invites/bulk': {
    org: 'harborline',
    team: 'platform',
    role: 'member',
    invitees: ['somebody@example.com'],
    dry_run: false,
  },
  'POST /v2/orgs/:org/groups': { name: 'made-here', description: 'x' },
  'PUT /v2/orgs/:org/groups/:group': { name: 'platform', description: 'y' },
  'PATCH /v2/orgs/:org/groups/:group': { name: 'platform', description: 'z' },
  'POST /v2/orgs/:org/groups/:group/members': { member: 'leahpark' },
  'POST /token': {
    grant_type: 'password',
    username: 'robinhale',
    password: passwordOf('robinhale'),
    service: registryService,
    scope: 'repository:harborline/yard-api:pull',
  },
  'POST /registry/events': { events: [event] },
})

const special: Readonly<Record<string, string>> = {
  'POST /token': 'application/x-www-form-urlencoded',
  'POST /registry/events': 'application/vnd.docker.distribution.events.v1+json',
}

/** Makes the token, personal token and invite that some paths name. `bearer`: an owner's. */
export function bodyRoutes(t: TestHub, bearer: string): BodyRoute[] {
  const { database, keys, eventsSecret } = t.hub.context
  const organization_id = findOrganization(database, 'harborline')?.id ?? ''
  const [id, invite] = [randomUUID(), randomUUID()]
  insertAccessToken(
    database,
    {
      ...{
        id,
        organization_id,
        resources,
        label: 'x',
        description: '',
        is_active: true,
        created_by: 'robinhale',
      },
      ...{ created_at: '2027-03-01T00:00:00.000000Z', expires_at: null, last_used_at: null },
    },
    hashSecret(keys, newAccessTokenSecret()),
  )
  insertInvite(database, {
    ...{
      id: invite,
      organization_id,
      invitee: 'new@example.com',
      inviter: 'robinhale',
      role: 'member',
      team: null,
    },
    created_at: '2027-03-01T00:00:00.000000Z',
  })
  const uuid = t.addPersonalToken('robinhale', ['repo:read']).id
  const parameters: Readonly<Record<string, string>> = {
    ...{ org: 'harborline', namespace: 'harborline', repository: 'yard-api', id, uuid, group: 'platform' },
    username: 'leahpark',
  }
  const group_id = findTeam(database, organization_id, 'platform')?.id ?? 0
  return Object.entries(bodies(t, group_id)).map(([route, body]) => {
    const [method = '', pattern = ''] = route.split(' ')
    // There it is the team's id.
    const group = { ...(pattern.includes('/repositories/') && { group: String(group_id) }) }
    return {
      route,
      method,
      path: pattern.replace(/:(\w+)/g, (_, name: string) => ({ ...parameters, ...group })[name] ?? ''),
      body,
      type: special[route] ?? 'application/json',
      authorization:
        route === 'POST /token'
          ? null
          : `Bearer ${route === 'POST /registry/events' ? eventsSecret : bearer}`,
    }
  })
}
