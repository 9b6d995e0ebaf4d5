// The Local Hub against a bare node:http server that answers the same bytes: a list of 100 tokens and a registry
// token, and how the list changes from 100 tokens to 10,000. `npm run bench -- hub`
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { compare, rounded } from './measure.ts'

/** Of the bare server's rate. */
const listGoal = 0.5
const listPath = '/v2/orgs/harborline/access-tokens?page=1&page_size=100'
const tokenPath = '/token?service=granary-registry&scope=repository:harborline/access-api:pull'

interface Started {
  url: string
  username: string
  password: string
  child: ChildProcess
}

const children: ChildProcess[] = []
const folder = mkdtempSync(join(tmpdir(), 'granary-bench-'))

async function start(...args: string[]): Promise<Started> {
  const file = fileURLToPath(new URL('hub-server.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(child)
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { ...(JSON.parse(line) as Omit<Started, 'child'>), child }
}

async function bearerOf({ url, username, password }: Started): Promise<Record<string, string>> {
  const answer = await fetch(`${url}/v2/users/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  })
  return { authorization: `Bearer ${((await answer.json()) as { token: string }).token}` }
}

const bytesOf = async (url: string, headers: Record<string, string>): Promise<string> =>
  (await fetch(url, { headers })).text()

try {
  const [small, large] = [
    await start('hub', join(folder, 'small'), '100'),
    await start('hub', join(folder, 'large'), '10000'),
  ]
  const [owner, largeOwner] = [await bearerOf(small), await bearerOf(large)]
  const basic = {
    authorization: `Basic ${Buffer.from(`${small.username}:${small.password}`).toString('base64')}`,
  }
  const answers = {
    '/v2/orgs/harborline/access-tokens': await bytesOf(small.url + listPath, owner),
    '/token': await bytesOf(small.url + tokenPath, {}),
  }
  const bare = await start('bare', Buffer.from(JSON.stringify(answers)).toString('base64url'))

  const list = await compare(
    { url: small.url + listPath, headers: owner },
    { url: bare.url + listPath, headers: owner },
    { rounds: 11, requests: 3000 },
  )
  // Anonymous, for the secret's check is the same HMAC for everybody; a password would measure scrypt.
  const token = await compare(
    { url: small.url + tokenPath },
    { url: bare.url + tokenPath, headers: basic },
    {
      rounds: 11,
      requests: 1000,
    },
  )
  const growth = await compare(
    { url: large.url + listPath, headers: largeOwner },
    { url: small.url + listPath, headers: owner },
    { rounds: 7, requests: 3000 },
  )
  const line = (name: string, { first, second, ratio }: typeof list, against: string) =>
    console.log(
      `${name}: ${Math.round(first)}/s, ${against} ${Math.round(second)}/s, ratio ${rounded(ratio)}`,
    )
  line(`list of 100 tokens (${answers['/v2/orgs/harborline/access-tokens'].length} bytes)`, list, 'bare')
  line('registry token', token, 'bare')
  line('list of 100 out of 10,000 tokens', growth, 'out of 100')
  if (list.ratio < listGoal) {
    console.log(`missed: the list's ratio is to be at least ${listGoal}`)
    process.exitCode = 1
  }
} finally {
  for (const child of children) child.stdin?.end()
  await Promise.all(children.map(async (child) => child.exitCode ?? once(child, 'exit')))
  rmSync(folder, { recursive: true, force: true })
}
process.exit()
