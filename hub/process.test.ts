// The utility process, run by plain Node with a stand-in for Electron's parentPort over Node's own channel.
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'

const standIn = `data:text/javascript,${encodeURIComponent(`
  process.parentPort = {
    on: (event, listener) => process.on('message', (data) => listener({ data })),
    postMessage: (message) => process.send(message),
  }
`)}`

let folder: string
const children: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'granary-hub-'))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const entry = fileURLToPath(new URL('process.ts', import.meta.url))

function start(...execArgv: string[]): ChildProcess {
  const child = fork(entry, {
    execArgv: ['--import', 'tsx', ...execArgv],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  children.push(child)
  return child
}

async function answerTo(child: ChildProcess, ...messages: unknown[]): Promise<Record<string, string>> {
  const answered = once(child, 'message')
  for (const message of messages) child.send(message as object)
  const [answer] = (await answered) as [Record<string, string>]
  return answer
}

test('answers the first start with where it is, and ignores everything else', async () => {
  const start1 = { type: 'start', dataFolder: join(folder, 'hub'), ownerPassword: 'a-password' }
  const child = start('--import', standIn)
  const answer = await answerTo(
    child,
    'nonsense',
    { type: 'start' },
    { ...start1, ownerPassword: '' },
    start1,
    { ...start1, ownerPassword: 'another' },
  )
  expect(answer).toEqual({
    type: 'ready',
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    registry: expect.stringMatching(/^localhost:\d+$/),
    owner: 'robinhale',
  })
  const login = (password: string) =>
    fetch(`${answer['url']}/v2/users/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: answer['owner'], password }),
    })
  const right = await login('a-password')
  expect([right.status, right.headers.get('x-ratelimit-limit')]).toEqual([200, '6000'])
  expect((await login('another')).status).toBe(401)
}, 60_000)

test('says in words why it failed', async () => {
  mkdirSync(join(folder, 'hub'))
  writeFileSync(join(folder, 'hub', 'hub.db'), 'damaged'.repeat(2000))
  const answer = await answerTo(start('--import', standIn), {
    type: 'start',
    dataFolder: join(folder, 'hub'),
    ownerPassword: 'x',
  })
  expect(answer).toEqual({ type: 'failed', reason: expect.stringContaining('hub.db cannot be read') })
}, 60_000)

test('leaves when the app is killed, which cannot tell it to', async () => {
  const start = { type: 'start', dataFolder: join(folder, 'hub'), ownerPassword: 'x' }
  const app = `
    const child = require('node:child_process').fork(${JSON.stringify(entry)}, {
      execArgv: ['--import', 'tsx', '--import', ${JSON.stringify(standIn)}],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    child.on('message', (message) => console.log(message.type))
    child.send(${JSON.stringify(start)})
  `
  const parent = spawn(process.execPath, ['-e', app], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(parent)
  const [said] = (await once(parent.stdout, 'data')) as [Buffer]
  expect(said.toString().trim()).toBe('ready')
  // The child holds the same pipe, so it ends only when the child has gone too.
  const gone = once(parent.stdout, 'end')
  parent.kill('SIGKILL')
  await gone
}, 60_000)

test('from a shell it says what to use instead', async () => {
  const child = start()
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text))
  const [code] = await once(child, 'close')
  expect(code).toBe(2)
  expect(said).toContain('npm run hub')
}, 60_000)
