// A Local Hub for tests, seeded with the demo, on a port that stays the same over its stops and starts.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TOTP } from 'otpauth'
import { toStamp } from '../../hub/clock.ts'
import { accessTokenById, countAccessTokens } from '../../hub/data/access-tokens.ts'
import { findOrganization } from '../../hub/data/organizations.ts'
import { type StartedHub, startHub } from '../../hub/server.ts'
import { ownerOf } from './hub-owner.ts'
import { addOrganization } from './more-organizations.ts'

export interface Person {
  username: string
  password: string
  /** The six digits of now; only for the one with a second factor. */
  code(): string
}

export interface TestHub {
  url: string
  /** As on `docker login`'s command line. */
  registry: string
  /** The demo's owner of both organizations. */
  owner: Person
  /** An owner with a second factor. */
  careful: Person
  /** A plain member. */
  member: Person
  /** A member that is really a pipeline, in two teams of meadowlark. */
  robot: Person
  /** An owner's personal access token. */
  personalToken: { username: string; secret: string }
  /** Ends it, as if the server went down. */
  stop(): Promise<void>
  /** Starts it again where it was. */
  start(): Promise<void>
  /** How many tokens an organization has in the database. */
  count(organization: string): number
  /** As if a token had been made, and used last, so many days earlier. */
  age(tokenId: string, days: number): void
  /** The id of the organization's token with this label. */
  idOf(organization: string, label: string): string
  /** A token's access as the database has it. */
  resourcesOf(organization: string, label: string): string
  /** One more organization of the owner's, with so many tokens. */
  addOrganization(name: string, tokens: number): void
  /** As if somebody else had changed it. */
  changeToken(organization: string, id: string, fields: object): Promise<void>
  /** As if somebody else had deleted it. */
  deleteToken(organization: string, id: string): Promise<void>
  /** Ends it and removes its data. */
  remove(): Promise<void>
}

export async function startTestHub(
  options: {
    bearerSeconds?: number
    requestsPerMinute?: number
    tls?: { cert: string; key: string }
    /** Names besides this computer's own by which it may be called. */
    extraHosts?: readonly string[]
  } = {},
): Promise<TestHub> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'granary-hub-'))
  let hub: StartedHub | null = await startHub({ ...options, dataFolder, seed: 'everybody' })
  const { credentials, port, registry, url } = hub
  const person = (part: RegExp): Person => {
    const found = credentials?.people.find((one) => part.test(one.part))
    if (!found) throw new Error(`The demo has nobody who is ${part}`)
    return {
      username: found.username,
      password: found.password,
      code: () => nextCode(found.totp?.secret ?? ''),
    }
  }
  // The hub takes each code once, and the one of the next half minute early.
  let usedUpTo = 0
  const nextCode = (secret: string): string => {
    const timestamp = Math.max(Date.now(), usedUpTo + 30_000)
    usedUpTo = timestamp
    return new TOTP({ secret }).generate({ timestamp })
  }
  const stop = async () => {
    await hub?.close()
    hub = null
  }
  const asOwner = async (method: string, organization: string, id: string, fields?: object) => {
    if (!hub) throw new Error('The hub is stopped')
    const owner = await ownerOf({ ...hub, credentials })
    await owner.ask(method, `/v2/orgs/${organization}/access-tokens/${id}`, fields)
  }
  const tokenNamed = (name: string, label: string): { id: string; resources: string } => {
    const { database } = hub?.hub.context ?? {}
    const organization = database && findOrganization(database, name)
    const found = database?.one<{ id: string; resources: string }>(
      'SELECT id, resources FROM access_tokens WHERE organization_id = ? AND label = ?',
      organization?.id ?? '',
      label,
    )
    if (!found) throw new Error(`The hub is stopped, or ${name} has no token “${label}”`)
    return found
  }
  return {
    url,
    registry,
    owner: person(/^owner$/),
    careful: person(/second factor/),
    member: person(/^member$/),
    robot: person(/pipeline/),
    personalToken: credentials?.personalToken ?? { username: '', secret: '' },
    stop,
    async start() {
      hub ??= await startHub({ ...options, dataFolder, port })
    },
    count(name) {
      const { database } = hub?.hub.context ?? {}
      const organization = database && findOrganization(database, name)
      if (!organization) throw new Error(`The hub is stopped, or has no ${name}`)
      return countAccessTokens(database, organization.id)
    },
    age(tokenId, days) {
      const { database } = hub?.hub.context ?? {}
      const token = database && accessTokenById(database, tokenId)
      if (!token) throw new Error('The hub is stopped, or has no such token')
      const earlier = (stamp: string) => toStamp(Date.parse(stamp) - days * 86_400_000, 0)
      database.run(
        'UPDATE access_tokens SET created_at = ?, last_used_at = ? WHERE id = ?',
        earlier(token.created_at),
        token.last_used_at && earlier(token.last_used_at),
        tokenId,
      )
    },
    idOf: (organization, label) => tokenNamed(organization, label).id,
    resourcesOf: (organization, label) => tokenNamed(organization, label).resources,
    addOrganization(name, tokens) {
      if (!hub) throw new Error('The hub is stopped')
      addOrganization(hub.hub.context, person(/^owner$/).username, name, tokens)
    },
    changeToken: (organization, id, fields) => asOwner('PATCH', organization, id, fields),
    deleteToken: (organization, id) => asOwner('DELETE', organization, id),
    async remove() {
      await stop()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}
