// A Local Hub for tests, seeded with the demo, on a port that stays the same over its stops and starts.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TOTP } from 'otpauth'
import { countAccessTokens } from '../../hub/data/access-tokens.ts'
import { findOrganization } from '../../hub/data/organizations.ts'
import { type StartedHub, startHub } from '../../hub/server.ts'
import { ownerOf } from './hub-owner.ts'

export interface Person {
  username: string
  password: string
  /** The six digits of now; only for the one with a second factor. */
  code(): string
}

export interface TestHub {
  url: string
  /** host:port, as on the command line of `docker login`. */
  registry: string
  /** The demo's owner of both organizations. */
  owner: Person
  /** An owner with a second factor. */
  careful: Person
  /** A plain member. */
  member: Person
  /** An owner's personal access token. */
  personalToken: { username: string; secret: string }
  /** Ends it, as if the server went down. */
  stop(): Promise<void>
  /** Starts it again where it was. */
  start(): Promise<void>
  /** How many tokens an organization has in the database. */
  count(organization: string): number
  /** As if somebody else had deleted it. */
  deleteToken(organization: string, id: string): Promise<void>
  /** Ends it and removes its data. */
  remove(): Promise<void>
}

export async function startTestHub(
  options: { bearerSeconds?: number; tls?: { cert: string; key: string } } = {},
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
  return {
    url,
    registry,
    owner: person(/^owner$/),
    careful: person(/second factor/),
    member: person(/^member$/),
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
    async deleteToken(organization, id) {
      if (!hub) throw new Error('The hub is stopped')
      await (
        await ownerOf({ ...hub, credentials })
      ).ask('DELETE', `/v2/orgs/${organization}/access-tokens/${id}`)
    },
    async remove() {
      await stop()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}
