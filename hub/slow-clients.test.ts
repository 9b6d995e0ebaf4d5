// Five hundred connections that keep the server waiting, and one client that works beside them.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { slowClients } from '../tests/support/slow-clients.ts'
import { type StartedHub, startHub } from './server.ts'

const slow = 500
let folder: string
let hub: StartedHub
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'granary-hub-'))
  hub = await startHub({
    ...{ dataFolder: folder, passwordCost: 4, seed: { ownerPassword: 'x' }, requestsPerMinute: 0 },
    limits: { headersTimeout: 1500, requestTimeout: 2000, keepAliveTimeout: 1000 },
  })
})
afterEach(async () => {
  await hub.close()
  rmSync(folder, { recursive: true, force: true })
})

test(`${slow} slow connections are cut off at their deadlines, and every request of a good client is answered`, async () => {
  const login = await fetch(`${hub.url}/v2/users/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'robinhale', password: 'x' }),
  })
  const { token } = (await login.json()) as { token: string }
  const clients = await slowClients(slow, hub.port)
  const times: number[] = []
  const statuses = new Set<number>()
  let waiting = clients.length
  // Until the last of them is gone: trickling does not win time.
  while (waiting > 0) {
    for (const client of clients) client.trickle()
    const started = performance.now()
    const answer = await fetch(`${hub.url}/v2/orgs/meadowlark/access-tokens`, {
      headers: { authorization: `Bearer ${token}` },
    })
    await answer.text()
    times.push(performance.now() - started)
    statuses.add(answer.status)
    waiting = clients.filter((client) => !client.isClosed()).length
  }
  expect([...statuses]).toEqual([200])
  expect(times.length).toBeGreaterThan(50)
  const p99 = times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? NaN
  console.log(`${times.length} requests beside ${slow} slow connections, p99 ${p99.toFixed(0)} ms`)

  for (const { kind, closed } of clients) {
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(await closed)?.[1] ?? 0)
    expect([kind, status]).toEqual([kind, kind === 'idle' ? 401 : 408])
  }
}, 60_000)
