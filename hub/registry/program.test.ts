// The registry beside the Local Hub, with its real program: what it takes, and what it says when it cannot start.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type StartedHub, startHub } from '../server.ts'
import { type RegistryProgram, startRegistryProgram } from './program.ts'

const ownerPassword = 'a demo password'
let folder: string
let hub: StartedHub
let registry: RegistryProgram

const start = (name: string) =>
  startHub({ dataFolder: join(folder, name), passwordCost: 4, seed: { ownerPassword } })

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'granary-program-'))
  hub = await start('hub')
  registry = await startRegistryProgram({ started: hub, folder, port: 0 })
}, 60_000)

afterAll(async () => {
  await registry.stop()
  await hub.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The registry's status for a token that this Hub issues now. */
async function statusWith(from: StartedHub): Promise<number> {
  const authorization = `Basic ${Buffer.from(`${from.owner}:${ownerPassword}`).toString('base64')}`
  const answer = await fetch(`${from.url}/token`, { headers: { authorization } })
  const { token } = (await answer.json()) as { token: string }
  const headers = { authorization: `Bearer ${token}` }
  return (await fetch(`http://${registry.address}/v2/`, { headers })).status
}

describe('a registry', () => {
  test('sends clients to its Local Hub', async () => {
    const answer = await fetch(`http://${registry.address}/v2/`)
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toContain(`realm="${hub.url}/token"`)
  })

  test('takes no tokens of another Local Hub', async () => {
    expect(await statusWith(hub)).toBe(200)
    const other = await start('other')
    try {
      expect(await statusWith(other)).toBe(401)
    } finally {
      await other.close()
    }
  })

  test('takes those of a restarted Local Hub, with its new signing key', async () => {
    const { port } = hub
    await hub.close()
    hub = await start('hub')
    expect(hub.port).toBe(port)
    expect(await statusWith(hub)).toBe(200)
  })
})

describe('a registry that cannot start says why', () => {
  const starting = (change: object, port = 0) =>
    startRegistryProgram({ started: { ...hub, ...change }, folder: mkdtempSync(join(folder, 'r-')), port })

  test('no authority', async () => {
    await expect(starting({ registryCa: '/missing.pem' })).rejects.toThrow('missing.pem')
  })

  test('port taken', async () => {
    await expect(starting({}, hub.port)).rejects.toThrow('address already in use')
  })

  test('not installed', async () => {
    const path = process.env['PATH']
    process.env['PATH'] = folder
    try {
      await expect(starting({})).rejects.toThrow('apt-get install docker-registry')
    } finally {
      process.env['PATH'] = path
    }
  })
})
