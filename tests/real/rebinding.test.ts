// DNS rebinding with a real browser: a page of evil.example, whose name then means this computer, tries everything a
// page can to reach the Local Hub. Chromium itself maps the name; nothing leaves this computer.
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type Page, chromium } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countAccessTokens } from '../../hub/data/access-tokens.ts'
import { findOrganization } from '../../hub/data/organizations.ts'
import { type StartedHub, startHub } from '../../hub/server.ts'

const name = 'evil.example'
const script = fileURLToPath(new URL('rebinding-page.js', import.meta.url))
/** How many ways the script knows, for each address. */
const ways = 12
const folder = mkdtempSync(join(tmpdir(), 'granary-hub-'))
let hub: StartedHub
let attacker: Server
let browser: Browser

beforeAll(async () => {
  hub = await startHub({
    dataFolder: folder,
    passwordCost: 4,
    seed: { ownerPassword: 'x' },
    requestsPerMinute: 0,
  })
  attacker = createServer((request, response) => {
    if (request.url === '/attack.js') return response.end(readFileSync(script))
    response.setHeader('content-type', 'text/html')
    return response.end('<!doctype html><title>evil</title><body><script src="/attack.js"></script></body>')
  }).listen(0, '127.0.0.1')
  await once(attacker, 'listening')
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    chromiumSandbox: process.getuid?.() !== 0,
    args: [`--host-resolver-rules=MAP ${name} 127.0.0.1`, '--disable-gpu', '--disable-background-networking'],
  })
}, 60_000)
afterAll(async () => {
  await browser.close()
  attacker.close()
  await hub.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Attempt {
  what: string
  /** What the page could read; null when nothing. */
  read: string | null
}

/** What the script of the page answers; see rebinding-page.js. Not even with an owner's bearer may it get anything. */
const attack = (page: Page, bases: string[], bearer: string): Promise<Attempt[]> =>
  page.evaluate(`attack(${JSON.stringify(bases)}, ${JSON.stringify(bearer)})`)

const tokens = (): number => {
  const { database } = hub.hub.context
  return countAccessTokens(database, findOrganization(database, 'meadowlark')?.id ?? '')
}

async function signIn(): Promise<string> {
  const login = await fetch(`${hub.url}/v2/users/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'robinhale', password: 'x' }),
  })
  return ((await login.json()) as { token: string }).token
}

test('a page whose name was rebound to this computer reads nothing, makes nothing, and is refused each time', async () => {
  const bearer = await signIn()
  const before = tokens()
  const page = await browser.newPage()
  const answered: { url: string; status: number }[] = []
  page.on('response', (response) => {
    if (new URL(response.url()).port === String(hub.port))
      answered.push({ url: response.url(), status: response.status() })
  })
  await page.goto(`http://${name}:${(attacker.address() as AddressInfo).port}/`)
  const bases = [name, '127.0.0.1', 'localhost'].map((host) => `http://${host}:${hub.port}`)
  const attempts = await attack(page, bases, bearer)

  expect(attempts).toHaveLength(ways * bases.length)
  expect(attempts.filter(({ read }) => read !== null)).toEqual([])
  // The browser did reach the Hub, under the foreign name too, and was refused at the door.
  expect(answered.filter(({ url }) => url.includes(name)).length).toBeGreaterThan(5)
  expect(answered.filter(({ status }) => status !== 421 && status !== 403)).toEqual([])
  expect(tokens()).toBe(before)
  await page.close()
}, 60_000)

test('the page itself, moved to the port of the Hub under the foreign name, sees the refusal only', async () => {
  const bearer = await signIn()
  const before = tokens()
  const page = await browser.newPage()
  const answer = await page.goto(`http://${name}:${hub.port}/v2/namespaces/harborline/repositories`)
  expect(answer?.status()).toBe(421)
  expect(await page.textContent('body')).not.toContain('harborline')
  // From there, everything is of the same origin for the browser: only the Host header tells.
  await page.addScriptTag({ path: script })
  const attempts = await attack(page, [`http://${name}:${hub.port}`], bearer)
  expect(attempts).toHaveLength(ways)
  expect(attempts.filter(({ read }) => read !== null)).toEqual([])
  expect(tokens()).toBe(before)
  await page.close()
}, 60_000)
