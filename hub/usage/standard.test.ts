// Limits of use over real sockets: on without being asked for, and an address is what connects, not what is claimed.
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type IncomingMessage, get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type StartOptions, type StartedHub, startHub } from '../server.ts'

let folder: string
let hub: StartedHub
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'granary-hub-'))
})
afterEach(async () => {
  await hub.close()
  rmSync(folder, { recursive: true, force: true })
})

const start = async (options: Partial<StartOptions> = {}) => {
  hub = await startHub({ dataFolder: folder, passwordCost: 4, ...options })
}

async function ask(path: string, host = '127.0.0.1', headers: Record<string, string> = {}) {
  const request = get({ host, port: hub.port, path, headers, agent: false })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  response.resume()
  return response
}

test('a started server has Docker’s limits', async () => {
  await start()
  const { headers } = await ask('/v2/user')
  expect([headers['x-ratelimit-limit'], headers['x-ratelimit-remaining']]).toEqual(['180', '179'])
  const token = await ask('/token')
  expect([token.headers['ratelimit-limit'], token.headers['docker-ratelimit-source']]).toEqual([
    '100;w=21600',
    '127.0.0.1',
  ])
})

test('0 turns both off', async () => {
  await start({ requestsPerMinute: 0, pullsPerSixHours: 0 })
  for (const path of ['/v2/user', '/token']) {
    const names = Object.keys((await ask(path)).headers)
    expect(names.filter((name) => name.includes('ratelimit'))).toEqual([])
  }
})

test('all of this computer is one address, whatever it calls itself', async () => {
  await start({ requestsPerMinute: 5 })
  const forged = {
    'x-forwarded-for': '203.0.113.7',
    forwarded: 'for=203.0.113.7',
    'x-real-ip': '203.0.113.7',
  }
  const answers = [
    await ask('/v2/user'),
    await ask('/v2/user', '::1'),
    await ask('/v2/user', '127.0.0.1', forged),
  ]
  expect(answers.map(({ headers }) => headers['x-ratelimit-remaining'])).toEqual(['4', '3', '2'])
  await Promise.all([ask('/v2/user'), ask('/v2/user', '::1')])
  const refused = await ask('/v2/user', '::1', forged)
  expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, expect.stringMatching(/^\d+$/)])
})
