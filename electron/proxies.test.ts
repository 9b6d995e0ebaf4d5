// Signing in to proxies, over sessions that behave as Chromium's do: each remembers what a proxy took, sends it along, and
// asks whoever knocks for what it does not have.
import { describe, expect, it, vi } from 'vitest'
import { memoryKeychain } from '../tests/support/memory-keychain.ts'
import { proxyName } from './keychain/names.ts'
import { type Knock, type ProxySession, createProxies } from './proxies.ts'

const proxy = 'proxy.example:3128'
const right = { username: 'ana', password: 'the right one' }
const newer = { username: 'ana', password: 'a newer one' }
const wrong = { username: 'ana', password: 'a wrong one' }
const hub = 'https://hub.example'

function world(tunnels = true) {
  const keychain = memoryKeychain()
  /** What the proxy wants; null lets everybody through. */
  let wants: string | null = right.password
  let isReachable = true
  /** Wrong ones that came to the proxy. */
  const refused: string[] = []
  const sent: string[] = []

  function session(): ProxySession {
    let remembered: string | null = null
    const isOpen = (): boolean => {
      if (wants === null || remembered === wants) return true
      if (remembered !== null) refused.push(remembered)
      remembered = null
      return false
    }
    const knock: Knock = async (_url, answer) => {
      if (!isReachable) return 'stopped'
      for (let again = false; !isOpen(); again = true) {
        const given = answer({ proxy, refused: again })
        if (given === null) return 'turnedAway'
        remembered = given.password
      }
      return 'through'
    }
    return {
      fetch(url, init) {
        if (!isReachable) throw new Error('net::ERR_CONNECTION_REFUSED')
        sent.push(`${init.method ?? 'GET'} ${url}`)
        if (isOpen()) return new Response('{}', { status: 200 })
        if (tunnels) throw new Error('net::ERR_TUNNEL_CONNECTION_FAILED')
        return new Response('no', { status: 407 })
      },
      knock,
      beforeSending: async () => void sent.push('a fresh connection'),
      forget: async () => void (remembered = null),
    }
  }

  let signedIn = 0
  const proxies = createProxies({
    keychain,
    knockAlone: (...given) => session().knock(...given),
    changed: (state) => told.push(state.wanted),
    onSignedIn: () => (signedIn += 1),
  })
  const told: unknown[] = []
  const fetches = [1, 2].map(() => proxies.through(session()))
  return {
    ...{ keychain, proxies, refused, sent, told },
    /** `way`: through which of two sessions. */
    ask: async (path = '/v2/x', { method = 'GET', way = 0, server = hub } = {}) => {
      const answer = await fetches[way]?.(server + path, { method })
      return answer?.status
    },
    keep: (credentials: object) => keychain.entries.set(proxyName(proxy), JSON.stringify(credentials)),
    kept: () => JSON.parse(keychain.entries.get(proxyName(proxy)) ?? 'null') as unknown,
    reads: () => keychain.asked.filter((one) => one.startsWith('get ')).length,
    want: (password: string | null) => (wants = password),
    cut: () => (isReachable = false),
    signedIn: () => signedIn,
  }
}

const needed = { failure: { code: 'proxy.signInNeeded' }, reach: 'notSent' }

describe.each([
  ['for a tunnel', true],
  ['for a request that it can read', false],
])('a proxy that wants a name and a password %s', (_, tunnels) => {
  it('is told of, and once the owner has answered requests go through', async () => {
    const { ask, proxies, told, signedIn, kept, refused } = world(tunnels)
    await expect(ask()).rejects.toMatchObject(needed)
    expect(told).toEqual([[{ proxy, refused: false }]])
    expect(await proxies.signIn(proxy, right, true)).toEqual({ result: 'kept' })
    expect([await ask(), await ask('/v2/y', { way: 1 })]).toEqual([200, 200])
    expect(proxies.state()).toEqual({ wanted: [], signedIn: [{ proxy, username: 'ana', kept: true }] })
    expect([signedIn(), kept(), refused]).toEqual([1, right, []])
    expect(proxies.known(proxy)).toMatchObject(right)
  })

  it('is given what the keychain has, and the request is sent again as it was', async () => {
    const { ask, keep, sent, proxies } = world(tunnels)
    keep(right)
    expect(await ask('/v2/users/login', { method: 'POST' })).toBe(200)
    const post = `POST ${hub}/v2/users/login`
    expect(sent).toEqual([post, 'a fresh connection', post])
    expect(proxies.state()).toEqual({ wanted: [], signedIn: [{ proxy, username: 'ana', kept: true }] })
  })

  it('is asked about once where two sessions meet it at the same time: the second waits for what the first finds', async () => {
    const { ask, keep, told, reads } = world(tunnels)
    keep(right)
    expect(await Promise.all([ask(), ask('/x', { way: 1 })])).toEqual([200, 200])
    expect([reads(), told]).toEqual([1, [[]]])
  })

  it('is given what the keychain has a single time when it is wrong, by whatever way to whatever server', async () => {
    const { ask, keep, refused, proxies, reads } = world(tunnels)
    keep(wrong)
    const asks = [0, 1, 0].flatMap((way, at) => [
      ask('/a', { way }),
      ask('/b', { way, server: `https://${at}.example` }),
    ])
    for (const one of asks) await expect(one).rejects.toMatchObject(needed)
    await expect(ask()).rejects.toMatchObject(needed)
    expect(refused).toEqual([wrong.password])
    expect([reads(), proxies.state().wanted]).toEqual([1, [{ proxy, refused: true }]])
  })

  it('that takes it no more meets it once from each session that had it, and never again', async () => {
    const { ask, keep, refused, proxies, want } = world(tunnels)
    keep(right)
    await ask()
    await ask('/x', { way: 1 })
    want(newer.password)
    await expect(ask()).rejects.toMatchObject(needed)
    await expect(ask('/x', { way: 1 })).rejects.toMatchObject(needed)
    await expect(ask()).rejects.toMatchObject(needed)
    // The first session's own memory of it; the other one was made to forget it.
    expect(refused).toEqual([right.password])
    expect(proxies.state()).toEqual({ wanted: [{ proxy, refused: true }], signedIn: [] })
    await proxies.signIn(proxy, newer, true)
    expect([await ask(), await ask('/x', { way: 1 })]).toEqual([200, 200])
  })
})

describe('what the owner answers', () => {
  it('is not kept when the proxy does not take it, and no other request carries it', async () => {
    const { ask, proxies, kept, signedIn, refused } = world()
    await expect(ask()).rejects.toMatchObject(needed)
    const signingIn = proxies.signIn(proxy, wrong, true)
    await expect(ask()).rejects.toMatchObject(needed)
    await expect(signingIn).rejects.toMatchObject({ failure: { code: 'proxy.signInWrong' } })
    await expect(ask()).rejects.toMatchObject(needed)
    expect([kept(), signedIn(), refused]).toEqual([null, 0, [wrong.password]])
    expect(proxies.state()).toEqual({ wanted: [{ proxy, refused: false }], signedIn: [] })
  })

  it('is not kept when the proxy does not answer', async () => {
    const { ask, proxies, kept, cut } = world()
    await expect(ask()).rejects.toMatchObject(needed)
    cut()
    await expect(proxies.signIn(proxy, right, true)).rejects.toMatchObject({
      failure: { code: 'server.unreachable' },
    })
    expect([kept(), proxies.state().wanted.length]).toEqual([null, 1])
  })

  it('is given to nobody and not kept when nobody asks any more', async () => {
    const { ask, proxies, kept, want } = world()
    await expect(ask()).rejects.toMatchObject(needed)
    want(null)
    expect(await proxies.signIn(proxy, wrong, true)).toEqual({ result: 'notAsked' })
    expect([kept(), proxies.state()]).toEqual([null, { wanted: [], signedIn: [] }])
    expect(await proxies.signIn('another.example:1', wrong, true)).toEqual({ result: 'notAsked' })
  })

  it('holds until the end also when the keychain does not take it, and that is said', async () => {
    const { ask, proxies, keychain } = world()
    await expect(ask()).rejects.toMatchObject(needed)
    keychain.state = 'locked'
    expect(await proxies.signIn(proxy, right, true)).toEqual({ result: 'notKept' })
    expect(await ask()).toBe(200)
    expect(proxies.state().signedIn).toEqual([{ proxy, username: 'ana', kept: false }])
  })

  it('takes the place of what was kept and is wrong, also where it is not to be kept itself', async () => {
    const { ask, proxies, keep, kept } = world()
    keep(wrong)
    await expect(ask()).rejects.toMatchObject(needed)
    expect(await proxies.signIn(proxy, right, false)).toEqual({ result: 'notKept' })
    expect(kept()).toBeNull()
  })

  it('can be taken back', async () => {
    const { ask, proxies, keep, kept } = world()
    keep(right)
    await ask()
    await proxies.forget(proxy)
    expect([kept(), proxies.state().signedIn]).toEqual([null, []])
    await expect(ask()).rejects.toMatchObject(needed)
  })

  it('is still there when the keychain cannot take it out', async () => {
    const { ask, proxies, keep, keychain } = world()
    keep(right)
    await ask()
    keychain.state = 'locked'
    await expect(proxies.forget(proxy)).rejects.toMatchObject({ failure: { code: 'keychain.locked' } })
    expect(proxies.state().signedIn).toEqual([{ proxy, username: 'ana', kept: true }])
  })
})

describe('what has nothing to do with a name and a password', () => {
  it('is left as it is', async () => {
    const { ask, cut, told, reads } = world()
    cut()
    await expect(ask()).rejects.toThrow('net::ERR_CONNECTION_REFUSED')
    expect([told, reads()]).toEqual([[], 0])
  })

  it('is a proxy that refuses the tunnel for another reason, too', async () => {
    const { proxies } = world()
    const fetch = proxies.through({
      fetch: () => Promise.reject(new Error('net::ERR_TUNNEL_CONNECTION_FAILED')),
      knock: async () => 'stopped',
      beforeSending: async () => undefined,
      forget: async () => undefined,
    })
    await expect(fetch(`${hub}/v2/`, {})).rejects.toThrow('net::ERR_TUNNEL_CONNECTION_FAILED')
    expect(proxies.state().wanted).toEqual([])
  })

  it('is a keychain that waits for a person: the owner is asked instead', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const { ask, keychain, proxies } = world()
    keychain.get = () => new Promise(() => undefined)
    const asking = expect(ask()).rejects.toMatchObject(needed)
    await vi.advanceTimersByTimeAsync(10_000)
    await asking
    expect(proxies.state().wanted).toEqual([{ proxy, refused: false }])
    vi.useRealTimers()
  })

  it('is another network, on which the proxy is forgotten', async () => {
    const { ask, proxies, want } = world()
    await expect(ask()).rejects.toMatchObject(needed)
    want(null)
    expect(await ask()).toBe(200)
    expect(proxies.state().wanted).toEqual([])
  })

  it('is what else stands under its name in the keychain', async () => {
    const { ask, keychain, refused } = world()
    keychain.entries.set(proxyName(proxy), 'something else')
    await expect(ask()).rejects.toMatchObject(needed)
    expect(refused).toEqual([])
  })
})
