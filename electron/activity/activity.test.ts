// Activity against the Local Hub in memory: what the log and the uses say, what is kept, and what is learnt.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeAuditEvent } from '../../hub/data/audit-log.ts'
import { deletion, imageEvent, organization, tell } from '../../hub/registry/test-events.ts'
import { type TestHub, createTestHub, repositoryResource } from '../../hub/test-hub.ts'
import type { LogFilter, UseFilter } from '../../shared/contract/activity.ts'
import { type MemoryDocuments, memoryDocuments, refusing } from '../../tests/support/memory-documents.ts'
import { type OwnerClient, ownerClient } from '../../tests/support/owner-client.ts'
import { HubFailed } from '../dockerhub/failures.ts'
import { type Activity, openActivity } from './activity.ts'

const tokens = `/v2/orgs/${organization}/access-tokens`
const anything: LogFilter = { what: 'everything', actor: '', name: '', tokenId: null, from: null, to: null }
const anyUse: UseFilter = { action: 'any', tokenId: null, from: null, to: null }

let hub: TestHub
let owner: OwnerClient
let documents: MemoryDocuments
let refusal: 'keychain.locked' | null
/** Documents that were opened. */
let opened: number
let learnt: number
let id: string
let bearer: string
beforeEach(async () => {
  hub = await createTestHub()
  owner = await ownerClient(hub)
  documents = memoryDocuments()
  refusal = null
  learnt = 0
  bearer = await hub.signIn('robinhale')
  hub.pass(60_000)
  const resources = [repositoryResource(`${organization}/*`, 'scope-image-push')]
  id = (await hub.ask('POST', tokens, { bearer, json: { label: 'CI', resources } })).body.id as string
  hub.pass(60_000)
})
afterEach(() => hub.close())

const ref = () => ({ accountId: owner.accountId, organization })
const open = (): Activity =>
  openActivity({
    documents: refusing(documents, () => {
      opened++
      return refusal
    }),
    client: () => owner.client,
    server: () => 'http://localhost',
    learnt: () => {
      learnt++
    },
    now: hub.now,
  })
const log = async (filter: Partial<LogFilter> = {}, activity = open()) =>
  (await activity.log(ref(), { ...anything, ...filter }, null)).events
const change = (json: object) => hub.ask('PATCH', `${tokens}/${id}`, { bearer, json })
const goAway = () =>
  (owner.client = {
    request: () => Promise.reject(new HubFailed('server.unreachable', { reach: 'notSent' })),
  })
/** Kept pages are written behind the caller's back. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('the log', () => {
  it('tells what became of a token, with its access and whether it is active', async () => {
    await change({ label: 'CI deploy' })
    hub.pass(1000)
    await change({ is_active: false })
    hub.pass(1000)
    await hub.ask('DELETE', `${tokens}/${id}`, { bearer })
    const events = await log({ what: 'tokens', from: new Date(hub.now() - 3_600_000).toISOString() })
    expect(events.map(({ action, name, token }) => [action, name, token?.isActive])).toEqual([
      ['org.access_token.delete', 'CI deploy', false],
      ['org.access_token.update', 'CI deploy', false],
      ['org.access_token.update', 'CI deploy', true],
      ['org.access_token.create', 'CI', true],
    ])
    expect(events[0]).toMatchObject({
      actor: 'robinhale',
      token: {
        id,
        expiresAt: null,
        resources: [repositoryResource(`${organization}/*`, 'scope-image-push')],
      },
      facts: [],
    })
    expect(await log({ what: 'deactivated' })).toHaveLength(1)
    expect(await log({ what: 'deleted', actor: 'robinhale' })).toHaveLength(1)
    expect(await log({ what: 'deleted', actor: 'leahpark' })).toEqual([])
    // By its label, and not another token's events under the same label.
    expect(await log({ what: 'tokens', name: 'CI deploy', tokenId: id })).toHaveLength(3)
    expect(await log({ what: 'tokens', name: 'CI deploy', tokenId: 'other' })).toEqual([])
  })

  it('tells everything else in facts, and bounds what is long or shaped like a secret', async () => {
    writeAuditEvent(hub.hub.context.database, {
      ...{ account: organization, action: 'org.team.create', name: 'readers', actor: 'robinhale' },
      data: { description: `${['dckr', 'oat', 'abcdefghijklmnop'].join('_')} ${'x'.repeat(400)}`, empty: '' },
      timestamp: new Date(hub.now() + 1).toISOString(),
    })
    const [event] = await log({ what: 'everything' })
    expect(event).toMatchObject({ action: 'org.team.create', name: 'readers', token: null })
    expect(event?.facts).toEqual([
      { name: 'description', value: expect.stringMatching(/^\[redacted\] x+…$/) as string },
    ])
  })

  it('is refused with the reason to somebody without the right', async () => {
    owner = await ownerClient(hub, 'leahpark')
    await expect(log()).rejects.toMatchObject({ failure: { code: 'organization.notOwner' } })
  })

  it('goes on where a page ended, and up to a moment', async () => {
    for (let index = 0; index < 150; index++) {
      hub.pass(400)
      await change({ label: `CI ${index}` })
    }
    const activity = open()
    const first = await activity.log(ref(), { ...anything, what: 'updated' }, null)
    const second = await activity.log(ref(), { ...anything, what: 'updated' }, first.next)
    expect([...first.events, ...second.events].map(({ name }) => name)).toEqual(
      Array.from({ length: 150 }, (_, index) => `CI ${149 - index}`),
    )
    const to = first.events[20]?.at ?? ''
    expect((await log({ what: 'updated', to }))[0]?.name).toBe('CI 129')
  })
})

describe('use', () => {
  it('is told of a token and of the organization, newest first', async () => {
    await tell(hub, imageEvent('push', 1, `${organization}/${id}`), imageEvent('pull', 2, 'leahpark'))
    const activity = open()
    const all = await activity.use(ref(), anyUse, null)
    expect(all).toMatchObject({ told: true, next: null, offline: false })
    expect(all.uses).toMatchObject([
      { action: 'pull', actor: 'leahpark', tokenId: null },
      {
        ...{ action: 'push', actor: organization, tokenId: id, tag: 'v1', address: '203.0.113.7' },
        ...{ repository: `${organization}/survey-api`, client: 'skopeo/1.9.3' },
      },
    ])
    const ofToken = await activity.use(ref(), { ...anyUse, tokenId: id }, null)
    expect(ofToken.uses).toMatchObject([{ action: 'push', actor: organization, tokenId: id }])
    expect((await activity.use(ref(), { ...anyUse, action: 'pull' }, null)).uses).toHaveLength(1)
    await tell(hub, deletion(3, 'leahpark', { tag: 'v1' }))
    expect((await activity.use(ref(), { ...anyUse, action: 'delete' }, null)).uses).toHaveLength(1)
  })

  it('of a token that is gone is not mistaken for a server that does not tell', async () => {
    await hub.ask('DELETE', `${tokens}/${id}`, { bearer })
    const activity = open()
    await expect(activity.use(ref(), { ...anyUse, tokenId: id }, null)).rejects.toMatchObject({
      failure: { code: 'token.gone' },
    })
    expect((await activity.use(ref(), anyUse, null)).told).toBe(true)
  })

  it('is not told by a server without that route, which is asked once', async () => {
    const real = owner.client
    const paths: string[] = []
    owner.client = {
      request: (request) => {
        paths.push(request.path)
        return real.request({ ...request, path: request.path.replace(/activity$/, 'nothing-here') })
      },
    }
    const activity = open()
    for (const tokenId of [null, id]) {
      expect(await activity.use(ref(), { ...anyUse, tokenId }, null)).toMatchObject({ told: false, uses: [] })
    }
    await activity.learn(ref())
    expect(paths.filter((path) => path.endsWith('/activity'))).toHaveLength(1)
  })
})

describe('while the server is away', () => {
  it('what was seen last is shown with its age, and goes with the account', async () => {
    await tell(hub, imageEvent('push', 1, `${organization}/${id}`))
    const activity = open()
    const [seen, used] = [await activity.log(ref(), anything, null), await activity.use(ref(), anyUse, null)]
    await settled()
    hub.pass(3_600_000)
    goAway()
    expect(await activity.log(ref(), anything, null)).toEqual({ ...seen, offline: true })
    expect(await open().use(ref(), anyUse, null)).toEqual({ ...used, offline: true })
    // What was never looked at is not there.
    await expect(activity.log(ref(), { ...anything, what: 'deleted' }, null)).rejects.toMatchObject({
      failure: { code: 'server.unreachable' },
    })
    await activity.forget(owner.accountId)
    await documents.forget(owner.accountId)
    expect(documents.stored.size).toBe(0)
    await expect(open().log(ref(), anything, null)).rejects.toThrow()
  })

  it('nothing comes back of an account that was signed out while its server was asked', async () => {
    await tell(hub, imageEvent('push', 1, `${organization}/${id}`))
    const real = owner.client
    const activity = open()
    for (const ask of [() => activity.log(ref(), anything, null), () => activity.learn(ref())]) {
      let answer: () => void = () => undefined
      const answered = new Promise<void>((resolve) => (answer = resolve))
      owner.client = { request: (request) => answered.then(() => real.request(request)) }
      const asking = ask()
      // Signs out, and in again.
      owner.client = { request: real.request }
      await activity.forget(owner.accountId)
      answer()
      await asking
      await settled()
      expect([...documents.stored.keys()]).toEqual([])
    }
  })

  it('no more than a dozen pages of an organization are kept', async () => {
    const activity = open()
    for (let index = 0; index < 15; index++)
      await activity.log(ref(), { ...anything, name: `n${index}` }, null)
    await settled()
    const [page] = documents.stored.values()
    expect((page as { pages: unknown[] }).pages).toHaveLength(12)
  })
})

describe('unusual use', () => {
  it('is learnt from the newest uses and known without the server', async () => {
    const uses = (from: number, count: number, change = {}) =>
      Array.from({ length: count }, (_, index) =>
        imageEvent('pull', from + index * 86_400 * 2, `${organization}/${id}`, change),
      )
    hub.pass(40 * 86_400_000)
    await tell(hub, ...uses(10, 12))
    const activity = open()
    await activity.learn(ref())
    expect(await activity.unusual(ref())).toEqual([])
    expect(learnt).toBe(0)

    await tell(hub, ...uses(86_400 * 30, 2, { useragent: 'curl/8.5.0' }))
    hub.pass(60_000)
    await activity.learn(ref())
    expect(learnt).toBe(1)
    goAway()
    const later = open()
    opened = 0
    const [found] = [await later.unusual(ref()), await later.unusual(ref())]
    expect(opened).toBe(1)
    expect(found).toMatchObject([{ tokenId: id, client: 'curl/8.5.0', why: 'client' }])
    await activity.forget(owner.accountId)
    await documents.forget(owner.accountId)
    expect(await activity.unusual(ref())).toEqual([])
  })

  it('is not read on when that is called off', async () => {
    await tell(hub, imageEvent('push', 1, `${organization}/${id}`))
    await expect(open().learn(ref(), AbortSignal.abort())).rejects.toThrow()
    expect(documents.stored.size).toBe(0)
  })

  it('and pages that were seen are not written over while the keychain is locked', async () => {
    await tell(hub, imageEvent('push', 1, `${organization}/${id}`))
    const before = open()
    await before.learn(ref())
    await before.log(ref(), anything, null)
    await settled()
    const kept = structuredClone(documents.stored)
    expect([...kept.keys()].sort()).toEqual([
      `activity/${owner.accountId}/${organization}`,
      `use/${owner.accountId}/${organization}`,
    ])

    refusal = 'keychain.locked'
    const locked = open()
    await tell(hub, imageEvent('pull', 2, `${organization}/${id}`))
    await locked.learn(ref())
    await locked.log(ref(), { ...anything, what: 'tokens' }, null)
    await settled()
    expect(await locked.unusual(ref())).toEqual([])
    expect(documents.stored).toEqual(kept)
    refusal = null
    hub.pass(60_000)
    await locked.learn(ref())
    await locked.log(ref(), { ...anything, what: 'tokens' }, null)
    await settled()
    const pages = documents.stored.get(`activity/${owner.accountId}/${organization}`)
    expect((pages as { pages: unknown[] }).pages).toHaveLength(2)
    const use = documents.stored.get(`use/${owner.accountId}/${organization}`)
    expect((use as { habits: Record<string, { uses: number }> }).habits[id]?.uses).toBe(2)
  })
})
