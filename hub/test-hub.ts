// A seeded Local Hub in memory for tests: cheap passwords, a clock that tests turn, and short ways to ask.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Hub, type HubOptions, createHub } from './app.ts'
import { insertPersonalToken } from './data/personal-tokens.ts'
import { newPersonalTokenSecret, hashSecret } from './data/secrets.ts'
import { seedDemo } from './data/seed.ts'
import { type DemoCredentials, newDemoCredentials } from './data/seed/credentials.ts'
import { findUser } from './data/users.ts'
import { stepOfCode, totpOf } from './sign-in/second-factor.ts'

/** The moment at which test hubs are seeded, in Unix milliseconds. */
export const testNow = Date.parse('2027-03-10T12:00:00Z')

export interface Answer {
  status: number
  headers: Headers
  /** Parsed JSON; null when there was no body. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests assert on it, which is the check
  body: any
  text: string
}

export interface TestHub {
  hub: Hub
  folder: string
  credentials: DemoCredentials
  /** What the Local Hub logged: its own faults. */
  logged: string[]
  /** Moves the clock on. */
  pass(milliseconds: number): void
  now(): number
  ask(method: string, path: string, options?: AskOptions): Promise<Answer>
  passwordOf(username: string): string
  /** The current second-factor code of the user. */
  codeOf(username: string): string
  /** A bearer for a person of the demo without second factor. */
  signIn(username: string): Promise<string>
  addPersonalToken(
    username: string,
    scopes: string[],
    expiresAt?: string | null,
  ): { id: string; secret: string }
  close(): void
}

export interface AskOptions {
  bearer?: string
  /** Sent as JSON. */
  json?: unknown
  headers?: Record<string, string>
  /** Sent as it is. */
  raw?: string | Uint8Array
}

/** Reads an answer whole. */
export async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text()
  const body: unknown = text === '' ? null : JSON.parse(text)
  return { status: response.status, headers: response.headers, text, body }
}

type Limits = Pick<HubOptions, 'bearerSeconds' | 'requestsPerMinute' | 'pullsPerSixHours'>

/** Without limits of use unless told otherwise: the clock stands still, so nobody would get a new budget. */
export async function createTestHub(options: Limits = {}): Promise<TestHub> {
  const folder = mkdtempSync(join(tmpdir(), 'granary-hub-'))
  let time = testNow
  const logged: string[] = []
  const hub = createHub({
    dataFolder: folder,
    now: () => time,
    passwordCost: 4,
    log: (line) => logged.push(line),
    requestsPerMinute: 0,
    pullsPerSixHours: 0,
    ...options,
  })
  const { database, keys } = hub.context
  const credentials = newDemoCredentials()
  await seedDemo({ ...hub.context, passwordCost: hub.passwordCost }, credentials)

  const ask: TestHub['ask'] = async (method, path, { bearer, json, headers = {}, raw } = {}) => {
    const body = raw ?? (json === undefined ? null : JSON.stringify(json))
    const response = await hub.request(path, {
      method,
      headers: {
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
        ...headers,
      },
      body,
    })
    return readAnswer(response)
  }
  const personOf = (username: string) => {
    const person = credentials.people.find((candidate) => candidate.username === username)
    if (!person) throw new Error(`${username} is not in the demo`)
    return person
  }
  return {
    hub,
    folder,
    credentials,
    logged,
    pass: (milliseconds) => void (time += milliseconds),
    now: () => time,
    ask,
    passwordOf: (username) => personOf(username).password,
    codeOf(username) {
      const secret = personOf(username).totp?.secret ?? ''
      const code = totpOf(secret, username).generate({ timestamp: time })
      if (stepOfCode(secret, username, code, time) === null) throw new Error('the generated code is wrong')
      return code
    },
    async signIn(username) {
      const json = { username, password: personOf(username).password }
      const answer = await ask('POST', '/v2/users/login', { json })
      if (answer.status !== 200) throw new Error(`signing in failed with ${answer.status}`)
      return (answer.body as { token: string }).token
    },
    addPersonalToken(username, scopes, expiresAt = null) {
      const secret = newPersonalTokenSecret()
      const id = randomUUID()
      const token = {
        id,
        user_id: findUser(database, username)?.id ?? '',
        label: 'test',
        scopes,
        is_active: true,
        created_at: new Date(time).toISOString(),
        expires_at: expiresAt,
        last_used_at: null,
      }
      insertPersonalToken(database, token, hashSecret(keys, secret))
      return { id, secret }
    },
    close() {
      hub.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A resource as it goes over the wire. */
export const repositoryResource = (path: string, ...scopes: string[]) => ({ type: 'TYPE_REPO', path, scopes })
export const organizationResource = (path: string, ...scopes: string[]) => ({
  type: 'TYPE_ORG',
  path,
  scopes,
})
