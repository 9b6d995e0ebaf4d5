// Web pages of others, over raw sockets: hosts, origins and request targets in every spelling, with an owner's bearer.
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DoorVariant, doorVariants } from '../tests/support/door-variants.ts'
import { countAccessTokens } from './data/access-tokens.ts'
import { findOrganization } from './data/organizations.ts'
import { type StartedHub, startHub } from './server.ts'
import { readAnswer, repositoryResource } from './test-hub.ts'

const path = '/v2/orgs/meadowlark/access-tokens'
const resources = [repositoryResource('meadowlark/*', 'scope-image-pull')]
const body = JSON.stringify({ label: 'made by a page', resources })

let folder: string
let hub: StartedHub
let bearer: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'granary-hub-'))
  hub = await startHub({
    dataFolder: folder,
    passwordCost: 4,
    seed: { ownerPassword: 'x' },
    requestsPerMinute: 0,
  })
  const login = await fetch(`${hub.url}/v2/users/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'robinhale', password: 'x' }),
  })
  bearer = (await readAnswer(login)).body.token as string
})
afterAll(async () => {
  await hub.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The status, or 0 when the connection was closed without an answer. */
async function send(
  { target = path, version = '1.1', lines }: DoorVariant,
  method: 'GET' | 'POST',
): Promise<number> {
  const socket = connect({ port: hub.port, host: '127.0.0.1' })
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  const sent = [
    `${method} ${target} HTTP/${version}`,
    ...lines,
    `Authorization: Bearer ${bearer}`,
    'Connection: close',
    ...(method === 'POST' ? ['Content-Type: application/json', `Content-Length: ${body.length}`] : []),
  ]
  socket.write(`${sent.join('\r\n')}\r\n\r\n${method === 'POST' ? body : ''}`)
  const answer = (await buffer(socket)).toString()
  return Number(/^HTTP\/1\.\d (\d{3})/.exec(answer)?.[1] ?? 0)
}

const tokens = (): number => {
  const { database } = hub.hub.context
  return countAccessTokens(database, findOrganization(database, 'meadowlark')?.id ?? '')
}

test('0 of more than 200 spellings of host, origin and site get in, to read or to write', async () => {
  const variants = doorVariants(hub.port, path)
  expect(new Set(variants.map((variant) => JSON.stringify(variant))).size).toBe(variants.length)
  expect(variants.length).toBeGreaterThanOrEqual(200)
  const before = tokens()
  const accepted: [string, number][] = []
  for (const variant of variants)
    for (const method of ['GET', 'POST'] as const) {
      const status = await send(variant, method)
      if (![0, 400, 403, 421].includes(status)) accepted.push([`${method} ${variant.name}`, status])
    }
  expect(accepted).toEqual([])
  expect(tokens()).toBe(before)
}, 60_000)

test('what is ours gets in, so the others were refused for what they are', async () => {
  const good = `localhost:${hub.port}`
  const before = tokens()
  for (const lines of [
    [`Host: ${good}`],
    [`host:${good}`],
    [`Host: LocalHost:${hub.port}`],
    [`Host: ${good}`, `Origin: http://${good}`, 'Sec-Fetch-Site: same-origin'],
    [`Host: 127.0.0.1:${hub.port}`, 'Sec-Fetch-Site: none'],
  ])
    expect(await send({ name: '', lines }, 'GET'), lines.join()).toBe(200)
  expect(await send({ name: '', lines: [`Host: ${good}`], target: `http://${good}${path}` }, 'GET')).toBe(200)
  expect(await send({ name: '', lines: [`Host: ${good}`] }, 'POST')).toBe(201)
  expect(tokens()).toBe(before + 1)
})
