// Exports against the Local Hub in memory: read back whole, safe in spreadsheets, stopped without leaving a file.
import * as fs from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeAuditEvent } from '../../hub/data/audit-log.ts'
import { imageEvent, organization, tell } from '../../hub/registry/test-events.ts'
import { type TestHub, createTestHub } from '../../hub/test-hub.ts'
import type { LogFilter, UseFilter } from '../../shared/contract/activity.ts'
import { testFolder } from '../../tests/support/folder.ts'
import { type OwnerClient, ownerClient } from '../../tests/support/owner-client.ts'
import { HubFailed } from '../dockerhub/failures.ts'
import { type ExportParts, type ExportRequest, openExports } from './export.ts'

const everything: LogFilter = { what: 'everything', actor: '', name: '', tokenId: null, from: null, to: null }
const anyUse: UseFilter = { action: 'any', tokenId: null, from: null, to: null }
const id = 'b8d4a1f0-0000-4000-8000-000000000000'

let hub: TestHub
let owner: OwnerClient
let folder: string
let progress: { rows: number; reached: string | null }[]
beforeEach(async () => {
  hub = await createTestHub()
  owner = await ownerClient(hub)
  folder = testFolder()
  progress = []
})
afterEach(() => hub.close())

const open = (change: Partial<ExportParts> = {}) =>
  openExports({
    client: () => owner.client,
    server: () => 'http://localhost',
    labels: async () => new Map(),
    chooseFile: async (name) => join(folder, name),
    progressed: (one) => progress.push(one),
    now: hub.now,
    ...change,
  })
const ask = (content: ExportRequest['content'], format: 'csv' | 'json'): ExportRequest => ({
  ...{ accountId: 'hub', organization, id, format, content },
})
const events = (count: number, name = (index: number) => `event ${index}`) => {
  for (let index = 0; index < count; index++)
    writeAuditEvent(hub.hub.context.database, {
      ...{
        account: organization,
        action: 'org.team.create',
        name: name(index),
        actor: 'robinhale',
        data: {},
      },
      timestamp: new Date(hub.now() + index * 1000).toISOString(),
    })
}
const files = () => fs.readdirSync(folder)
const read = (file: string) => fs.readFileSync(file, 'utf8')

describe('an export', () => {
  it('of the log is whole, in JSON and in CSV, with the newest first', async () => {
    events(350)
    const content = { kind: 'log', filter: { ...everything, what: 'everything' } } as const
    const json = await open().save(ask(content, 'json'))
    const all = JSON.parse(read(json?.file ?? '')) as { rows: { about: string }[] } & Record<string, unknown>
    expect(all).toMatchObject({ granary: 'changes', version: 1, organization, filter: everything })
    expect(all.rows.length).toBe(json?.rows)
    expect(all.rows.slice(0, 350).map(({ about }) => about)).toEqual(
      Array.from({ length: 350 }, (_, index) => `event ${349 - index}`),
    )
    const csv = await open().save(ask(content, 'csv'))
    const lines = read(csv?.file ?? '').split('\r\n')
    expect(lines[0]).toBe('\uFEFF"at","by","action","happened","about","tokenId","active","details"')
    expect(lines[1]).toContain('"robinhale","org.team.create","created the team","event 349"')
    expect(lines.length - 2).toBe(csv?.rows)
    expect(progress.at(-1)?.rows).toBe(csv?.rows)
    expect(files().sort()).toEqual([
      'Changes in meadowlark 2027-03-10.csv',
      'Changes in meadowlark 2027-03-10.json',
    ])
  })

  it('of uses names the token, and is empty but right where there are none', async () => {
    const content = { kind: 'use', filter: anyUse } as const
    const none = await open().save(ask(content, 'json'))
    expect(JSON.parse(read(none?.file ?? ''))).toMatchObject({ granary: 'use', rows: [] })
    hub.pass(60_000)
    await tell(hub, imageEvent('pull', 1, 'leahpark'))
    const one = await open().save(ask(content, 'csv'))
    expect(read(one?.file ?? '').split('\r\n')[1]).toContain(
      '"","","leahpark","pull","meadowlark/survey-api","v1"',
    )
  })

  it('runs nothing in a spreadsheet', async () => {
    events(3, (index) => ['=1+1', '\u200b=cmd', '@SUM(A1)'][index] ?? '')
    const { file = '' } = (await open().save(ask({ kind: 'log', filter: everything }, 'csv'))) ?? {}
    for (const line of read(file).split('\r\n')) expect(line).not.toMatch(/(^|,)"[=+\-@\t\r\u200b]/)
    expect(read(file)).toContain(`"'=1+1"`)
  })

  it('that is stopped or fails leaves no file', async () => {
    events(350)
    const content = { kind: 'log', filter: everything } as const
    const stopped = open({ progressed: () => stopped.stop(id) })
    expect(await stopped.save(ask(content, 'csv'))).toBeNull()
    const real = owner.client
    let pages = 0
    owner.client = {
      request: (request) =>
        ++pages > 2
          ? Promise.reject(new HubFailed('server.unreachable', { reach: 'notSent' }))
          : real.request(request),
    }
    await expect(open().save(ask(content, 'json'))).rejects.toMatchObject({
      failure: { code: 'server.unreachable' },
    })
    await expect(
      open({ chooseFile: async () => join(folder, 'nowhere', 'x.csv') }).save(ask(content, 'csv')),
    ).rejects.toMatchObject({ failure: { code: 'disk.failed' } })
    expect(await open({ chooseFile: async () => null }).save(ask(content, 'csv'))).toBeNull()
    expect(files()).toEqual([])
  })

  it('is stopped when the app quits, and has left nothing behind by then', async () => {
    events(150)
    const real = owner.client
    let asked: () => void = () => undefined
    const asking = new Promise<void>((resolve) => (asked = resolve))
    let pages = 0
    // The second page never comes.
    owner.client = {
      request(request) {
        if (++pages < 2) return real.request(request)
        asked()
        return new Promise((_, reject) =>
          request.signal?.addEventListener('abort', () => reject(new Error('aborted'))),
        )
      },
    }
    const exports = open()
    const saving = exports.save(ask({ kind: 'log', filter: everything }, 'csv'))
    await asking
    expect(files()).toEqual([expect.stringMatching(/\.tmp$/)])
    await exports.close()
    expect(files()).toEqual([])
    expect(await saving).toBeNull()
  })

  it('waits where the server asks for a pause', async () => {
    events(150)
    const real = owner.client
    let pages = 0
    owner.client = {
      request: (request) =>
        ++pages === 2
          ? Promise.reject(new HubFailed('server.rateLimited', { reach: 'refused', retryAfter: 0.01 }))
          : real.request(request),
    }
    const saved = await open().save(ask({ kind: 'log', filter: everything }, 'csv'))
    expect(saved?.rows).toBeGreaterThanOrEqual(150)
  })
})
