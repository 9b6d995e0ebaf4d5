// SIGKILL in the middle of changes, again and again: what was answered is there, and nothing else but what was being
// asked at that moment.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { openDatabase } from './data/database.ts'
import { type Answer, readAnswer, repositoryResource } from './test-hub.ts'

const kills = 12
const path = '/v2/orgs/meadowlark/access-tokens'
const folder = mkdtempSync(join(tmpdir(), 'granary-hub-'))
let running: ChildProcess | null = null
afterAll(() => {
  running?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

interface Server {
  child: ChildProcess
  url: string
  /** Of the demo's owner; printed at the first start only. */
  password: string
}

async function start(): Promise<Server> {
  const program = fileURLToPath(new URL('cli.ts', import.meta.url))
  const options = ['--data', folder, '--requests-per-minute', '0']
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running = child
  let said = ''
  for await (const text of child.stdout.setEncoding('utf8')) {
    said += String(text)
    if (said.includes('Registry tokens live')) break
  }
  return {
    child,
    url: /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] ?? '',
    password: /^ {2}robinhale +(\S+)/m.exec(said)?.[1] ?? '',
  }
}

interface Known {
  label: string
  is_active: boolean
}

type Change =
  | { method: 'POST'; label: string }
  | { method: 'PATCH'; id: string; to: Known }
  | { method: 'DELETE'; id: string }

/** What was answered so far, and the change that is on its way. */
const answered = new Map<string, Known>()
const deleted = new Set<string>()
let bearer = ''
let count = 0

function nextChange(): Change {
  const ids = [...answered.keys()]
  const id = ids[randomInt(Math.max(1, ids.length))]
  const act = randomInt(3)
  count += 1
  if (id === undefined || (act === 0 && ids.length < 10)) return { method: 'POST', label: `token ${count}` }
  if (act === 1) return { method: 'DELETE', id }
  return { method: 'PATCH', id, to: { label: `label ${count}`, is_active: count % 2 === 0 } }
}

async function ask(url: string, method: string, to: string, json?: unknown): Promise<Answer> {
  const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' }
  return readAnswer(
    await fetch(url + to, { method, headers, body: json === undefined ? null : JSON.stringify(json) }),
  )
}

async function make(url: string, change: Change): Promise<void> {
  if (change.method === 'POST') {
    const resources = [repositoryResource('meadowlark/*', 'scope-image-pull')]
    const { status, body } = await ask(url, 'POST', path, { label: change.label, resources })
    expect(status).toBe(201)
    answered.set(body.id as string, { label: change.label, is_active: true })
  } else if (change.method === 'PATCH') {
    expect((await ask(url, 'PATCH', `${path}/${change.id}`, change.to)).status).toBe(200)
    answered.set(change.id, change.to)
  } else {
    expect((await ask(url, 'DELETE', `${path}/${change.id}`)).status).toBe(204)
    answered.delete(change.id)
    deleted.add(change.id)
  }
}

/** Changes as fast as it can until the server is killed; answers the change that got no answer, if there is one. */
async function changeUntilKilled({ url, child }: Server): Promise<Change | null> {
  let killIn = randomInt(1, 40)
  const ended = once(child, 'exit')
  for (;;) {
    const change = nextChange()
    const made = make(url, change).then(
      () => true,
      (error: unknown) => {
        if (child.killed) return false
        throw error
      },
    )
    killIn -= 1
    if (killIn === 0) {
      // Somewhere between sending and the answer.
      for (let turns = randomInt(30); turns > 0; turns -= 1)
        await new Promise((resolve) => setImmediate(resolve))
      child.kill('SIGKILL')
      const wasAnswered = await made
      await ended
      return wasAnswered ? null : change
    }
    await made
  }
}

/** Compares what the server has with what was answered, and takes over what became of the change on its way. */
async function compare(url: string, pending: Change | null): Promise<void> {
  const { body } = await ask(url, 'GET', `${path}?page_size=100`)
  const found = new Map(
    (body.results as (Known & { id: string })[]).map(({ id, label, is_active }) => [
      id,
      { label, is_active },
    ]),
  )
  if (pending?.method === 'DELETE' && !found.has(pending.id)) answered.delete(pending.id)
  if (pending?.method === 'PATCH' && found.get(pending.id)?.label === pending.to.label)
    answered.set(pending.id, pending.to)
  const extra = [...found].filter(([id]) => !answered.has(id))
  expect(extra.length).toBeLessThanOrEqual(pending?.method === 'POST' ? 1 : 0)
  for (const [id, token] of extra) {
    expect(token).toEqual({ label: (pending as { label: string }).label, is_active: true })
    answered.set(id, token)
  }
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(answered))
  for (const id of deleted) expect(found.has(id)).toBe(false)
}

function checkFile(): void {
  const database = openDatabase(folder)
  try {
    expect(database.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
    expect(database.all('PRAGMA foreign_key_check')).toEqual([])
    // Each change and its audit row were one.
    const logged = database.all<{ id: string; last: string }>(
      `SELECT json_extract(data, '$.id') AS id, max(action) AS last FROM audit_log
       WHERE account = 'meadowlark' AND action IN ('org.access_token.create', 'org.access_token.delete') GROUP BY 1`,
    )
    const last = new Map(logged.map((row) => [row.id, row.last]))
    for (const id of answered.keys()) expect(last.get(id)).toBe('org.access_token.create')
    for (const id of deleted) expect(last.get(id)).toBe('org.access_token.delete')
  } finally {
    database.close()
  }
}

test(`${kills} times killed while changing tokens: all that was answered is there, all that was deleted is gone`, async () => {
  let server = await start()
  const { password } = server
  const login = { username: 'robinhale', password }
  bearer = (await ask(server.url, 'POST', '/v2/users/login', login)).body.token as string
  for (const { id } of (await ask(server.url, 'GET', `${path}?page_size=100`)).body.results as {
    id: string
  }[])
    expect((await ask(server.url, 'DELETE', `${path}/${id}`)).status).toBe(204)

  let unanswered = 0
  for (let kill = 0; kill < kills; kill += 1) {
    const pending = await changeUntilKilled(server)
    if (pending !== null) unanswered += 1
    server = await start()
    await compare(server.url, pending)
    checkFile()
  }
  // Else it was never killed in the middle of anything.
  expect(unanswered).toBeGreaterThan(0)
  expect(deleted.size).toBeGreaterThan(0)
  server.child.kill('SIGTERM')
  await once(server.child, 'exit')
}, 170_000)
