// The demo's teams: who is in them, and what they may do with which private repository.
import { toStamp } from '../../clock.ts'
import type { Database } from '../database.ts'
import { findOrganization } from '../organizations.ts'
import { findRepository } from '../repositories.ts'
import { insertTeamMember } from '../team-members.ts'
import { type TeamPermission, setTeamPermission } from '../team-repositories.ts'
import { findTeam, insertTeam } from '../teams.ts'
import { robot } from './people.ts'
import { createRandom } from './random.ts'

interface SeedTeam {
  organization: string
  name: string
  description: string
  members: readonly string[]
  repositories: Readonly<Record<string, TeamPermission>>
  madeDaysAgo: number
}

const teams: readonly SeedTeam[] = [
  {
    organization: 'harborline',
    name: 'platform',
    description: 'Runs the pipelines, the edge and the base images',
    members: ['miravance', 'tomasreyes'],
    repositories: { 'ci-runner': 'admin', 'edge-gateway': 'admin', 'base-node': 'write', identity: 'read' },
    madeDaysAgo: 600,
  },
  {
    organization: 'harborline',
    name: 'partners',
    description: 'Keeps what partners download, and its guides',
    members: ['leahpark', 'danieloduya'],
    repositories: { 'partner-sandbox': 'write', 'edi-samples': 'write', 'harborline-cli': 'read' },
    madeDaysAgo: 380,
  },
  {
    organization: 'meadowlark',
    name: 'field',
    description: 'Out with the phones, and what they talk to',
    members: ['leahpark', 'tomasreyes'],
    repositories: { 'field-sync': 'read', 'survey-web': 'write', 'map-tiles': 'admin' },
    madeDaysAgo: 350,
  },
  {
    organization: 'meadowlark',
    name: 'models',
    description: 'Trains the classifiers',
    members: ['danieloduya'],
    repositories: { 'photo-classifier': 'admin', 'call-classifier': 'admin' },
    madeDaysAgo: 340,
  },
  {
    organization: 'meadowlark',
    name: 'builds',
    description: 'What the old build server builds',
    members: [robot],
    repositories: {
      'survey-api': 'write',
      'survey-worker': 'write',
      'report-builder': 'admin',
      'base-python': 'read',
    },
    madeDaysAgo: 1100,
  },
  {
    organization: 'meadowlark',
    name: 'rollout',
    description: 'Brings what was built to the servers',
    members: ['tomasreyes', robot],
    repositories: { 'survey-api': 'read', 'survey-web': 'read', 'map-tiles': 'read' },
    madeDaysAgo: 320,
  },
]

/** After people, organizations and repositories. */
export function insertSeedTeams(database: Database, idOf: (username: string) => string, now: number): void {
  // Numbers of its own, so that the rest of the demo is what it was before there were teams.
  const random = createRandom(21)
  for (const { organization, name, description, members, repositories, madeDaysAgo } of teams) {
    const organization_id = findOrganization(database, organization)?.id ?? ''
    const createdAt = toStamp(now - madeDaysAgo * 86_400_000, 0)
    insertTeam(database, { uuid: random.uuid(), organization_id, name, description }, createdAt)
    const id = findTeam(database, organization_id, name)?.id ?? 0
    for (const username of members) insertTeamMember(database, id, idOf(username))
    for (const [repository, permission] of Object.entries(repositories))
      setTeamPermission(
        database,
        findRepository(database, `${organization}/${repository}`)?.id ?? 0,
        id,
        permission,
      )
  }
}
