// A good client beside 500 connections that keep the Local Hub waiting and are replaced when it cuts them off.
// `npm run bench -- slow-clients`
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type SlowClient, slowClients } from '../support/slow-clients.ts'
import { median, rounded } from './measure.ts'

const slow = 500
/** Milliseconds that all but one in a hundred answers may take at most. */
const p99Goal = 250
/** Longer than the server waits for headers, so that the slow ones are cut off meanwhile. */
const seconds = 12
const path = '/v2/namespaces/harborline/repositories?page_size=100'

const folder = mkdtempSync(join(tmpdir(), 'granary-bench-'))
const file = fileURLToPath(new URL('hub-server.ts', import.meta.url))
const child = spawn(process.execPath, ['--import', 'tsx', file, 'hub', folder], {
  stdio: ['pipe', 'pipe', 'inherit'],
})

/** A new connection each time (what a good client that just starts sees), or one that is kept. */
function timeOf(url: string, agent: Agent | false): Promise<number> {
  const started = performance.now()
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`answered ${response.statusCode}`))
      response.resume().once('end', () => resolve(performance.now() - started))
    }).once('error', reject)
  })
}

async function measure(
  url: string,
  beside: () => Promise<void>,
): Promise<{ count: number; p50: number; p99: number }> {
  const times: number[] = []
  const agent = new Agent({ keepAlive: true })
  const end = performance.now() + seconds * 1000
  while (performance.now() < end) {
    await beside()
    times.push(await timeOf(url, agent), await timeOf(url, false))
  }
  agent.destroy()
  const p99 = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? NaN
  return { count: times.length, p50: median(times), p99 }
}

try {
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const { url } = JSON.parse(line) as { url: string }
  const port = Number(new URL(url).port)
  const alone = await measure(url + path, () => Promise.resolve())

  let clients: SlowClient[] = await slowClients(slow, port)
  let replaced = 0
  const beside = await measure(url + path, async () => {
    const open = clients.filter((client) => !client.isClosed())
    replaced += slow - open.length
    clients = [...open, ...(await slowClients(slow - open.length, port))]
    for (const client of clients) client.trickle()
  })
  for (const client of clients) client.end()

  const show = (name: string, { count, p50, p99 }: typeof alone) =>
    console.log(`${name}: ${count} answers, median ${rounded(p50)} ms, p99 ${rounded(p99)} ms`)
  show('alone', alone)
  show(`beside ${slow} slow connections (${replaced} cut off and replaced)`, beside)
  if (beside.p99 > p99Goal) {
    console.log(`missed: p99 is to be at most ${p99Goal} ms`)
    process.exitCode = 1
  }
} finally {
  child.stdin.end()
  if (child.exitCode === null) await once(child, 'exit')
  rmSync(folder, { recursive: true, force: true })
}
process.exit()
