// `create`: people, organizations and repositories, straight into the database that a server may have open.
import { randomBytes, randomUUID } from 'node:crypto'
import type { Hub } from '../app.ts'
import { findOrganization, insertOrganization } from '../data/organizations.ts'
import { hashPassword } from '../data/passwords.ts'
import { findRepository, insertRepository } from '../data/repositories.ts'
import { findUser, insertUser } from '../data/users.ts'
import { record, recordRepository } from '../rules/record.ts'
import { type CreateArguments, UsageError } from './arguments.ts'

type Wanted<What> = Extract<CreateArguments, { what: What }>

/** Creates it and answers with the line to print. `readPassword` reads standard input whole. */
export async function create(
  hub: Hub,
  wanted: CreateArguments,
  readPassword: () => Promise<string>,
): Promise<string> {
  if (wanted.what === 'user') return createUser(hub, wanted, readPassword)
  return wanted.what === 'organization' ? createOrganization(hub, wanted) : createRepository(hub, wanted)
}

/** Users and organizations share one space of names. */
function checkFree(hub: Hub, name: string): void {
  const { database } = hub.context
  if (findUser(database, name) || findOrganization(database, name))
    throw new UsageError(`the name ${name} is taken`)
}

async function createUser(
  hub: Hub,
  wanted: Wanted<'user'>,
  readPassword: () => Promise<string>,
): Promise<string> {
  checkFree(hub, wanted.name)
  const made = randomBytes(18).toString('base64url')
  const password = wanted.passwordFromInput ? (await readPassword()).replace(/\r?\n$/, '') : made
  if (password.length < 9 || password.length > 256) throw new UsageError('a password has 9 to 256 characters')
  const { database, clock } = hub.context
  const hash = await hashPassword(password, hub.passwordCost)
  database.write(() => {
    checkFree(hub, wanted.name)
    insertUser(database, {
      id: randomUUID(),
      username: wanted.name,
      full_name: wanted.fullName,
      email: wanted.email,
      location: '',
      company: '',
      password_hash: hash,
      totp_secret: null,
      is_active: 1,
      date_joined: clock.stamp(),
    })
  })
  return wanted.passwordFromInput
    ? `Created the user ${wanted.name}.`
    : `Created the user ${wanted.name} with the password ${password} (shown this once).`
}

function createOrganization(hub: Hub, wanted: Wanted<'organization'>): string {
  const { database, clock } = hub.context
  database.write(() => {
    checkFree(hub, wanted.name)
    const owner = findUser(database, wanted.owner)
    if (!owner) throw new UsageError(`there is no user ${wanted.owner} to own it`)
    const date_joined = clock.stamp()
    insertOrganization(
      database,
      {
        id: randomUUID(),
        name: wanted.name,
        full_name: wanted.fullName,
        location: '',
        company: '',
        plan: wanted.plan,
        is_active: 1,
        date_joined,
      },
      owner.id,
    )
    const by = { organization: wanted, name: owner.username }
    record(hub.context, by, 'org.create', wanted.name, { plan: wanted.plan })
  })
  return `Created the organization ${wanted.name}, owned by ${wanted.owner}.`
}

function createRepository(
  hub: Hub,
  { namespace, name, description, isPrivate }: Wanted<'repository'>,
): string {
  const { database, clock } = hub.context
  database.write(() => {
    if (!findUser(database, namespace) && !findOrganization(database, namespace))
      throw new UsageError(`there is no organization or user ${namespace}`)
    if (findRepository(database, `${namespace}/${name}`))
      throw new UsageError(`the repository ${namespace}/${name} exists`)
    const now = clock.stamp()
    insertRepository(database, {
      namespace,
      name,
      description,
      full_description: '',
      is_private: isPrivate,
      date_registered: now,
    })
    recordRepository(hub.context, 'repo.create', namespace, { namespace, name }, { is_private: isPrivate })
  })
  return `Created the ${isPrivate ? 'private' : 'public'} repository ${namespace}/${name}.`
}
