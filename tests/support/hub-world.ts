// A small Local Hub beside its model: every step is asked of both, and the answers have to agree.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { type Hub, createHub } from '../../hub/app.ts'
import { countAccessTokens } from '../../hub/data/access-tokens.ts'
import { findOrganization, insertOrganization } from '../../hub/data/organizations.ts'
import { insertMember } from '../../hub/data/members.ts'
import { hashPassword } from '../../hub/data/passwords.ts'
import { insertRepository } from '../../hub/data/repositories.ts'
import { insertUser } from '../../hub/data/users.ts'
import { type Answer, readAnswer, testNow } from '../../hub/test-hub.ts'
import {
  Model,
  type ModelCaller,
  type ModelPersonalToken,
  limits,
  organizations,
  roles,
} from './hub-model.ts'
import { type By, scopesOfPeople } from './hub-steps.ts'

export const password = 'the same for everybody'
const passwordHash = await hashPassword(password, 4)
const anonymous: ModelCaller = { kind: 'anonymous' }
const years = 10 * 365 * 86_400

export interface World {
  hub: Hub
  model: Model
  ask(method: string, path: string, options?: { by?: ModelCaller; json?: unknown }): Promise<Answer>
  /** As it is sent, with what each kind of caller signs in with at the registry's side. */
  send(path: string, init: RequestInit): Promise<Answer>
  caller(by: By): ModelCaller
  personal: ModelPersonalToken[]
  /** Every secret that was answered so far. */
  secrets: Set<string>
  logged: string[]
  /** What came to pass, by name; so that a run can tell whether it got anywhere. */
  seen: Set<string>
  idOf(organization: string): string
  close(): void
}

function fill({ context: { database } }: Hub, model: Model): void {
  const date_joined = '2027-01-01T00:00:00.000000Z'
  const ids: Record<string, string> = {}
  const blank = { full_name: '', location: '', company: '', is_active: 1, date_joined } as const
  for (const username of Object.keys(roles)) {
    const id = (ids[username] = randomUUID())
    insertUser(database, {
      ...{
        ...blank,
        id,
        username,
        email: `${username}@example.com`,
        password_hash: passwordHash,
        totp_secret: null,
      },
    })
  }
  const plans = { small: 'team', large: 'business', free: null } as const
  for (const [name, plan] of Object.entries(plans)) {
    const id = randomUUID()
    insertOrganization(database, { ...blank, id, name, plan }, ids['oona'] ?? '')
    for (const [person, places] of Object.entries(roles))
      if (person !== 'oona' && places[name])
        insertMember(database, id, ids[person] ?? '', places[name], date_joined)
  }
  for (const namespace of organizations)
    for (const [name, is_private] of Object.entries({ app: true, open: false, other: true })) {
      insertRepository(database, {
        namespace,
        name,
        description: '',
        full_description: '',
        is_private,
        date_registered: date_joined,
      })
      model.repositories.set(`${namespace}/${name}`, is_private)
    }
}

export async function createWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'granary-hub-'))
  const model = new Model(testNow)
  const logged: string[] = []
  const hub = createHub({
    ...{ dataFolder: folder, now: () => model.now, passwordCost: 4, bearerSeconds: years },
    ...{ requestsPerMinute: 0, pullsPerSixHours: 0, log: (line) => logged.push(line) },
  })
  fill(hub, model)
  const secrets = new Set<string>()

  async function send(path: string, init: RequestInit): Promise<Answer> {
    const answer = await readAnswer(await hub.request(path, init))
    expect(answer.status, answer.text).toBeLessThan(500)
    const told = [...secrets].filter((secret) => answer.text.includes(secret))
    expect(told, `${init.method} ${path} answers a secret again`).toEqual([])
    return answer
  }
  const bearerOf = (by: ModelCaller): string | null => {
    if (by.kind === 'anonymous') return null
    return by.kind === 'person' ? by.bearer : by.token.bearer
  }
  const ask: World['ask'] = (method, path, { by = anonymous, json } = {}) => {
    const bearer = bearerOf(by)
    return send(path, {
      method,
      headers: {
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
      },
      body: json === undefined ? null : JSON.stringify(json),
    })
  }

  const people: Record<string, ModelCaller> = {}
  for (const name of Object.keys(roles)) {
    const { body } = await ask('POST', '/v2/users/login', { json: { username: name, password } })
    people[name] = { kind: 'person', name, bearer: body.token as string }
  }
  const personal: ModelPersonalToken[] = []
  for (const scope of scopesOfPeople) {
    const made = await ask('POST', '/v2/access-tokens', {
      by: people['oona']!,
      json: { token_label: scope, scopes: [scope] },
    })
    const secret = made.body.token as string
    secrets.add(secret)
    const exchanged = await ask('POST', '/v2/auth/token', { json: { identifier: 'oona', secret } })
    const bearer = exchanged.body.access_token as string
    personal.push({ id: made.body.uuid as string, secret, scope, isActive: true, bearer })
  }

  return {
    ...{ hub, model, ask, send, personal, secrets, logged, seen: new Set() },
    caller(by) {
      if (by.kind === 'person') return people[by.name]!
      if (by.kind === 'personal') return { kind: 'personal', name: 'oona', token: personal[by.index]! }
      const token = by.kind === 'organization' ? model.pick(by.index) : undefined
      return token ? { kind: 'organization', token } : { kind: 'anonymous' }
    },
    idOf: (organization) => findOrganization(hub.context.database, organization)?.id ?? '',
    close() {
      hub.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The limits hold, and nothing is there that the model does not know. */
export function checkCounts({ hub, model, idOf, logged }: World): void {
  for (const [organization, limit] of Object.entries(limits)) {
    const count = countAccessTokens(hub.context.database, idOf(organization))
    expect(count).toBeLessThanOrEqual(limit)
    expect(count).toBe(model.live(organization).length)
  }
  expect(logged).toEqual([])
}
