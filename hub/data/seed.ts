// The demo: two organizations and their people, the same every time apart from secrets, with times relative to now.
import { randomBytes } from 'node:crypto'
import { type Clock, toStamp } from '../clock.ts'
import { type AccessToken, insertAccessToken } from './access-tokens.ts'
import { writeAuditEvent } from './audit-log.ts'
import type { Database } from './database.ts'
import type { Keys } from './keys.ts'
import { hashPassword } from './passwords.ts'
import { insertPersonalToken } from './personal-tokens.ts'
import { hashSecret, seal } from './secrets.ts'
import { type DemoCredentials, newTotpSecret } from './seed/credentials.ts'
import { harborline } from './seed/harborline.ts'
import { meadowlark } from './seed/meadowlark.ts'
import { type SeedPerson, people, personalTokenOwner, robot } from './seed/people.ts'
import type { SeedOrganization, SeedToken } from './seed/plan.ts'
import { type Random, createRandom } from './seed/random.ts'
import { insertSeedTeams } from './seed/teams.ts'

interface Target {
  database: Database
  keys: Keys
  clock: Clock
  passwordCost: number
}

const day = 86_400_000
const hour = 3_600_000

export const isEmpty = (database: Database): boolean =>
  database.one('SELECT 1 AS one FROM users LIMIT 1') === undefined

/**
 * Fills an empty database with the demo, wholly or not at all. With `credentials` everybody can sign in; without them
 * nobody can until they are given a password.
 */
export async function seedDemo(target: Target, credentials: DemoCredentials | null): Promise<void> {
  const { database, keys, clock } = target
  const random = createRandom(20)
  // Numbers of its own, so that the rest of the demo is what it was before there was a robot.
  const randomOf = (person: SeedPerson) => (person.username === robot ? createRandom(22) : random)
  const now = clock.now()
  const persons = await Promise.all(
    people.map(async (person) => {
      const given = credentials?.people.find(({ username }) => username === person.username)
      const hash = given ? await hashPassword(given.password, target.passwordCost) : null
      const totp = person.secondFactor ? (given?.totp?.secret ?? newTotpSecret()) : null
      return { person, id: randomOf(person).uuid(), hash, totp: totp && seal(keys, totp) }
    }),
  )
  database.write(() => {
    for (const { person, id, hash, totp } of persons) insertPerson(database, person, id, hash, totp, now)
    const idOf = (username: string): string =>
      persons.find(({ person }) => person.username === username)?.id ?? ''
    for (const organization of [meadowlark, harborline(random)])
      insertOrganization(target, organization, idOf, random, now)
    insertSeedTeams(database, idOf, now)
    if (credentials)
      insertPersonalToken(
        database,
        {
          id: random.uuid(),
          user_id: idOf(personalTokenOwner),
          label: 'Laptop',
          scopes: ['repo:read'],
          is_active: true,
          created_at: toStamp(now - 30 * day, 0),
          expires_at: null,
          last_used_at: null,
        },
        hashSecret(keys, credentials.personalToken.secret),
      )
  })
}

function insertPerson(
  database: Database,
  person: SeedPerson,
  id: string,
  hash: string | null,
  totp: string | null,
  now: number,
): void {
  database.run(
    `INSERT INTO users (id, username, full_name, email, location, company, password_hash, totp_secret, date_joined)
     VALUES (?, ?, ?, ?, ?, '', ?, ?, ?)`,
    id,
    person.username,
    person.fullName,
    `${person.username}@example.com`,
    person.location,
    hash,
    totp,
    toStamp(now - person.joinedDaysAgo * day, 0),
  )
}

function insertOrganization(
  target: Target,
  organization: SeedOrganization,
  idOf: (username: string) => string,
  random: Random,
  now: number,
): void {
  const { database } = target
  const id = random.uuid()
  database.run(
    'INSERT INTO organizations (id, name, full_name, location, company, plan, date_joined) VALUES (?, ?, ?, ?, ?, ?, ?)',
    id,
    organization.name,
    organization.fullName,
    organization.location,
    organization.company,
    organization.plan,
    toStamp(now - organization.joinedDaysAgo * day, 0),
  )
  for (const [username, role] of Object.entries(organization.members))
    database.run(
      'INSERT INTO memberships (organization_id, user_id, role, date_joined) VALUES (?, ?, ?, ?)',
      id,
      idOf(username),
      role,
      joinedBoth(organization, username, now),
    )
  for (const repository of organization.repositories)
    database.run(
      `INSERT INTO repositories (namespace, name, description, is_private, star_count, pull_count, storage_size,
         date_registered, last_updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      organization.name,
      repository.name,
      repository.description,
      repository.isPrivate ? 1 : 0,
      repository.stars,
      repository.pulls,
      repository.megabytes * 1_000_000 + random.between(0, 999_999),
      momentBefore(now, repository.registeredDaysAgo * day, random),
      momentBefore(now, repository.updatedDaysAgo * day, random),
    )
  for (const token of organization.tokens) insertSeedToken(target, id, organization.name, token, random, now)
}

/** When a member joined: as soon as both they and the organization were there. */
function joinedBoth(organization: SeedOrganization, username: string, now: number): string {
  const person = people.find((candidate) => candidate.username === username)
  return toStamp(now - Math.min(organization.joinedDaysAgo, person?.joinedDaysAgo ?? 0) * day, 0)
}

/** A moment some time before now, up to nine hours earlier than said so that not everything happened at once. */
const momentBefore = (now: number, distance: number, random: Random): string =>
  toStamp(now - distance - random.between(60_000, 9 * hour), random.between(0, 999))

function insertSeedToken(
  { database, keys }: Target,
  organizationId: string,
  account: string,
  seed: SeedToken,
  random: Random,
  now: number,
): void {
  const token: AccessToken = {
    id: random.uuid(),
    organization_id: organizationId,
    label: seed.label,
    description: seed.description,
    resources: seed.resources,
    is_active: seed.isActive,
    created_by: seed.by,
    created_at: momentBefore(now, seed.createdDaysAgo * day, random),
    expires_at: seed.endsInDays === null ? null : lastSecondOf(now + seed.endsInDays * day),
    last_used_at:
      seed.usedHoursAgo === null
        ? null
        : toStamp(now - seed.usedHoursAgo * hour - random.between(0, hour), random.between(0, 999)),
  }
  // Nobody knows the secret of a seeded token: only its hash was ever there.
  insertAccessToken(database, token, hashSecret(keys, randomBytes(32).toString('base64url')))
  const { id, label, expires_at, resources } = token
  writeAuditEvent(database, {
    account,
    action: 'org.access_token.create',
    name: label,
    actor: seed.by,
    data: { id, label, is_active: true, expires_at, resources },
    timestamp: token.created_at,
  })
}

const lastSecondOf = (time: number): string => `${new Date(time).toISOString().slice(0, 10)}T23:59:59Z`
