// Signing in to proxies, over a session that behaves as Chromium's does: it remembers what a proxy took, and asks whoever knocks.
import { describe, expect, it } from 'vitest'
import { memoryKeychain } from '../tests/support/memory-keychain.ts'
import { proxyName } from './keychain/names.ts'
import { type AnswerProxy, createProxies } from './proxies.ts'

const proxy = 'proxy.example:3128'
const right = { username: 'ana', password: 'the right one' }
const wrong = { username: 'ana', password: 'a wrong one' }

function world(tunnels = true) {
  const keychain = memoryKeychain()
  let wanted = JSON.stringify(right)
  let remembered = ''
  let reachable = true
  let knocks = 0
  const tried: string[] = []
  const sent: string[] = []
  const session = {
    fetch(url: string, init: RequestInit) {
      if (!reachable) throw new Error('net::ERR_CONNECTION_REFUSED')
      sent.push(`${init.method ?? 'GET'} ${url}`)
      if (remembered === wanted) return new Response('{}', { status: 200 })
      if (tunnels) throw new Error('net::ERR_TUNNEL_CONNECTION_FAILED')
      return new Response('no', { status: 407 })
    },
    async knock(_url: string, answer: AnswerProxy) {
      knocks += 1
      if (!reachable) return 'stopped' as const
      for (let refused = false; remembered !== wanted; refused = true) {
        const given = await answer({ proxy, refused })
        if (given === null) return 'turnedAway' as const
        tried.push(given.password)
        remembered = JSON.stringify(given)
      }
      return 'through' as const
    },
    async forget() {
      remembered = ''
    },
  }
  let signedIn = 0
  const told: unknown[] = []
  const proxies = createProxies({
    keychain,
    changed: (state) => told.push(state.wanted),
    onSignedIn: () => (signedIn += 1),
  })
  const fetch = proxies.through(session)
  return {
    ...{ keychain, proxies, tried, sent, told },
    ask: async (path = '/v2/x', method = 'GET') => fetch(`https://hub.example${path}`, { method }),
    keep: (credentials: object) => keychain.entries.set(proxyName(proxy), JSON.stringify(credentials)),
    kept: () => keychain.entries.get(proxyName(proxy)),
    wants: (next: object) => (wanted = JSON.stringify(next)),
    cut: () => (reachable = false),
    knocks: () => knocks,
    signedIn: () => signedIn,
  }
}

const needed = { failure: { code: 'proxy.signInNeeded', detail: proxy }, reach: 'notSent' }

describe.each([
  ['for a tunnel', true],
  ['for a request that it can read', false],
])('a proxy that wants a name and a password %s', (_, tunnels) => {
  it('is told of, and once the owner has answered requests go through', async () => {
    const { ask, proxies, told, signedIn, kept } = world(tunnels)
    await expect(ask()).rejects.toMatchObject(needed)
    expect(proxies.state()).toEqual({ wanted: { proxy, refused: false }, signedIn: [] })
    expect(await proxies.signIn(proxy, right, true)).toEqual({ kept: true })
    expect((await ask()).status).toBe(200)
    expect(proxies.state()).toEqual({ wanted: null, signedIn: [{ proxy, username: 'ana', kept: true }] })
    expect([told, signedIn()]).toEqual([[{ proxy, refused: false }, null], 1])
    expect(JSON.parse(kept() ?? '')).toEqual(right)
  })

  it('is given what the keychain has, and the request is sent again as it was', async () => {
    const { ask, keep, sent, told } = world(tunnels)
    keep(right)
    expect((await ask('/v2/users/login', 'POST')).status).toBe(200)
    expect(sent).toEqual([
      'POST https://hub.example/v2/users/login',
      'POST https://hub.example/v2/users/login',
    ])
    expect(told).toEqual([])
  })

  it('is given what it did not take a single time, also by requests that come together and later', async () => {
    const { ask, keep, tried, proxies } = world(tunnels)
    keep(wrong)
    await Promise.all([1, 2, 3].map(() => expect(ask()).rejects.toMatchObject(needed)))
    await expect(ask()).rejects.toMatchObject(needed)
    expect(tried).toEqual([wrong.password])
    expect(proxies.state()).toEqual({ wanted: { proxy, refused: true }, signedIn: [] })
  })
})

describe('what the owner answers', () => {
  it('is not kept when the proxy does not take it', async () => {
    const { ask, proxies, kept, signedIn } = world()
    await expect(ask()).rejects.toMatchObject(needed)
    await expect(proxies.signIn(proxy, wrong, true)).rejects.toMatchObject({
      failure: { code: 'proxy.signInWrong' },
    })
    expect([kept(), signedIn()]).toEqual([undefined, 0])
    expect(proxies.state().wanted).not.toBeNull()
  })

  it('is not kept when the proxy does not answer', async () => {
    const { ask, proxies, kept, cut } = world()
    await expect(ask()).rejects.toMatchObject(needed)
    cut()
    await expect(proxies.signIn(proxy, right, true)).rejects.toMatchObject({
      failure: { code: 'server.unreachable' },
    })
    expect(kept()).toBeUndefined()
  })

  it('holds until the end also when the keychain does not take it, and that is said', async () => {
    const { ask, proxies, keychain } = world()
    await expect(ask()).rejects.toMatchObject(needed)
    keychain.state = 'locked'
    expect(await proxies.signIn(proxy, right, true)).toEqual({ kept: false })
    expect((await ask()).status).toBe(200)
    expect(proxies.state().signedIn).toEqual([{ proxy, username: 'ana', kept: false }])
  })

  it('takes the place of what was kept and is wrong, also where it is not to be kept itself', async () => {
    const { ask, proxies, keep, kept } = world()
    keep(wrong)
    await expect(ask()).rejects.toMatchObject(needed)
    await proxies.signIn(proxy, right, false)
    expect(kept()).toBeUndefined()
  })

  it('can be taken back', async () => {
    const { ask, proxies, keep, kept } = world()
    keep(right)
    await ask()
    await proxies.forget(proxy)
    expect([kept(), proxies.state().signedIn]).toEqual([undefined, []])
    await expect(ask()).rejects.toMatchObject(needed)
  })
})

describe('what has nothing to do with a name and a password', () => {
  it('is left as it is', async () => {
    const { ask, cut, knocks, told } = world()
    cut()
    await expect(ask()).rejects.toThrow('net::ERR_CONNECTION_REFUSED')
    expect([knocks(), told]).toEqual([0, []])
  })

  it('is a proxy that refuses the tunnel for another reason, too', async () => {
    const proxies = createProxies({
      keychain: memoryKeychain(),
      changed: () => undefined,
      onSignedIn: () => undefined,
    })
    const fetch = proxies.through({
      fetch: () => Promise.reject(new Error('net::ERR_TUNNEL_CONNECTION_FAILED')),
      knock: async () => 'stopped',
      forget: async () => undefined,
    })
    await expect(fetch('https://hub.example/v2/', {})).rejects.toThrow('net::ERR_TUNNEL_CONNECTION_FAILED')
    expect(proxies.state().wanted).toBeNull()
  })

  it('is what else stands under its name in the keychain', async () => {
    const { ask, keychain, tried } = world()
    keychain.entries.set(proxyName(proxy), 'something else')
    await expect(ask()).rejects.toMatchObject(needed)
    expect(tried).toEqual([])
  })
})
